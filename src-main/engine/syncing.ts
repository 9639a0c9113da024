import { AppError } from '#shared/kernel/app-error.ts';
import { addressOf, listFailures, listPending, syncSubjects } from '../features/sync/index.ts';
import { noSecretStore } from '../platform/secrets.ts';
import { systemTimers } from '../platform/timers.ts';
import { newTurn, SyncCore } from '../sync/core.ts';
import { exchange } from '../sync/exchange.ts';
import type { Exchanged } from '../sync/exchange.ts';
import { countWaitingMails } from '../sync/facts.ts';
import { ensureKey, findKey } from '../sync/identity.ts';
import { joinByCode } from '../sync/join.ts';
import { createHttpNet } from '../sync/net-http.ts';
import type { HttpNetOptions } from '../sync/net-http.ts';
import { unsentCount } from '../sync/outbox.ts';
import { findSyncState, listStreams } from '../sync/store.ts';
import { listPeople } from '../features/people/index.ts';
import type { Workspace } from './workspace.ts';

/** Rows of a list that the command line shows. */
const LISTED = 200;

export type Waiting = { ops: number; mails: number };
export type EnrolOptions = {
  readonly url: string;
  readonly code: string;
  readonly deviceName: string;
  readonly user: string;
  /** Test ledgers never sync, but for tests of syncing. */
  readonly allowTest: boolean;
};

/**
 * Joins a ledger to a server as the command line does: the device's key then lies in the ledger. Throws
 * AppError with a reason of the contract's `sync.enrol`.
 */
export async function enrolWorkspace(
  workspace: Workspace,
  { url, code, deviceName, user, allowTest }: EnrolOptions,
): Promise<{ serverName: string; url: string; waiting: Waiting }> {
  const { ledger, kind } = workspace;
  if (kind === 'demonstration' || (kind === 'test' && !allowTest)) throw new AppError('forbidden', 'ledger-never-syncs');
  const address = addressOf(url);
  const net = createHttpNet({ ...netOptions(workspace, address), key: ensureKey(ledger, noSecretStore) });
  const found = ledger.read(listPeople).find(({ id, staffNo }) => id === user || staffNo === user);
  await joinByCode(ledger, net, { url: address, code, deviceName, person: found ?? { id: user, staffNo: user } });
  return { serverName: ledger.read(findSyncState)?.serverName ?? '', url: address, waiting: waitingOf(workspace) };
}

export type SyncOutcome = Exchanged & {
  verdicts: Record<string, number>;
  waiting: Waiting;
  /** Rows that the server has told of and that are not here yet. */
  behind: number;
  lastExchangeAt: number | null;
};

/** One full exchange. Throws conflict `not-enrolled`, and unavailable `device-key-missing` where only the app has the key. */
export async function syncWorkspace(workspace: Workspace): Promise<SyncOutcome> {
  const { ledger, clock } = workspace;
  const state = ledger.read(findSyncState);
  if (!state) throw new AppError('conflict', 'not-enrolled');
  const key = findKey(ledger, noSecretStore);
  if (!key) throw new AppError('unavailable', 'device-key-missing');
  const net = createHttpNet({ ...netOptions(workspace, state.url), key });
  const core = new SyncCore(syncSubjects);
  const done = await exchange({ ledger, core, net, clock, pause: () => systemTimers.yieldToLoop() }, newTurn());
  return { ...done, ...stateAfter(workspace, state.ackedSeq) };
}

function stateAfter(workspace: Workspace, before: number): Omit<SyncOutcome, keyof Exchanged> {
  const after = workspace.ledger.read((tx) => ({
    verdicts: Object.fromEntries(
      tx
        .all<{ verdict: string; count: number }>('SELECT verdict, count(*) AS count FROM own_verdict WHERE seq > ? GROUP BY verdict', [
          before,
        ])
        .map(({ verdict, count }) => [verdict, count]),
    ),
    behind: listStreams(tx).reduce((rows, { head, cursor }) => rows + Math.max(0, head - cursor), 0),
    lastExchangeAt: findSyncState(tx)?.lastExchangeAt ?? null,
  }));
  return { ...after, waiting: waitingOf(workspace) };
}

/** What waits to be sent, the newest first. */
export function outboxOf(workspace: Workspace) {
  const { entries } = workspace.ledger.read((tx) => listPending(tx, { limit: LISTED, before: null }));
  return { ...waitingOf(workspace), entries };
}

/** What the server did not take as it was, with its words. */
export function quarantineOf({ ledger }: Workspace) {
  const failures = ledger.read((tx) => listFailures(tx, { limit: LISTED, before: null }));
  return failures;
}

function waitingOf({ ledger }: Workspace): Waiting {
  const waiting = ledger.read((tx) => ({ ops: unsentCount(tx), mails: countWaitingMails(tx) }));
  return waiting;
}

function netOptions({ ledger, clock, ids }: Workspace, url: string): Omit<HttpNetOptions, 'key'> {
  return { url, clock, ids, inc: () => ledger.read(findSyncState)?.inc ?? ledger.device };
}
