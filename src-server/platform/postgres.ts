import pg from 'pg';
import type { PoolClient } from 'pg';
import { assert } from '#shared/kernel/assert.ts';
import type { Database, TransactionOptions, Tx } from './database.ts';
import { errorFields } from './log.ts';
import type { Log } from './log.ts';

export type PostgresOptions = {
  readonly url: string;
  readonly log: Log;
  /** Connections at most; default 20. */
  readonly poolSize?: number;
  /** A lock that is not had within this time fails with 55P03; default 3 s. */
  readonly lockTimeoutMs?: number;
  /** A transaction that does nothing for this long is ended by the database; default 10 s. */
  readonly idleInTransactionMs?: number;
};

const INT8 = 20;
const CONNECT_TIMEOUT_MS = 10_000;

/** A PostgreSQL cluster (15 or later) through a pool. Timeouts are set in each transaction, so that a pooler in between may be used. */
export function connectPostgres(options: PostgresOptions): Database {
  const { url, log, poolSize = 20, lockTimeoutMs = 3000, idleInTransactionMs = 10_000 } = options;
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') => (oid === INT8 ? safeInteger : pg.types.getTypeParser(oid, format)),
    },
  });
  // An idle connection that breaks is taken out of the pool; without a listener it would end the process.
  pool.on('error', (error) => log.warn('database-connection-lost', errorFields(error)));
  const timeouts = `SET LOCAL lock_timeout = ${lockTimeoutMs}; SET LOCAL idle_in_transaction_session_timeout = ${idleInTransactionMs}`;
  return {
    transaction: async (work, how = {}) => {
      const client = await pool.connect();
      return runTransaction(client, work, `${beginOf(how)}; ${timeouts}`);
    },
    close: () => pool.end(),
  };
}

/** bigint as a number: times, counts and sequence numbers all lie far below 2^53. */
function safeInteger(text: string): number {
  const value = Number(text);
  assert(Number.isSafeInteger(value), 'a bigint of the database fits a number');
  return value;
}

export function beginOf({ isolation = 'read committed', readOnly = false }: TransactionOptions): string {
  return `BEGIN ISOLATION LEVEL ${isolation === 'repeatable read' ? 'REPEATABLE READ' : 'READ COMMITTED'}${readOnly ? ' READ ONLY' : ''}`;
}

async function runTransaction<T>(client: PoolClient, work: (tx: Tx) => Promise<T>, begin: string): Promise<T> {
  let broken: Error | undefined;
  // A connection that ends while it is lent out says so here as well as in the query.
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query(begin);
    const result = await work(txOf(client));
    const ended = await client.query('COMMIT');
    // The database answers ROLLBACK when a failure inside was swallowed by the work.
    assert(ended.command === 'COMMIT', 'a transaction that failed inside is not taken for committed');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error('rollback failed');
    });
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

function txOf(client: PoolClient): Tx {
  return {
    query: async <Row extends object>(sql: string, params: readonly unknown[] = []): Promise<Row[]> => {
      // Without parameters the text may hold several statements: the migrator's steps do.
      const result: unknown = params.length === 0 ? await client.query(sql) : await client.query(sql, [...params]);
      const last = Array.isArray(result) ? (result.at(-1) as { rows: Row[] }) : (result as { rows: Row[] });
      return last.rows;
    },
  };
}
