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
    state: () => context.ledger().read((tx) => readSyncState(tx, parts.work().nextTryAt)),
    enrol: async (input) => {
      await parts.work().join(input, context.person());
      return context.ledger().read((tx) => ({
        serverName: findSyncState(tx)?.serverName ?? '',
        pendingOps: unsentCount(tx),
        pendingMails: countWaitingMails(tx),
      }));
    },
    enrolPerson: async ({ code }) => ({ personId: await parts.work().joinPerson(code, context.person()) }),
    now: () => {
      if (!context.ledger().read(findSyncState)) throw new AppError('conflict', 'not-enrolled');
      parts.work().wake();
      return {};
    },
    pending: (page) => context.ledger().read((tx) => listPending(tx, page)),
    failures: (page) => context.ledger().read((tx) => listFailures(tx, page)),
    conflicts: (page) => context.ledger().read((tx) => listConflicts(tx, page)),
    history: (page) => context.ledger().read((tx) => listHistory(tx, page)),
    dismiss: ({ opIds }) => {
      context.ledger().write((tx) => dismiss(tx, opIds));
      return {};
    },
    settle: ({ opId, keepMine }) => {
      const now = clock.now();
      const personId = context.person().id;
      context.ledger().write((tx) => settleConflict(tx, { opId, keepMine, personId, now, newId: () => ids.uuid(now) }));
      return {};
    },
    doctor: ({ path }) => {
      const text = JSON.stringify(
        context.ledger().read((tx) => diagnose(tx, parts.appVersion)),
        null,
        2,
      );
      try {
        writeFileAtomic(path, text);
      } catch (cause) {
        throw new AppError('unavailable', 'target-not-writable', { cause });
      }
      return { path, bytes: Buffer.byteLength(text) };
    },
  };
}
