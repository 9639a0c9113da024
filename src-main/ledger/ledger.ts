import { assert } from '#shared/kernel/assert.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { WorkerEntry } from '../platform/worker-entry.ts';
import { type CheckResult, type CheckState, runCheckWorker } from './background-check.ts';
import { type CheckpointThread, startCheckpointThread } from './background-checkpoint.ts';
import type { ConnectionOptions, SqliteDatabase } from './connection.ts';
import { COMMIT_CHECKPOINT_PAGES } from './connection.ts';
import type { ReadTx, WriteTx } from './handles.ts';
import type { LedgerLock } from './lock.ts';
import { findMeta, setMeta } from './meta.ts';
import { readHead } from './op-log.ts';
import { ledgerError } from './sqlite-errors.ts';
import { type SynchronousOnly, type TopicListener, Transactions } from './transactions.ts';
import { verifyChain } from './verify-chain.ts';

export type LedgerState = {
  readonly isNew: boolean;
  /** The last run did not end by `close`. */
  readonly uncleanStop: boolean;
  readonly check: CheckState;
};

export type LedgerParts = {
  readonly database: SqliteDatabase;
  readonly connection: ConnectionOptions;
  readonly lock: LedgerLock;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly isNew: boolean;
  readonly isReadonly: boolean;
  /** See `OpenLedgerOptions`. */
  readonly isForProof: boolean;
  readonly workerEntry: WorkerEntry;
};

/** Told whenever `state` changes. */
export const LEDGER_STATE_TOPIC = 'ledger-state-changed';
const CHECKED_OPS_AT_START = 1000;
const DEVICE_BYTES = 16;
const FULL_CHECK_KEY = 'full-check-last';
/** While a thread copies the log, a commit does it only should the log have grown to 64 MB all the same. */
const SPARED_CHECKPOINT_PAGES = 16_384;
type ShutdownMark = { state: 'open' | 'clean'; seq: number; hash: string };

/** An open ledger. The only door to its data; made by `openLedger`. */
export class Ledger {
  readonly file: string;
  readonly isReadonly: boolean;
  /** This installation's identity within the ledger, 32 hexadecimal digits. */
  readonly device: string;
  readonly #parts: LedgerParts;
  readonly #transactions: Transactions;
  #state: LedgerState;
  readonly #closing = new AbortController();
  readonly #threads = new Set<Promise<void>>();
  #spared = 0;
  #isOpen = true;
  #usesSinceRest = 0;

