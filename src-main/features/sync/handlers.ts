import type { AppHandlers } from '#shared/contract/contract.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { writeFileAtomic } from '../../platform/files.ts';
import { countWaitingMails } from '../../sync/facts.ts';
import { unsentCount } from '../../sync/outbox.ts';
import { findSyncState } from '../../sync/store.ts';
import type { HandlerContext } from '../handler-context.ts';
import { diagnose } from './doctor.ts';
import { dismiss, listConflicts, listFailures, listHistory, listPending } from './lists.ts';
import { settleConflict } from './settle.ts';
import { readSyncState } from './state-reader.ts';
import type { SyncWork } from './sync-work.ts';

/** 同步中心. `work` is what runs beside the ledger that is shown. */
export function createSyncHandlers(context: HandlerContext, parts: { work(): SyncWork; appVersion: string }): AppHandlers['sync'] {
  const { clock, ids } = context;
  return {
    state: () => {
      const state = context.ledger().read((tx) => readSyncState(tx, parts.work().nextTryAt));
      return state;
    },
    enrol: async (input) => {
      await parts.work().join(input, context.person());
      const joined = context.ledger().read((tx) => ({
        serverName: findSyncState(tx)?.serverName ?? '',
        pendingOps: unsentCount(tx),
        pendingMails: countWaitingMails(tx),
      }));
      return joined;
    },
    enrolPerson: async ({ code }) => ({ personId: await parts.work().joinPerson(code, context.person()) }),
    now: () => {
      if (!context.ledger().read(findSyncState)) throw new AppError('conflict', 'not-enrolled');
      parts.work().wake();
      return {};
    },
    pending: (page) => {
      const listed = context.ledger().read((tx) => listPending(tx, page));
      return listed;
    },
    failures: (page) => {
      const listed = context.ledger().read((tx) => listFailures(tx, page));
      return listed;
    },
    conflicts: (page) => {
      const listed = context.ledger().read((tx) => listConflicts(tx, page));
      return listed;
    },
    history: (page) => {
      const listed = context.ledger().read((tx) => listHistory(tx, page));
      return listed;
    },
    dismiss: ({ opIds }) => {
      context.ledger().write((tx) => dismiss(tx, opIds));
      return {};
    },
    settle: ({ opId, keepMine, note }) => {
      const now = clock.now();
      const personId = context.person().id;
      context.ledger().write((tx) => settleConflict(tx, { opId, keepMine, note, personId, now, newId: () => ids.uuid(now) }));
      return {};
    },
    doctor: ({ path }) => {
      const diagnosis = context.ledger().read((tx) => diagnose(tx, parts.appVersion));
      const text = JSON.stringify(diagnosis, null, 2);
      try {
        writeFileAtomic(path, text);
      } catch (cause) {
        throw new AppError('unavailable', 'target-not-writable', { cause });
      }
      return { path, bytes: Buffer.byteLength(text) };
    },
  };
}
