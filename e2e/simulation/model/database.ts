import type { ModelBug } from './bugs.ts';
import type { Change } from './messages.ts';
import type { Ticket } from './ticket.ts';

/** What the server remembers of an incarnation; `hashes[mid - 1]`, `verdicts[mid - 1]`. */
export type IncRecord = { readonly lmid: number; readonly hashes: readonly string[]; readonly verdicts: readonly string[] };

export type Database = {
  readonly epoch: number;
  readonly streams: ReadonlyMap<string, readonly Change[]>;
  readonly tickets: ReadonlyMap<string, Ticket>;
  readonly incs: ReadonlyMap<string, IncRecord>;
  /** Every verdict ever stored, by the mutation's id. */
  readonly audit: ReadonlyMap<string, readonly string[]>;
};

export type ServerEnvironment = {
  readonly bug: ModelBug | null;
  fail(oracle: string): void;
  /** A change became visible: no device may have a cursor at or beyond it. */
  committed(change: Change): void;
};

/** What a transaction needs of the server that runs it. */
export type PushHost = {
  db: Database;
  /** Holder of each lock, by its transaction's id. */
  readonly locks: Map<string, number>;
  /** Numbers handed out before commit, by the planted `naive-seq` alone. */
  readonly earlyNumbers: Map<string, number>;
  readonly environment: ServerEnvironment;
  incOf(inc: string): IncRecord;
  grantsOf(inc: string): readonly string[];
  release(transactionId: number): void;
};

/** `d1~7` is an incarnation of `d1`. */
export function deviceOf(inc: string): string {
  return inc.split('~')[0] ?? inc;
}