  constructor(parts: LedgerParts) {
    this.#parts = parts;
    this.file = parts.connection.file;
    this.isReadonly = parts.isReadonly;
    this.device = deviceOf(parts);
    this.#transactions = new Transactions(parts.database, { clock: parts.clock, ids: parts.ids, device: this.device });
    this.#state = { isNew: parts.isNew, uncleanStop: this.#checkMark(), check: { phase: 'none' } };
    if (!parts.isForProof) this.#checkChainEnd();
    if (!parts.isReadonly) this.#mark('open');
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get state(): LedgerState {
    return this.#state;
  }

  /** Reads one snapshot; the function is synchronous and its handle dies with it. */
  read<T>(fn: (tx: ReadTx) => T, ..._synchronous: SynchronousOnly<T>): T {
    this.#assertOpen();
    this.#usesSinceRest++;
    return this.#transactions.read(fn);
  }

  /** One transaction: all or nothing, on the disk when this returns; topics are told after it. */
  write<T>(fn: (tx: WriteTx) => T, ..._synchronous: SynchronousOnly<T>): T {
    this.#assertOpen();
    assert(!this.isReadonly, 'a ledger opened for reading is not written');
    this.#usesSinceRest++;
    return this.#transactions.write(fn);
  }

  /** Hears every topic told after a commit; returns the way to stop. */
  listen(listener: TopicListener): () => void {
    return this.#transactions.listen(listener);
  }

  /** Tells the listeners of something that is not in the database, such as progress. */
  announce(topic: string, payload: unknown): void {
    this.#transactions.tell([{ topic, payload }]);
  }

  /** True while a transaction runs on this connection. */
  isBusy(): boolean {
    return this.#parts.database.open && this.#parts.database.inTransaction;
  }

  /** For a worker thread's own connection (`openReadConnection`). Holds the key: never log or store it. */
  connectionOptions(): ConnectionOptions {
    return this.#parts.connection;
  }

  /**
   * SQLite's quick check in a worker thread; `state.check` tells how it stands. Closing the
   * ledger meanwhile ends it with AppError cancelled `check-cancelled`.
   */
  quickCheckInBackground(): Promise<CheckResult> {
    return this.#check('quick');
  }

  /**
   * Many commits in a row: none of them stops to copy the write-ahead log into the file, which
   * takes longer than all the rest of a commit; a thread does it meanwhile.
   */
  async sparingCommits<T>(work: () => Promise<T>): Promise<T> {
    const thread = this.#startSparing();
    try {
      return await work();
    } finally {
      thread.stop();
    }
  }

  /** When the last full check found the ledger sound, UTC milliseconds. */
  lastFullCheckAt(): number | undefined {
    const text = this.read((tx) => findMeta(tx, FULL_CHECK_KEY));
    return text === undefined ? undefined : Number(text);
  }

  /** Every page and index, every reference, the whole chain; minutes for a large ledger, in a worker thread. */
  fullCheck(): Promise<CheckResult> {
    return this.#check('full');
  }

  /** To be called now and then: gives back SQLite's memory once nothing has used the ledger since the last call. */
  restIfUnused(): void {
    if (!this.#isOpen || this.isBusy()) return;
    if (this.#usesSinceRest === 0) this.#parts.database.pragma('shrink_memory');
    this.#usesSinceRest = 0;
  }

  /** A thread works on this ledger's file until the promise resolves. */
  holdThread(ended: Promise<void>): void {
    this.#threads.add(ended);
    void ended.then(() => this.#threads.delete(ended));
  }

  /** Resolves when no thread works on the file any more; after `close` they end by themselves. */
  async threadsEnded(): Promise<void> {
    await Promise.all(this.#threads);
  }

  /** Leaves the clean-shutdown mark and the lock. Twice is once. */
  close(): void {
    if (!this.#isOpen) return;
    this.#closing.abort();
    try {
      if (!this.isReadonly && this.#parts.database.open) this.#mark('clean');
    } finally {
      this.#isOpen = false;
      this.#parts.database.close();
      this.#parts.lock.release();
    }
  }

  #startSparing(): CheckpointThread {
    this.#assertOpen();
    this.#checkpointAt(SPARED_CHECKPOINT_PAGES);
    this.#spared += 1;
    const thread = startCheckpointThread(this.#parts);
    const stop = (): void => thread.stop();
    this.#closing.signal.addEventListener('abort', stop);
    const ended = thread.ended.then(() => {
      this.#closing.signal.removeEventListener('abort', stop);
      this.#spared -= 1;
      if (this.#spared === 0 && this.#isOpen) this.#checkpointAt(COMMIT_CHECKPOINT_PAGES);
    });
    this.holdThread(ended);
    return thread;
  }

  #checkpointAt(pages: number): void {
    this.#parts.database.pragma(`wal_autocheckpoint=${pages}`);
  }

  async #check(depth: 'quick' | 'full'): Promise<CheckResult> {
    this.#assertOpen();
    this.#setCheck({ phase: 'running', depth });
    try {
      const onThread = (ended: Promise<void>): void => this.holdThread(ended);
      const result = await runCheckWorker({ ...this.#parts, signal: this.#closing.signal, onThread }, depth);
      const isSound = result.problems.length === 0;
      if (isSound && depth === 'full' && !this.isReadonly && this.#isOpen) this.#recordFullCheck();
      this.#setCheck({ phase: isSound ? 'passed' : 'failed', depth, ...result });
      return result;
    } catch (error) {
      this.#setCheck({ phase: 'none' });
      throw error;
    }
  }

  #recordFullCheck(): void {
    this.#transactions.write((tx) => setMeta(tx, FULL_CHECK_KEY, String(this.#parts.clock.now())));
  }

  #setCheck(check: CheckState): void {
    this.#state = { ...this.#state, check };
    this.announce(LEDGER_STATE_TOPIC, {});
  }

  #assertOpen(): void {
    if (!this.#isOpen) throw ledgerError('ledger-closed');
  }

  #mark(state: ShutdownMark['state']): void {
    this.#transactions.write((tx) => {
      const head = readHead(tx);
      const mark: ShutdownMark = { state, seq: head.seq, hash: Buffer.from(head.hash).toString('hex') };
      setMeta(tx, 'shutdown', JSON.stringify(mark));
    });
  }

  /** True after an unclean stop. The op that the mark names must still be there, with its hash. */
  #checkMark(): boolean {
    return this.#transactions.read((tx) => {
      const text = findMeta(tx, 'shutdown');
      if (text === undefined) return false;
      const mark = JSON.parse(text) as ShutdownMark;
      const hash = tx.pluck<Uint8Array>('SELECT hash FROM op WHERE seq = ?', [mark.seq]);
      const isThere = mark.seq === 0 || (hash !== undefined && Buffer.from(hash).toString('hex') === mark.hash);
      if (!isThere) throw ledgerError('ledger-corrupt', { detail: { missingOp: mark.seq } });
      return mark.state === 'open';
    });
  }

  #checkChainEnd(): void {
    const result = this.#transactions.read((tx) => verifyChain(tx, { fromSeq: Math.max(1, readHead(tx).seq - CHECKED_OPS_AT_START + 1) }));
    if (!result.ok) throw ledgerError('ledger-corrupt', { detail: { opSeq: result.atSeq, flaw: result.flaw } });
  }
}

function deviceOf(parts: LedgerParts): string {
  const find = parts.database.prepare<[], string>("SELECT value FROM meta WHERE key = 'device'").pluck();
  const found = find.get() as string | undefined;
  if (found !== undefined) return found;
  assert(!parts.isReadonly, 'a ledger knows its device from its creation on');
  const device = parts.ids.bytes(DEVICE_BYTES).toString('hex');
  parts.database.prepare("INSERT INTO meta (key, value) VALUES ('device', ?)").run(device);
  return device;
}
