import { deviceOf } from './database.ts';
import type { Database, IncRecord, PushHost, ServerEnvironment } from './database.ts';
import type { PulledStream, Reply, Request } from './messages.ts';
import { pushTransaction } from './push-transaction.ts';
import type { PushStep } from './push-transaction.ts';
import { STREAMS } from './ticket.ts';

/** What the world sees of a running transaction. */
export type Transaction = {
  readonly id: number;
  readonly steps: Generator<PushStep, void, void>;
  /** Steps for which it hangs before its commit. */
  parked: number;
};

const FRESH: IncRecord = { lmid: 0, hashes: [], verdicts: [] };

export class ServerModel implements PushHost {
  db: Database = {
    epoch: 1,
    streams: new Map(STREAMS.map((stream) => [stream, []])),
    tickets: new Map(),
    incs: new Map(),
    audit: new Map(),
  };
  /** Accounts live beside the ledger: a restore does not give back a withdrawn grant. */
  readonly grants = new Map<string, readonly string[]>();
  readonly locks = new Map<string, number>();
  /** Numbers handed out before commit, by the planted `naive-seq` alone. */
  readonly earlyNumbers = new Map<string, number>();
  readonly environment: ServerEnvironment;
  transactions: Transaction[] = [];
  #nextTransaction = 0;
  #backup: Database | null = null;

  constructor(environment: ServerEnvironment) {
    this.environment = environment;
  }

  incOf(inc: string): IncRecord {
    return this.db.incs.get(inc) ?? FRESH;
  }

  grantsOf(inc: string): readonly string[] {
    return this.grants.get(deviceOf(inc)) ?? [];
  }

  take(request: Request, reply: (body: Reply) => void): void {
    if (request.kind === 'pull') return reply(this.#pull(request));
    if (request.kind === 'rekey') return reply(this.#rekey(request));
    const id = (this.#nextTransaction += 1);
    this.transactions.push({ id, steps: pushTransaction(this, { id, request, reply }), parked: 0 });
  }

  kill(transaction: Transaction): void {
    this.transactions = this.transactions.filter((one) => one !== transaction);
    this.release(transaction.id);
  }

  release(transactionId: number): void {
    for (const [key, holder] of this.locks) if (holder === transactionId) this.locks.delete(key);
  }

  crash(): void {
    for (const transaction of this.transactions) this.kill(transaction);
    this.earlyNumbers.clear();
  }

  backUp(): void {
    this.#backup = this.db;
  }

  /** True when there was a backup to go back to. */
  restore(): boolean {
    if (this.#backup === null) return false;
    this.crash();
    this.db = { ...this.#backup, epoch: this.db.epoch + 1 };
    this.#backup = null;
    return true;
  }

  #pull(request: Extract<Request, { kind: 'pull' }>): Reply {
    const { bug } = this.environment;
    const { lmid, hashes } = this.incOf(request.inc);
    if (bug !== 'ignore-epoch' && request.epoch !== this.db.epoch) {
      return { kind: 'epoch', epoch: this.db.epoch, lmid, lmidHash: hashes[lmid - 1] ?? null };
    }
    const granted = this.grantsOf(request.inc);
    const streams = new Map<string, PulledStream>();
    let budget = request.maxRows;
    let more = false;
    for (const stream of granted) {
      const log = this.db.streams.get(stream) ?? [];
      const from = request.cursors.get(stream) ?? 0;
      const rows = log.filter((row) => row.seq > from).slice(0, budget);
      const head = log.at(-1)?.seq ?? 0;
      budget -= rows.length;
      more ||= (rows.at(-1)?.seq ?? from) < head;
      streams.set(stream, { from, rows, head });
    }
    const drop = [...request.cursors.keys()].filter((stream) => !granted.includes(stream));
    return { kind: 'pull', streams, drop, lmid, lmidHash: hashes[lmid - 1] ?? null, more };
  }

  /** Which of the old incarnation's mutations are known here: by the chain, always a beginning of its log. */
  #rekey(request: Extract<Request, { kind: 'rekey' }>): Reply {
    const known = this.incOf(request.inc).hashes;
    const differs = request.hashes.findIndex((hash, index) => hash !== known[index]);
    return { kind: 'rekey', next: request.next, knownThrough: differs === -1 ? request.hashes.length : differs };
  }
}
