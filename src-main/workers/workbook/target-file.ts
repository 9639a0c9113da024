import { existsSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';

/** `.~name.xlsx.part` beside the target: the same disk, so that the rename is atomic. */
export function temporaryPathOf(target: string): string {
  return join(dirname(target), `.~${basename(target)}.part`);
}

export type TargetFile = {
  write(chunk: Uint8Array): Promise<void>;
  /** Replaces bytes already written. */
  writeAt(chunk: Uint8Array, position: number): Promise<void>;
  bytes(): number;
  /** Makes the bytes durable and gives the file its name. */
  commit(): Promise<{ path: string; renamed: boolean }>;
  discard(): Promise<void>;
};

export type TargetOptions = {
  /** Replaces `rename` where a test plays a target that another program holds open. */
  renameFile?: (from: string, to: string) => Promise<void>;
};

/** Opens the temporary file of a target; a leftover of a killed export is overwritten. */
export async function openTargetFile(target: string, options: TargetOptions = {}): Promise<TargetFile> {
  const temporary = temporaryPathOf(target);
  const file = await open(temporary, 'w').catch((cause: unknown) => fail(cause));
  let bytes = 0;
  let isOpen = true;

  async function close(): Promise<void> {
    if (!isOpen) return;
    isOpen = false;
    await file.close();
  }

  return {
    bytes: () => bytes,
    async write(chunk) {
      const position = bytes;
      bytes += chunk.length;
      await writeFully(file, chunk, position).catch((cause: unknown) => fail(cause));
    },
    writeAt: (chunk, position) => writeFully(file, chunk, position).catch((cause: unknown) => fail(cause)),
    async commit() {
      await file.sync().catch((cause: unknown) => fail(cause));
      await close();
      const path = await renameToFree(temporary, target, options.renameFile ?? rename);
      await syncFolder(dirname(target));
      return { path, renamed: path !== target };
    },
    async discard() {
      await close();
      await rm(temporary, { force: true });
    },
  };
}

async function writeFully(file: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  let offset = 0;
  while (offset < chunk.length) {
    const { bytesWritten } = await file.write(chunk, offset, chunk.length - offset, position + offset);
    offset += bytesWritten;
  }
}

const IN_USE = new Set(['EBUSY', 'EPERM', 'EACCES', 'ETXTBSY']);
const MAX_NAMES = 99;

/** Excel and WPS hold an open workbook: Windows then refuses to replace it. */
async function renameToFree(temporary: string, target: string, renameFile: (from: string, to: string) => Promise<void>): Promise<string> {
  let cause: unknown;
  for (let count = 1; count <= MAX_NAMES; count += 1) {
    const path = count === 1 ? target : numberedPath(target, count);
    if (count > 1 && existsSync(path)) continue;
    try {
      await renameFile(temporary, path);
      return path;
    } catch (error) {
      if (!IN_USE.has(errorCodeOf(error))) fail(error);
      cause = error;
    }
  }
  throw new AppError('unavailable', 'target-in-use', { cause });
}

function numberedPath(target: string, count: number): string {
  const extension = extname(target);
  return join(dirname(target), `${basename(target, extension)} (${count})${extension}`);
}

/** The new name is durable only with its folder; Windows and some shares cannot sync folders. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    if (!['EPERM', 'EISDIR', 'EACCES', 'EINVAL', 'ENOTSUP', 'EBADF'].includes(errorCodeOf(error))) fail(error);
  }
}

function errorCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function fail(cause: unknown): never {
  if (isAppError(cause)) throw cause;
  const code = errorCodeOf(cause);
  if (code === 'ENOSPC' || code === 'EDQUOT') throw new AppError('unavailable', 'disk-full', { cause });
  throw new AppError('unavailable', 'target-not-writable', { detail: { code }, cause });
}
