import { assert } from '#shared/kernel/assert.ts';
import type { SqliteDatabase } from './connection.ts';
import { type LedgerEnvironment, ReadHandle, type ReadTx, StatementCache, type TopicEvent, WriteHandle, type WriteTx } from './handles.ts';
import { toLedgerError } from './sqlite-errors.ts';

export type TopicListener = (event: TopicEvent) => void;

/** Makes an asynchronous function a compile error where a transaction wants a plain one. */
export type SynchronousOnly<T> = [Extract<T, PromiseLike<unknown>>] extends [never] ? [] : ['a transaction is synchronous'];

/** Runs transactions on one connection, one at a time; nesting is a bug. */
export class Transactions {
  readonly #database: SqliteDatabase;
  readonly #environment: LedgerEnvironment;
  readonly #statements: StatementCache;
  readonly #listeners = new Set<TopicListener>();
  readonly #pendingEvents: TopicEvent[] = [];
  #isTelling = false;

  constructor(database: SqliteDatabase, environment: LedgerEnvironment) {
    this.#database = database;
    this.#environment = environment;
    this.#statements = new StatementCache(database);
  }

  listen(listener: TopicListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  read<T>(fn: (tx: ReadTx) => T): T {
    const handle = new ReadHandle(this.#statements, this.#environment);
    return this.#run('BEGIN', fn, handle);
  }

  write<T>(fn: (tx: WriteTx) => T): T {
    const handle = new WriteHandle(this.#statements, this.#environment);
    const result = this.#run('BEGIN IMMEDIATE', fn, handle);
    this.tell(handle.takeEvents());
    return result;
  }

  /** Hands events to the listeners in order of commit, also when a listener writes again. */
  tell(events: readonly TopicEvent[]): void {
    this.#pendingEvents.push(...events);
    if (this.#isTelling) return;
    this.#isTelling = true;
    try {
      for (let event = this.#pendingEvents.shift(); event; event = this.#pendingEvents.shift()) {
        for (const listener of Array.from(this.#listeners)) listener(event);
      }
    } finally {
      this.#isTelling = false;
    }
  }

  #run<Tx extends ReadHandle, T>(begin: string, fn: (tx: Tx) => T, handle: Tx): T {
    assert(!this.#database.inTransaction, 'transactions do not nest: pass the handle on');
    try {
      this.#statements.get(begin).run();
      const result = fn(handle);
      assert(!isThenable(result), 'a transaction is synchronous');
      this.#statements.get('COMMIT').run();
      return result;
    } catch (error) {
      throw toLedgerError(error);
    } finally {
      handle.end();
      if (this.#database.open && this.#database.inTransaction) this.#database.exec('ROLLBACK');
    }
  }
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
