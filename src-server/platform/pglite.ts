import { PGlite } from '@electric-sql/pglite';
import type { Database, TransactionOptions } from './database.ts';

/** A database in memory, one transaction at a time: for tests of what does not depend on interleaving. */
export async function openPglite(): Promise<Database> {
  const engine = await PGlite.create('memory://');
  return {
    transaction: (work, options = {}) =>
      engine.transaction(async (inner) => {
        await inner.exec(setOf(options));
        const result = await work({
          query: async <Row extends object>(sql: string, params: readonly unknown[] = []) => {
            if (params.length > 0) return (await inner.query<Row>(sql, [...params])).rows;
            // Several statements in one text go by the simple protocol only.
            return ((await inner.exec(sql)).at(-1)?.rows ?? []) as Row[];
          },
        });
        // A failure inside that the work swallowed would otherwise end as a silent rollback.
        await inner.query('SELECT 1');
        return result;
      }) as never,
    close: () => engine.close(),
  };
}

function setOf({ isolation, readOnly = false }: TransactionOptions): string {
  const level = isolation === 'repeatable read' ? 'REPEATABLE READ' : 'READ COMMITTED';
  return `SET TRANSACTION ISOLATION LEVEL ${level}${readOnly ? ', READ ONLY' : ''}`;
}
