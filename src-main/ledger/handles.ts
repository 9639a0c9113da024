import { assert } from '#shared/kernel/assert.ts';
import type { Statement } from 'better-sqlite3';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { SqliteDatabase } from './connection.ts';

/** What changed, told after the commit: a topic and ids. */
export type TopicEvent = { readonly topic: string; readonly payload: unknown };

/** Time, randomness and this installation's identity, as seen from within a transaction. */
export type LedgerEnvironment = { readonly clock: Clock; readonly ids: Ids; readonly device: string };

export type SqlValue = null | number | bigint | string | Uint8Array;
/** Positional (`?`) or named (`@name`) parameters. */
export type SqlParams = readonly SqlValue[] | Readonly<Record<string, SqlValue>>;
export type RunResult = { readonly changes: number; readonly lastInsertRowid: number | bigint };

/** Reads within one snapshot. Given by `ledger.read`, dead when its function has returned. */
export type ReadTx = ReadHandle;
/** Reads and writes of one transaction. Given by `ledger.write`. */
export type WriteTx = WriteHandle;

/** Positional values, or one object of named ones. */
export type BoundParams = readonly SqlValue[] | readonly [Readonly<Record<string, SqlValue>>];

type RawStatement = Statement<unknown[], unknown>;
const NO_PARAMS: readonly SqlValue[] = [];

/** Prepared statements of one connection by their text. Only a bounded number of texts is kept. */
export class StatementCache {
  static readonly #limit = 500;
  readonly #database: SqliteDatabase;
  readonly #byText = new Map<string, RawStatement>();
  readonly #pluckByText = new Map<string, RawStatement>();
  readonly #tupleByText = new Map<string, RawStatement>();

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  get(sql: string): RawStatement {
    return this.#byText.get(sql) ?? this.#add(this.#byText, sql, (statement) => statement);
  }

  /** The same statement, answering with its first column only. */
  getPluck(sql: string): RawStatement {
    return this.#pluckByText.get(sql) ?? this.#add(this.#pluckByText, sql, (statement) => statement.pluck());
  }

  /** The same statement, answering with arrays of values: for many rows, where making objects costs most. */
  getTuples(sql: string): RawStatement {
    return this.#tupleByText.get(sql) ?? this.#add(this.#tupleByText, sql, (statement) => statement.raw());
  }

  fresh(sql: string): RawStatement {
    return this.#database.prepare<unknown[], unknown>(sql);
  }

  #add(cache: Map<string, RawStatement>, sql: string, shape: (statement: RawStatement) => RawStatement): RawStatement {
    if (cache.size >= StatementCache.#limit) {
      for (const oldest of cache.keys()) {
        cache.delete(oldest);
        break;
      }
    }
    const statement = shape(this.#database.prepare<unknown[], unknown>(sql));
    cache.set(sql, statement);
    return statement;
  }
}

/** A statement bound to its transaction's life, without the look-up by text: for hot paths. */
export class Prepared<Row> {
  readonly #owner: ReadHandle;
  readonly #statement: RawStatement;

  constructor(owner: ReadHandle, statement: RawStatement) {
    this.#owner = owner;
    this.#statement = statement;
  }

  all(...params: BoundParams): Row[] {
    this.#owner.assertAlive();
    return this.#statement.all(...params) as Row[];
  }

  get(...params: BoundParams): Row | undefined {
    this.#owner.assertAlive();
    return this.#statement.get(...params) as Row | undefined;
  }

  run(...params: BoundParams): RunResult {
    this.#owner.assertAlive();
    return this.#statement.run(...params);
  }
}

export class ReadHandle {
  readonly environment: LedgerEnvironment;
  readonly #statements: StatementCache;
  readonly #scratch = new Map<symbol, unknown>();
  #isAlive = true;

  constructor(statements: StatementCache, environment: LedgerEnvironment) {
    this.#statements = statements;
    this.environment = environment;
  }

  all<Row>(sql: string, params: SqlParams = NO_PARAMS): Row[] {
    return this.statement(sql).all(...spread(params)) as Row[];
  }

  get<Row>(sql: string, params: SqlParams = NO_PARAMS): Row | undefined {
    return this.statement(sql).get(...spread(params)) as Row | undefined;
  }

  /** Row by row, for results that do not fit memory. No write while it runs. */
  *iterate<Row>(sql: string, params: SqlParams = NO_PARAMS): IterableIterator<Row> {
    // A statement of its own: a cached one would be busy for a second reader of the same text.
    for (const row of this.#checked(this.#statements.fresh(sql)).iterate(...spread(params))) {
      this.assertAlive();
      yield row as Row;
    }
  }

  /** The first column of the first row. */
  pluck<Value>(sql: string, params: SqlParams = NO_PARAMS): Value | undefined {
    return this.#checked(this.#statements.getPluck(sql)).get(...spread(params)) as Value | undefined;
  }

  /** The first column of every row. */
  pluckAll<Value>(sql: string, params: SqlParams = NO_PARAMS): Value[] {
    return this.#checked(this.#statements.getPluck(sql)).all(...spread(params)) as Value[];
  }

  /** Every row as the array of its columns, in the order that the query names them. */
  tuples<Tuple extends readonly unknown[]>(sql: string, params: SqlParams = NO_PARAMS): Tuple[] {
    return this.#checked(this.#statements.getTuples(sql)).all(...spread(params)) as Tuple[];
  }

  prepare<Row>(sql: string): Prepared<Row> {
    return new Prepared<Row>(this, this.statement(sql));
  }

  /** What a module wants to keep for the rest of this transaction only. */
  scratch<Value>(key: symbol, make: () => Value): Value {
    this.assertAlive();
    if (!this.#scratch.has(key)) this.#scratch.set(key, make());
    return this.#scratch.get(key) as Value;
  }

  assertAlive(): void {
    assert(this.#isAlive, 'a transaction handle was used after its end');
  }

  end(): void {
    this.#isAlive = false;
  }

  protected statement(sql: string): RawStatement {
    return this.#checked(this.#statements.get(sql));
  }

  #checked(statement: RawStatement): RawStatement {
    this.assertAlive();
    assert(statement.readonly || this instanceof WriteHandle, 'a read transaction does not write');
    return statement;
  }
}

export class WriteHandle extends ReadHandle {
  readonly #events: TopicEvent[] = [];

  run(sql: string, params: SqlParams = NO_PARAMS): RunResult {
    return this.statement(sql).run(...spread(params));
  }

  /** Tells the listeners what changed, once the transaction is committed. Ids only, no personal data. */
  emit(topic: string, payload: unknown): void {
    this.assertAlive();
    this.#events.push({ topic, payload });
  }

  takeEvents(): TopicEvent[] {
    return this.#events.splice(0);
  }
}

function spread(params: SqlParams): unknown[] {
  return Array.isArray(params) ? (params as unknown[]) : [params];
}
