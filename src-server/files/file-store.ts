import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync } from 'node:fs';
import type { ReadStream } from 'node:fs';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '#shared/kernel/app-error.ts';
import { assert } from '#shared/kernel/assert.ts';
import { DAY_MS } from '#shared/kernel/instant.ts';
import { LIMITS } from '#shared/wire/version.ts';

export type Piece = {
  /** Of the whole file, 64 hexadecimal digits: its name. */
  readonly sha256: string;
  readonly deviceId: string;
  /** Where the bytes stand in the file. */
  readonly offset: number;
  readonly bytes: Uint8Array;
  /** Of the whole file, when the sender says it. */
  readonly size: number | undefined;
};
/** `offset`: how much of the file is here. */
export type Progress = { readonly offset: number; readonly complete: boolean };

export type FileStore = {
  /** How much of a device's unfinished file is here. */
  offsetOf(sha256: string, deviceId: string): Promise<number>;
  /** Takes the next bytes. AppError: `offset-differs {offset}`, `too-large`, `hash-differs`. Whole files are flushed before they appear. */
  append(piece: Piece): Promise<Progress>;
  has(sha256: string): boolean;
  read(sha256: string): ReadStream;
  /** Forgets unfinished files that nobody went on with for 14 days. */
  sweep(now: number): Promise<number>;
};

const HASH = /^[0-9a-f]{64}$/u;
const PARTIAL_DAYS = 14;

/** Attachments in a folder by their hash; a file appears whole and with the right hash, or not at all. */
export function createFileStore(folder: string): FileStore {
  const partials = join(folder, 'partial');
  mkdirSync(partials, { recursive: true, mode: 0o700 });
  const finalPath = (sha256: string): string => {
    // The name comes from a request: anything but a hash would be a path.
    assert(HASH.test(sha256), 'a file is named by its hash');
    return join(folder, sha256.slice(0, 2), sha256);
  };
  const partialPath = (sha256: string, deviceId: string): string => {
    assert(HASH.test(sha256) && /^[0-9a-f]{32}$/u.test(deviceId), 'a part is named by its hash and device');
    return join(partials, `${sha256}.${deviceId}`);
  };
  const inTurn = turnstile();
  return {
    offsetOf: (sha256, deviceId) => sizeOf(partialPath(sha256, deviceId)),
    append: (piece) => {
      const places = { partial: partialPath(piece.sha256, piece.deviceId), final: finalPath(piece.sha256) };
      return inTurn(places.partial, () => append(piece, places));
    },
    has: (sha256) => existsSync(finalPath(sha256)),
    read: (sha256) => createReadStream(finalPath(sha256)),
    sweep: (now) => sweep(partials, now),
  };
}

async function append(piece: Piece, { partial, final }: { partial: string; final: string }): Promise<Progress> {
  const here = await sizeOf(partial);
  const end = piece.offset + piece.bytes.length;
  if (piece.offset !== here) throw new AppError('conflict', 'offset-differs', { detail: { offset: here } });
  if (end > LIMITS.blobBytes || (piece.size !== undefined && end > piece.size)) throw new AppError('invalid-input', 'too-large');
  await write(partial, piece);
  if (piece.size !== undefined && end < piece.size) return { offset: end, complete: false };
  if ((await hashOf(partial)) === piece.sha256) {
    mkdirSync(dirname(final), { recursive: true, mode: 0o700 });
    await rename(partial, final);
    await flushFolder(dirname(final));
    return { offset: end, complete: true };
  }
  if (piece.size === undefined && end < LIMITS.blobBytes) return { offset: end, complete: false };
  await rm(partial, { force: true });
  throw new AppError('conflict', 'hash-differs');
}

async function write(partial: string, { offset, bytes }: Piece): Promise<void> {
  const handle = await open(partial, offset === 0 ? 'w' : 'r+', 0o600);
  try {
    for (let written = 0; written < bytes.length;) {
      written += (await handle.write(bytes, written, bytes.length - written, offset + written)).bytesWritten;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

/** Makes a new name durable; Windows cannot flush folders and needs it not. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}

async function sweep(partials: string, now: number): Promise<number> {
  let removed = 0;
  for (const name of await readdir(partials)) {
    const path = join(partials, name);
    const { mtimeMs } = await stat(path);
    if (now - mtimeMs < PARTIAL_DAYS * DAY_MS) continue;
    await rm(path, { force: true });
    removed++;
  }
  return removed;
}

/** One at a time for each key, in the order of asking. */
function turnstile(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}
