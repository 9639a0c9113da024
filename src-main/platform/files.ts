import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const RENAME_TRIES = 5;
const RENAME_WAIT_MS = 20;

/**
 * Replaces a file so that after a power cut either the old or the new content stands:
 * temporary file beside it, fsync, rename, fsync of the folder.
 */
export function writeFileAtomic(file: string, content: string | Uint8Array): void {
  const temporary = `${file}.${process.pid}.tmp`;
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  try {
    const handle = openSync(temporary, 'w', 0o600);
    try {
      for (let written = 0; written < bytes.length;) written += writeSync(handle, bytes, written);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    moveFileDurably(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Renames within one file system and makes the new name durable. */
export function moveFileDurably(from: string, to: string): void {
  renamePatiently(from, to, RENAME_TRIES);
  syncFolder(dirname(to));
}

/** On Windows a virus scanner may hold a new file for a moment. */
function renamePatiently(from: string, to: string, triesLeft: number): void {
  try {
    renameSync(from, to);
  } catch (error) {
    const mayPass = process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(systemCode(error) ?? '');
    if (!mayPass || triesLeft <= 1) throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RENAME_WAIT_MS);
    renamePatiently(from, to, triesLeft - 1);
  }
}

/** Flushes a file's content to the disk. */
export function syncFile(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Makes creations, renames and removals in a folder durable. Windows has no such call and needs none. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

export function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
}

/** Bytes that this user may still write on the file system of `folder`. */
export function freeBytes(folder: string): number {
  const stats = statfsSync(folder);
  return stats.bavail * stats.bsize;
}

/** The system's error code (`ENOSPC`, `EROFS`, …) of a failed file operation. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
