import Database from 'better-sqlite3';
import { rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { isAppError } from '#shared/kernel/app-error.ts';
import { ledgerError, toLedgerError } from './sqlite-errors.ts';

export type LedgerLock = { release(): void };
type Owner = { pid: number; since: number; host: string; appVersion: string };

export type LockOptions = {
  readonly nowMs: number;
  readonly appVersion: string;
  readonly nativeBinding?: string | undefined;
};

const START_RACE_MS = 150;

/**
 * Takes `<ledger>.lock` for this process, or refuses with `ledger-in-use` and who holds it.
 * The lock file is a tiny SQLite database whose write lock is held: the operating system gives
 * it up when its process dies in whatever way, so there is no stale lock to judge or to steal.
 * The file itself stays behind: removing it would let two others lock different files of one name.
 */
export function takeLock(ledgerFile: string, options: LockOptions): LedgerLock {
  const file = `${ledgerFile}.lock`;
  try {
    return lockFile(file, options);
  } catch (error) {
    if (!isBroken(error)) throw error;
    // A file that is no database is held by nobody: a power cut left it, or it is not ours.
    rmSync(file, { force: true });
    return lockFile(file, options);
  }
}

function lockFile(file: string, options: LockOptions): LedgerLock {
  let database: Database.Database | undefined;
  try {
    database = new Database(file, {
      timeout: START_RACE_MS,
      ...(options.nativeBinding !== undefined && { nativeBinding: options.nativeBinding }),
    });
    const held = database;
    publishOwner(held, { pid: process.pid, since: options.nowMs, host: hostname(), appVersion: options.appVersion });
    // Between the two transactions another process may come first; then it holds the lock and we refuse.
    held.exec('BEGIN IMMEDIATE');
    return { release: () => void held.close() };
  } catch (error) {
    const refusal = isBusy(error) && database ? inUse(database, error) : toLedgerError(error);
    database?.close();
    throw refusal;
  }
}

function isBroken(error: unknown): boolean {
  return isAppError(error) && error.reason === 'ledger-corrupt';
}

function publishOwner(database: Database.Database, owner: Owner): void {
  database.exec('BEGIN IMMEDIATE');
  database.exec('CREATE TABLE IF NOT EXISTS owner (pid INTEGER, since INTEGER, host TEXT, app_version TEXT)');
  database.exec('DELETE FROM owner');
  database.prepare('INSERT INTO owner VALUES (?, ?, ?, ?)').run(owner.pid, owner.since, owner.host, owner.appVersion);
  database.exec('COMMIT');
}

function inUse(database: Database.Database, cause: unknown): unknown {
  return ledgerError('ledger-in-use', { cause, detail: ownerOf(database) });
}

function ownerOf(database: Database.Database): Record<string, string | number> {
  try {
    const owner = database.prepare<[], { pid: number; since: number; host: string }>('SELECT * FROM owner').get();
    return owner === undefined ? {} : { pid: owner.pid, since: owner.since, host: owner.host };
  } catch (error) {
    // The owner may be writing its entry at this very moment; that it is there is enough.
    if (error instanceof Database.SqliteError) return {};
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
