import { settableClock } from './clock.ts';
import type { Database } from './database.ts';
import { migrate, readMigrations } from './migrator.ts';
import { openPglite } from './pglite.ts';

export const FIXTURE_NOW_MS = Date.UTC(2026, 4, 18, 1, 0);

/** A database in memory with the program's schema, empty. */
export async function makeDatabase(): Promise<Database> {
  const database = await openPglite();
  await migrate({ database, migrations: readMigrations(), clock: settableClock(FIXTURE_NOW_MS) });
  return database;
}

/** Removes all rows but those of the migrations. */
export async function emptyDatabase(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    const tables = await tx.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables
       WHERE table_schema = current_schema() AND table_name <> 'schema_migration' AND table_type = 'BASE TABLE'`,
    );
    await tx.query(`TRUNCATE ${tables.map(({ name }) => `"${name}"`).join(', ')} CASCADE`);
  });
}
