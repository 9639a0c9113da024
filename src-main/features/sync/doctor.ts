import type { ReadTx } from '../../ledger/index.ts';
import { countWaitingMails } from '../../sync/facts.ts';
import { unsentCount } from '../../sync/outbox.ts';
import { findSyncState, listStreams } from '../../sync/store.ts';

/** 同步诊断: cursors, counts, verdicts and times; no names, numbers of mails, words or addresses. */
export function diagnose(tx: ReadTx, appVersion: string): object {
  const state = findSyncState(tx);
  const streams = listStreams(tx).map(({ stream, ...rest }, index) => ({ stream: kindOf(stream, index), ...rest }));
  return {
    appVersion,
    at: tx.environment.clock.now(),
    device: tx.environment.device,
    state: state && {
      inc: state.inc,
      epoch: state.epoch,
      phase: state.phase,
      baseSeq: state.baseSeq,
      ackedSeq: state.ackedSeq,
      confirmedSeq: state.confirmedSeq,
      enrolledAt: state.enrolledAt,
      lastExchangeAt: state.lastExchangeAt,
      offlineSince: state.offlineSince,
      lastFailure: state.lastFailure,
      clockOffsetMs: state.clockOffsetMs,
      received: state.received,
      people: state.people.map(({ role }) => role),
    },
    streams,
    rows: tx.all('SELECT entity, count(*) AS count, sum(stale) AS stale FROM row_stream GROUP BY entity'),
    unsent: { ops: unsentCount(tx), mails: countWaitingMails(tx) },
    ops: tx.all('SELECT kind, count(*) AS count, max(seq) AS last FROM op GROUP BY kind'),
    decided: tx.all('SELECT kind, verdict, code, count(*) AS count FROM decided_op GROUP BY kind, verdict, code'),
    verdicts: tx.all('SELECT verdict, code, count(*) AS count, max(told_at) AS lastAt FROM own_verdict GROUP BY verdict, code'),
    parked: tx.pluck<number>('SELECT count(*) FROM parked_change') ?? 0,
    blobs: tx.all('SELECT state, count(*) AS count FROM blob GROUP BY state'),
  };
}

/** The stream of a client or a person without saying whose. */
function kindOf(stream: string, index: number): string {
  return stream.includes(':') ? `${stream.slice(0, stream.indexOf(':'))}:#${index}` : stream;
}
