import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { countWaitingMails } from '../../sync/facts.ts';
import { unsentCount } from '../../sync/outbox.ts';
import { findSyncState, listStreams } from '../../sync/store.ts';
import type { SyncState } from '../../sync/store.ts';
import { NO_NETWORK } from '../../sync/sync-net.ts';
import { countConflicts, countFailures } from './lists.ts';

type State = OutputOf<AppContract['sync']['state']>;

const ALONE: State = {
  phase: 'none',
  server: null,
  pendingOps: 0,
  pendingMails: 0,
  failed: 0,
  conflicts: 0,
  lastExchangeAt: null,
  offlineSince: null,
  nextTryAt: null,
  lastFailure: null,
  clockOffsetMs: 0,
  received: 0,
  bootstrapping: null,
};

/** How it stands between this ledger and the server. */
export function readSyncState(tx: ReadTx, nextTryAt: number | null): State {
  const state = findSyncState(tx);
  if (!state) return ALONE;
  const counts = {
    pendingOps: unsentCount(tx),
    pendingMails: countWaitingMails(tx),
    failed: countFailures(tx),
    conflicts: countConflicts(tx),
  };
  const { url, serverName: name, deviceName, enrolledAt } = state;
  return {
    ...counts,
    phase: phaseOf(state, counts),
    server: { url, name, deviceName, enrolledAt },
    lastExchangeAt: state.lastExchangeAt,
    offlineSince: state.offlineSince,
    nextTryAt,
    lastFailure: state.lastFailure,
    clockOffsetMs: state.clockOffsetMs,
    received: state.received,
    bootstrapping: bootstrappingOf(tx),
  };
}

type Counts = Pick<State, 'pendingOps' | 'pendingMails' | 'failed' | 'conflicts'>;

function phaseOf({ phase, offlineSince, lastFailure }: SyncState, counts: Counts): State['phase'] {
  if (phase === 'revoked') return 'revoked';
  if (offlineSince !== null) return 'offline';
  if ((lastFailure !== null && lastFailure !== NO_NETWORK) || counts.failed > 0) return 'failed';
  if (counts.conflicts > 0) return 'conflict';
  return counts.pendingOps + counts.pendingMails > 0 ? 'sending' : 'synced';
}

/** While streams come in for the first time: rows that are here of those that the server has. */
function bootstrappingOf(tx: ReadTx): State['bootstrapping'] {
  const begun = listStreams(tx).filter(({ bootstrapping }) => bootstrapping);
  if (begun.length === 0) return null;
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
  return { done: sum(begun.map(({ cursor }) => cursor)), total: sum(begun.map(({ head }) => head)) };
}
