import type { Readable } from 'node:stream';
import { fromFd } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { openSync, closeSync } from 'node:fs';
import { crc32 } from './crc32.ts';
import { asFileError, refuseFile, throwIfAborted } from '../file-error.ts';

/** The parts of a workbook package, by lower-case path. Nothing is written to disk. */
export type PackageParts = {
  has(path: string): boolean;
  /** Decoded text of a part, piece by piece. `onBytes` hears of packed bytes consumed. */
  read(path: string, options?: ReadOptions): AsyncGenerator<string>;
  packedSize(path: string): number;
  close(): void;
};
export type ReadOptions = { readonly signal?: AbortSignal | undefined; readonly onBytes?: (fraction: number) => void };

const UNPACKED_MAX_BYTES = 1024 ** 3;
const MOST_ENTRIES = 20_000;
const PIECE_BYTES = 256 * 1024;

/** Opens a package and checks its directory before anything is unpacked. */
export async function openPackage(path: string): Promise<PackageParts> {
  const zip = await openZip(path);
  try {
    const entries = await listEntries(zip);
    return {
      has: (part) => entries.has(part.toLowerCase()),
      packedSize: (part) => entries.get(part.toLowerCase())?.compressedSize ?? 0,
      read: (part, options = {}) => readPart(zip, entries.get(part.toLowerCase()), options),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw asFileError(error);
  }
}

function openZip(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    try {
      const fd = openSync(path, 'r');
      fromFd(fd, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, zip) => {
        if (!error) return resolve(zip);
        closeSync(fd);
        reject(asFileError(error));
      });
    } catch (error) {
      reject(asFileError(error));
    }
  });
}

function listEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  return new Promise((resolve, reject) => {
    const entries = new Map<string, Entry>();
    let unpacked = 0;
    zip.on('error', (error) => reject(asFileError(error)));
    zip.on('entry', (entry: Entry) => {
      unpacked += entry.uncompressedSize;
      if (unpacked > UNPACKED_MAX_BYTES) return reject(refuseFile('file-too-large', { detail: { unpacked } }));
      if (entry.isEncrypted()) return reject(refuseFile('file-encrypted'));
      const name = entry.fileName.toLowerCase();
      // Two parts of one name show different contents to different readers.
      if (entries.has(name) || entries.size >= MOST_ENTRIES) return reject(refuseFile('file-unsafe'));
      entries.set(name, entry);
      zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.readEntry();
  });
}

function openStream(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
}

async function* readPart(zip: ZipFile, entry: Entry | undefined, options: ReadOptions): AsyncGenerator<string> {
  if (!entry) throw refuseFile('file-corrupt');
  let stream: Readable | undefined;
  try {
    stream = await openStream(zip, entry);
    const decoder = new TextDecoder('utf-8');
    let done = 0;
    let checksum = 0;
    for await (const piece of pieces(stream)) {
      throwIfAborted(options.signal);
      done += piece.length;
      checksum = crc32(piece, checksum);
      options.onBytes?.(entry.uncompressedSize === 0 ? 1 : done / entry.uncompressedSize);
      yield decoder.decode(piece, { stream: true });
    }
    yield decoder.decode();
    // A digit that a bad disk or line has changed must not become a mail number.
    if (checksum !== entry.crc32 >>> 0) throw refuseFile('file-corrupt');
  } catch (error) {
    throw asFileError(error);
  } finally {
    stream?.destroy();
  }
}

async function* pieces(stream: Readable): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    held.push(chunk);
    size += chunk.length;
    if (size < PIECE_BYTES) continue;
    yield held.length === 1 ? chunk : Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}
