import Database from 'better-sqlite3';
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { assert } from '#shared/kernel/assert.ts';
import { ledgerError, toLedgerError } from './sqlite-errors.ts';

export type SqliteDatabase = Database.Database;

/** All that a worker thread needs for a connection of its own; it holds the key, so it is never logged or stored. */
export type ConnectionOptions = {
  readonly file: string;
  /** 64 hexadecimal digits. */
  readonly keyHex: string;
  /** Path of the SQLite binding where the shipped one does not fit the runtime. */
  readonly nativeBinding?: string;
};

export const KEY_BYTES = 32;
const PAGE_BYTES = 4096;
/** A commit that leaves a longer write-ahead log copies it into the file. */
export const COMMIT_CHECKPOINT_PAGES = 1000;
const BUSY_TIMEOUT_MS = 5000;
const PLAIN_HEADER = 'SQLite format 3\0';

/** Opens an encrypted database file, proves the key by a first read, and sets what every connection has set. */
export function openConnection(options: ConnectionOptions, mode: 'read' | 'write'): SqliteDatabase {
  assert(/^[0-9a-f]{64}$/.test(options.keyHex), 'a ledger key has 32 bytes');
  if (mode === 'read' && !existsSync(options.file)) throw ledgerError('ledger-missing');
  refuseBrokenFile(options.file);
  let database: SqliteDatabase | undefined;
  try {
    database = new Database(options.file, {
      readonly: mode === 'read',
      timeout: BUSY_TIMEOUT_MS,
      ...(options.nativeBinding !== undefined && { nativeBinding: options.nativeBinding }),
    });
    unlock(database, options.keyHex);
    configure(database, mode);
    return database;
  } catch (error) {
    database?.close();
    throw toLedgerError(error);
  }
}

function unlock(database: SqliteDatabase, keyHex: string): void {
  database.pragma("cipher='sqlcipher'");
  database.pragma('legacy=4');
  database.pragma(`key="x'${keyHex}'"`);
  try {
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
  } catch (error) {
    // The first page answers for the key: with a wrong one its checksum does not fit.
    const isNoDatabase = error instanceof Database.SqliteError && error.code === 'SQLITE_NOTADB';
    throw isNoDatabase ? ledgerError('ledger-wrong-key', { cause: error }) : error;
  }
}

function configure(database: SqliteDatabase, mode: 'read' | 'write'): void {
  if (mode === 'write') database.pragma('journal_mode=WAL');
  database.pragma('synchronous=FULL');
  database.pragma('foreign_keys=ON');
  // REPLACE would otherwise delete rows past the triggers that forbid it.
  database.pragma('recursive_triggers=ON');
  database.pragma('temp_store=MEMORY');
  database.pragma('cache_size=-65536');
  database.pragma(`wal_autocheckpoint=${COMMIT_CHECKPOINT_PAGES}`);
  database.pragma('journal_size_limit=67108864');
  database.pragma('trusted_schema=OFF');
}

/** A file that cannot be an encrypted ledger whatever the key: cut short, or never encrypted. */
function refuseBrokenFile(file: string): void {
  if (!existsSync(file)) return;
  const bytes = statSync(file).size;
  if (bytes === 0) return;
  const hasJournal = existsSync(`${file}-wal`) && statSync(`${file}-wal`).size > 0;
  const isCutShort = bytes < PAGE_BYTES || (bytes % PAGE_BYTES !== 0 && !hasJournal);
  if (isCutShort && !hasJournal) throw ledgerError('ledger-corrupt', { detail: { bytes } });
  if (headerOf(file) === PLAIN_HEADER) throw ledgerError('ledger-corrupt', { detail: { plain: true } });
}

function headerOf(file: string): string {
  const handle = openSync(file, 'r');
  try {
    const header = Buffer.alloc(16);
    readSync(handle, header, 0, 16, 0);
    return header.toString('latin1');
  } finally {
    closeSync(handle);
  }
}
