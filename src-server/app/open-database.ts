import { AppError } from '#shared/kernel/app-error.ts';
import { ensureEpoch } from '../accounts/epoch.ts';
import { systemClock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import type { Database } from '../platform/database.ts';
import { openEmbedded } from '../platform/embedded.ts';
import { systemIds } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import { migrate, pendingMigrations, readMigrations } from '../platform/migrator.ts';
import { connectPostgres } from '../platform/postgres.ts';
import { retrying } from '../platform/retry.ts';

export type Opened = {
  /** Runs again what met a deadlock or a lock that was not to be had. */
  readonly database: Database;
  /** Closes the connections, then the embedded database if it is ours. */
  close(): Promise<void>;
};

/** The cluster of `DATABASE_URL`, or the embedded database. The schema is left as it is. */
export async function openDatabase(config: Config, { log, mode }: { log: Log; mode: 'serve' | 'visit' }): Promise<Opened> {
  const { databaseUrl, dataFolder, systemUser: user, poolSize } = config;
  const embedded = databaseUrl === undefined ? await openEmbedded({ dataFolder, log, ids: systemIds, mode, user }) : undefined;
  const pool = connectPostgres({ url: databaseUrl ?? embedded?.url ?? '', log, poolSize });
  const close = async (): Promise<void> => {
    await pool.close();
    await embedded?.stop();
  };
  return { database: retrying(pool, systemIds), close };
}

/** Brings the schema to the last step; a new database gets its epoch. Returns the number of steps applied here. */
export async function prepareDatabase(database: Database): Promise<number> {
  const applied = await migrate({ database, migrations: readMigrations(), clock: systemClock });
  await database.transaction(async (tx) => {
    // A database that devices know and that has lost its epoch may have lost more: nobody serves it unasked.
    const [used] = await tx.query<{ known: boolean }>('SELECT EXISTS (SELECT 1 FROM device) AS known');
    if (used?.known !== true) await ensureEpoch(tx, { now: systemClock.now(), ids: systemIds });
  });
  return applied;
}

/** For commands that only read: AppError('conflict', 'database-older') when steps are missing. */
export async function requireCurrent(database: Database): Promise<void> {
  const missing = await database.transaction((tx) => pendingMigrations(tx, readMigrations()), { readOnly: true });
  if (missing.length > 0) throw new AppError('conflict', 'database-older', { detail: { missing: missing.length } });
}
