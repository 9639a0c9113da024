import { drizzle } from 'drizzle-orm/pg-proxy';
import type { PgRemoteDatabase } from 'drizzle-orm/pg-proxy';
import type { Tx } from '../platform/database.ts';

/**
 * drizzle over one transaction of ours: it builds the statement and gives its rows their types. Rows
 * come by the order of their columns, so a query must not select two columns of one name.
 */
export function typed(tx: Tx): PgRemoteDatabase {
  return drizzle(async (sql, params: unknown[]) => {
    const rows = await tx.query<Record<string, unknown>>(sql, params);
    return { rows: rows.map((row) => Object.values(row)) };
  });
}
