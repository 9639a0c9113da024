import { closeSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import type { ErrorCode, ErrorDetail } from '#shared/kernel/app-error.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { syncFile } from '../platform/files.ts';
import type { StopFlag } from '../platform/stop-flag.ts';
import { isRaised } from '../platform/stop-flag.ts';
import { checkDatabase } from './check-database.ts';
import { type ConnectionOptions, openConnection } from './connection.ts';

export type CopyWorkerInput = { readonly connection: ConnectionOptions; readonly toFile: string; readonly stop: StopFlag };
export type CopyWorkerAnswer =
  | { readonly phase: 'checking' }
  | { readonly phase: 'done'; readonly bytes: number }
  | { readonly phase: 'refused'; readonly code: ErrorCode; readonly reason: string; readonly detail: ErrorDetail };

/**
 * Writes a compact copy of a ledger, encrypted by the same key, beside whatever uses it now;
 * then opens and checks it. On any failure the copy is gone again.
 * Throws unavailable `backup-damaged`, cancelled `backup-cancelled` between two steps once the
 * flag is raised, and the refusals of a full or read-only disk.
 */
export function copyDatabase(input: CopyWorkerInput, onChecking: () => void): { bytes: number } {
  try {
    vacuumInto(input);
    refuseUnwanted(input);
    syncFile(input.toFile);
    onChecking();
    refuseDamaged(input);
    refuseUnwanted(input);
    return { bytes: statSync(input.toFile).size };
  } catch (error) {
    rmSync(input.toFile, { force: true });
    throw error;
  }
}

function refuseUnwanted({ stop }: CopyWorkerInput): void {
  if (isRaised(stop)) throw new AppError('cancelled', 'backup-cancelled');
}

function vacuumInto(input: CopyWorkerInput): void {
  const database = openConnection(input.connection, 'read');
  try {
    database.prepare('VACUUM INTO ?').run(input.toFile);
  } finally {
    database.close();
  }
}

function refuseDamaged(input: CopyWorkerInput): void {
  const { problems } = checkDatabase({ ...input.connection, file: input.toFile }, 'quick', () => !isRaised(input.stop));
  const isPlain = startOf(input.toFile).startsWith('SQLite format 3');
  if (problems.length === 0 && !isPlain) return;
  throw new AppError('unavailable', 'backup-damaged', { detail: { problem: problems[0] ?? 'not-encrypted' } });
}

function startOf(file: string): string {
  const handle = openSync(file, 'r');
  try {
    const start = Buffer.alloc(16);
    readSync(handle, start, 0, 16, 0);
    return start.toString('latin1');
  } finally {
    closeSync(handle);
  }
}
