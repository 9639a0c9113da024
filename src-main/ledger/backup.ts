import { createHash } from 'node:crypto';
import { copyFileSync, createReadStream, createWriteStream, existsSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import type { Clock } from '../platform/clock.ts';
import { freeBytes, makeFolder, moveFileDurably, syncFile } from '../platform/files.ts';
import type { Timers } from '../platform/timers.ts';
import type { WorkerEntry } from '../platform/worker-entry.ts';
import { type BackupProgress, bytesOf, copyInWorker } from './backup-copy.ts';
import { type BackupFile, backupName, chooseDropped, dropBackup, listBackups } from './backup-shelf.ts';
import type { ReadTx } from './handles.ts';
import { keyringFileOf } from './keyring-file.ts';
import type { Ledger } from './ledger.ts';
import { findMeta, setMeta } from './meta.ts';
import { ledgerError, toLedgerError } from './sqlite-errors.ts';

export type BackupPorts = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly workerEntry: WorkerEntry;
  /** Free bytes of a folder's disk; default the system's answer. */
  readonly freeBytes?: (folder: string) => number;
};

export type BackupRequest = {
  readonly folder: string;
  /** A USB disk or a share, if one was chosen. Its failure does not undo the first copy. */
  readonly secondFolder?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: BackupProgress) => void;
};

export type BackupDone = {
  readonly file: string;
  readonly bytes: number;
  readonly dropped: readonly string[];
  readonly second: { readonly file: string } | { readonly refused: string } | undefined;
};

export type BackupStatus = {
  readonly lastAt: number | undefined;
  readonly secondLastAt: number | undefined;
  /** Neither for longer than these many days is right. */
  readonly isOverdue: boolean;
  readonly isSecondOverdue: boolean;
};

const OVERDUE_MS = 2 * 86_400_000;
const SECOND_OVERDUE_MS = 7 * 86_400_000;

/**
 * Makes a checked backup in `folder`, then drops what is no longer kept there: never more than
 * a third of the disk's free space in all. Throws disk-full {neededBytes, freeBytes},
 * backup-damaged, cancelled backup-cancelled; the earlier backups then stand untouched.
 */
export async function runBackup(ports: BackupPorts, request: BackupRequest): Promise<BackupDone> {
  const now = ports.clock.now();
  const toFile = join(request.folder, backupName(now));
  const mostBytes = refuseTooLarge(ports, request.folder);
  const { bytes } = await backUpTo(ports, { ...request, toFile });
  const dropped = prune(request.folder, mostBytes);
  ports.ledger.write((tx) => setMeta(tx, 'backup-last', String(now)));
  const second = request.secondFolder === undefined ? undefined : await secondCopy(ports, request, toFile);
  return { file: toFile, bytes, dropped, second };
}

/** Makes a checked copy under a name of the caller's choice, with the keyring beside it. */
export async function backUpTo(
  ports: BackupPorts,
  request: Pick<BackupRequest, 'signal' | 'onProgress'> & { readonly toFile: string },
): Promise<{ bytes: number }> {
  const temporary = `${request.toFile}.part`;
  try {
    makeFolder(dirname(request.toFile));
    rmSync(temporary, { force: true });
    const copied = await copyInWorker({
      ...request,
      connection: ports.ledger.connectionOptions(),
      toFile: temporary,
      workerEntry: ports.workerEntry,
      timers: ports.timers,
      onThread: (ended) => ports.ledger.holdThread(ended),
    });
    copyKeyring(ports.ledger.file, request.toFile);
    moveFileDurably(temporary, request.toFile);
    return copied;
  } catch (error) {
    throw toLedgerError(error);
  }
}

/** When the last backups succeeded, for the reminder. A second target counts only once it is in use. */
export function backupStatus(tx: ReadTx, nowMs: number): BackupStatus {
  const lastAt = instantOf(findMeta(tx, 'backup-last'));
  const secondLastAt = instantOf(findMeta(tx, 'backup-second-last'));
  return {
    lastAt,
    secondLastAt,
    isOverdue: lastAt === undefined || nowMs - lastAt > OVERDUE_MS,
    isSecondOverdue: secondLastAt === undefined || nowMs - secondLastAt > SECOND_OVERDUE_MS,
  };
}

/** Answers how many bytes all backups of the folder may take together. */
function refuseTooLarge(ports: BackupPorts, folder: string): number {
  const present = listBackups(folder).reduce((sum, backup) => sum + backup.bytes, 0);
  try {
    makeFolder(folder);
    const free = (ports.freeBytes ?? freeBytes)(folder);
    const mostBytes = Math.floor((free + present) / 3);
    const neededBytes = bytesOf(ports.ledger.file);
    if (neededBytes <= Math.min(mostBytes, free)) return mostBytes;
    throw ledgerError('disk-full', { detail: { neededBytes, freeBytes: free } });
  } catch (error) {
    throw toLedgerError(error);
  }
}

function prune(folder: string, mostBytes: number): string[] {
  return chooseDropped(listBackups(folder), mostBytes).map((backup: BackupFile) => {
    dropBackup(backup);
    return backup.file;
  });
}

async function secondCopy(ports: BackupPorts, request: BackupRequest, fromFile: string): Promise<BackupDone['second']> {
  const folder = request.secondFolder ?? '';
  const toFile = join(folder, basename(fromFile));
  try {
    const mostBytes = refuseTooLarge(ports, folder);
    request.onProgress?.({ phase: 'second-copy', done: 0, total: bytesOf(fromFile) });
    await copyVerified(fromFile, toFile, request.signal);
    copyKeyring(ports.ledger.file, toFile);
    prune(folder, mostBytes);
    ports.ledger.write((tx) => setMeta(tx, 'backup-second-last', String(ports.clock.now())));
    return { file: toFile };
  } catch (error) {
    const refusal = toLedgerError(error);
    if (!isAppError(refusal)) throw error;
    return { refused: refusal.reason };
  }
}

/** Copies a file and reads the copy back before it takes its name. */
export async function copyVerified(fromFile: string, toFile: string, signal?: AbortSignal): Promise<void> {
  const temporary = `${toFile}.part`;
  try {
    const target = createWriteStream(temporary, { mode: 0o600 });
    await pipeline(createReadStream(fromFile), target, { ...(signal && { signal }) });
    syncFile(temporary);
    const [wanted, found] = [await hashOfFile(fromFile), await hashOfFile(temporary)];
    if (wanted !== found) throw new AppError('unavailable', 'backup-damaged');
    moveFileDurably(temporary, toFile);
  } catch (error) {
    rmSync(temporary, { force: true });
    if (signal?.aborted === true) throw new AppError('cancelled', 'backup-cancelled', { cause: error });
    throw error;
  }
}

async function hashOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function copyKeyring(ledgerFile: string, backupFile: string): void {
  if (!existsSync(keyringFileOf(ledgerFile))) return;
  copyFileSync(keyringFileOf(ledgerFile), keyringFileOf(backupFile));
  syncFile(keyringFileOf(backupFile));
}

function instantOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
