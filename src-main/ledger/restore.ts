import { copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import { formatInstant } from '#shared/kernel/instant.ts';
import type { Clock } from '../platform/clock.ts';
import { makeFolder, moveFileDurably, syncFolder } from '../platform/files.ts';
import type { WorkerEntry } from '../platform/worker-entry.ts';
import { runCheckWorker } from './background-check.ts';
import { copyVerified } from './backup.ts';
import { type ConnectionOptions, openConnection } from './connection.ts';
import { findKeyId, keyringFileOf } from './keyring-file.ts';
import { checkLocation, type LocationProbe, realFile } from './location.ts';
import { takeLock } from './lock.ts';
import { checkSchema, type Migration } from './migrator.ts';
import { toLedgerError } from './sqlite-errors.ts';

export type RestoreRequest = {
  readonly backupFile: string;
  /** Where the ledger is to stand; what stands there now is set aside and kept. */
  readonly toFile: string;
  /** 32 bytes: from a PIN, the recovery sheet (keyring beside the backup), or raw. */
  readonly key: Buffer;
  readonly clock: Clock;
  readonly appVersion: string;
  readonly workerEntry: WorkerEntry;
  readonly nativeBinding?: string;
  /** Given, a backup of a newer program is refused (`ledger-newer`) before anything is touched. */
  readonly migrations?: readonly Migration[];
  readonly locationProbe?: LocationProbe;
  readonly onProgress?: (phase: 'checking' | 'copying' | 'swapping') => void;
  readonly signal?: AbortSignal;
};

export type RestoreDone = { readonly file: string; readonly setAside: string | undefined };

/**
 * Puts a backup in the place of a ledger: full check first, copy, then a swap that leaves
 * either the old or the new one. The ledger must be closed (`ledger-in-use` else).
 * Throws ledger-wrong-key, ledger-newer, backup-damaged {problem}, disk-full and the refusals of places.
 */
export async function restoreBackup(request: RestoreRequest): Promise<RestoreDone> {
  try {
    if (!existsSync(request.backupFile)) throw new AppError('not-found', 'backup-missing');
    checkLocation(request.toFile, request.locationProbe);
    await checkBackup(request);
    makeFolder(dirname(request.toFile));
    return await replaceLedger(request, realFile(request.toFile));
  } catch (error) {
    throw toLedgerError(error);
  }
}

async function checkBackup(request: RestoreRequest): Promise<void> {
  request.onProgress?.('checking');
  const connection = connectionTo(request, request.backupFile);
  probeBackup(connection, request.migrations);
  const { problems } = await runCheckWorker({ connection, workerEntry: request.workerEntry }, 'full');
  if (problems[0] !== undefined) throw new AppError('unavailable', 'backup-damaged', { detail: { problem: problems[0] } });
}

/** A wrong key and a newer schema are told apart from damage, and at once. */
function probeBackup(connection: ConnectionOptions, migrations: readonly Migration[] | undefined): void {
  try {
    const database = openConnection(connection, 'read');
    try {
      if (migrations !== undefined) checkSchema(database, migrations);
    } finally {
      database.close();
    }
  } catch (cause) {
    const refusal = toLedgerError(cause);
    const isDamaged = isAppError(refusal) && refusal.reason === 'ledger-corrupt';
    throw isDamaged ? new AppError('unavailable', 'backup-damaged', { cause, detail: { problem: refusal.reason } }) : cause;
  }
}

async function replaceLedger(request: RestoreRequest, file: string): Promise<RestoreDone> {
  const lock = takeLock(file, {
    nowMs: request.clock.now(),
    appVersion: request.appVersion,
    nativeBinding: request.nativeBinding,
  });
  const staged = `${file}.restoring`;
  try {
    request.onProgress?.('copying');
    await copyVerified(request.backupFile, staged, request.signal);
    markRestored(connectionTo(request, staged), request.clock.now());
    request.onProgress?.('swapping');
    const setAside = existsSync(file) ? setAsidePresent(request, file) : undefined;
    moveFileDurably(staged, file);
    placeKeyring(request.backupFile, file, setAside);
    return { file, setAside };
  } finally {
    for (const end of ['', '-wal', '-shm']) rmSync(`${staged}${end}`, { force: true });
    lock.release();
  }
}

/** The restored ledger knows that it is one: what it forgot may be known elsewhere. */
function markRestored(connection: ConnectionOptions, nowMs: number): void {
  const database = openConnection(connection, 'write');
  try {
    database
      .prepare("INSERT INTO meta VALUES ('restored-at', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
      .run(String(nowMs));
    // The backup was made of an open ledger, and has just been checked throughout.
    database.exec("UPDATE meta SET value = json_set(value, '$.state', 'clean') WHERE key = 'shutdown'");
  } finally {
    database.close();
  }
}

/** Gives the present ledger a second name, so that the swap itself is one rename. */
function setAsidePresent(request: RestoreRequest, file: string): string {
  const stamp = formatInstant(request.clock.now()).slice(0, 19).replace(/[-:T]/g, '');
  const aside = `${file}.replaced-${stamp}`;
  emptyJournal(connectionTo(request, file));
  linkOrCopy(file, aside);
  for (const end of ['-wal', '-shm']) if (existsSync(`${file}${end}`)) renameSync(`${file}${end}`, `${aside}${end}`);
  if (existsSync(keyringFileOf(file))) copyFileSync(keyringFileOf(file), keyringFileOf(aside));
  syncFolder(dirname(file));
  return aside;
}

/** Brings the write-ahead log into the file, where the file can still be opened with this key. */
function emptyJournal(connection: ConnectionOptions): void {
  try {
    const database = openConnection(connection, 'write');
    try {
      database.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      database.close();
    }
  } catch (error) {
    // Damaged, or of another key: then the log is set aside beside its file as it is.
    if (!isAppError(error) && !isAppError(toLedgerError(error))) throw error;
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    // Some file systems have no hard links.
    copyFileSync(from, to);
  }
}

/** The present keyring of the same key stays, for it knows newer PINs and removed people. */
function placeKeyring(backupFile: string, file: string, setAside: string | undefined): void {
  const fromBackup = keyringFileOf(backupFile);
  if (!existsSync(fromBackup)) return;
  const present = setAside === undefined ? undefined : findKeyId(keyringFileOf(file));
  if (present === undefined || present !== findKeyId(fromBackup)) copyFileSync(fromBackup, keyringFileOf(file));
}

function connectionTo(request: RestoreRequest, file: string): ConnectionOptions {
  return {
    file,
    keyHex: request.key.toString('hex'),
    ...(request.nativeBinding !== undefined && { nativeBinding: request.nativeBinding }),
  };
}
