import type { ModelBug } from './bugs.ts';
import { digest, GENESIS } from './digest.ts';
import { overlay } from './ticket.ts';
import type { LogEntry, Mutation, Ticket } from './ticket.ts';

/** All that a device keeps on its disk. A local transaction replaces the whole. */
export type DeviceState = {
  readonly inc: string;
  /** Number in the log of the last mutation before this incarnation. */
  readonly baseSeq: number;
  readonly epoch: number;
  /** The outbox and the device's chain in one; nothing ever leaves it. */
  readonly log: readonly LogEntry[];
  /** Verdicts are stored up to this number of the log … */
  readonly acked: number;
  /** … and effects have arrived up to this one. */
  readonly confirmed: number;
  readonly cursors: ReadonlyMap<string, number>;
  readonly heads: ReadonlyMap<string, string>;
  /** Streams that were begun anew and have not reached their head. */
  readonly staged: ReadonlySet<string>;
  readonly rows: ReadonlyMap<string, Ticket>;
  /** Streams by which each row is visible here. */
  readonly memberships: ReadonlyMap<string, readonly string[]>;
  readonly verdicts: ReadonlyMap<string, string>;
  /** The incarnation that a fork made necessary, until the server knows it. */
  readonly rekeyTo: string | null;
};

export function freshState(inc: string): DeviceState {
  const maps = { cursors: new Map(), heads: new Map(), rows: new Map(), memberships: new Map(), verdicts: new Map() };
  return { inc, baseSeq: 0, epoch: 1, log: [], acked: 0, confirmed: 0, staged: new Set(), rekeyTo: null, ...maps };
}

export function appended(state: DeviceState, draft: Omit<LogEntry, 'seq' | 'hash'>): DeviceState {
  const prev = state.log.at(-1)?.hash ?? GENESIS;
  const seq = state.log.length + 1;
  const hash = digest(prev + JSON.stringify([seq, draft.uid, draft.kind, draft.ticket, draft.args]));
  return { ...state, log: [...state.log, { ...draft, seq, hash }] };
}

/** Numbers start again with each incarnation, the log does not. */
export function asMutation(entry: LogEntry, baseSeq: number): Mutation {
  const { seq, ...said } = entry;
  return { ...said, mid: seq - baseSeq };
}

/** Rows as their person sees them: the server's image and, over it, what is not in it yet. */
export function viewOf(state: DeviceState, device: string, bug: ModelBug | null): Map<string, Ticket> {
  const view = new Map(state.rows);
  for (const entry of state.log.slice(bug === 'drop-on-ack' ? state.acked : state.confirmed)) {
    const shown = overlay(view.get(entry.ticket), entry, device);
    if (shown !== undefined) view.set(entry.ticket, shown);
  }
  return view;
}

/** What the server knows of this incarnation is a beginning of the log here. */
export function isOwnHistory(state: DeviceState, lmid: number, lmidHash: string | null): boolean {
  return lmid === 0 || state.log[state.baseSeq + lmid - 1]?.hash === lmidHash;
}
