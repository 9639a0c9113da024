/**
 * A zip archive written into a file while its parts grow. Each part is one deflate stream
 * in the thread pool; its sizes and checksum are put into its header afterwards, so that
 * readers need neither data descriptors nor zip64. Format: PKWARE APPNOTE 6.3, 4.3.7–4.3.16.
 */
import { once } from 'node:events';
import type { TransformOptions } from 'node:stream';
import type { Gzip, ZlibOptions } from 'node:zlib';
import { createGzip, gzipSync } from 'node:zlib';
import { AppError } from '#shared/kernel/app-error.ts';
import type { TargetFile } from './target-file.ts';
import { createTextChunks } from './text-chunks.ts';
import type { ZipEntry } from './zip-records.ts';
import { CRC_OFFSET, MAX_ZIP_SIZE, centralDirectory, localHeader, sizesOf } from './zip-records.ts';

/** Node's gzip writes no name and no extra: the deflate stream stands between these. */
const GZIP_HEADER_BYTES = 10;
const GZIP_TRAILER_BYTES = 8;
const QUEUED_BYTES = 524_288;
const PIECE_BYTES = 65_536;

export type ZipOptions = { level: number; modifiedAtMs: number };

export type ZipPart = {
  /** The promise, if any, resolves when the compressor has room again; it rejects when the file failed. */
  write(text: string): Promise<void> | undefined;
  /** Uncompressed bytes so far, without the text of the last, unsent chunk. */
  bytes(): number;
  end(): Promise<void>;
  /** Stops the compressor without an error. */
  destroy(): void;
};

export type ZipStream = {
  /** Starts a part; the one before must have ended. */
  openPart(path: string): Promise<ZipPart>;
  addPart(path: string, content: string): Promise<void>;
  /** Writes the directory. */
  end(): Promise<void>;
};

export function createZipStream(file: TargetFile, options: ZipOptions): ZipStream {
  const entries: ZipEntry[] = [];

  async function startEntry(path: string): Promise<ZipEntry> {
    const entry = { path, offset: file.bytes(), crc: 0, compressed: 0, size: 0 };
    if (entry.offset > MAX_ZIP_SIZE) throw new AppError('unavailable', 'export-too-large');
    entries.push(entry);
    await file.write(localHeader(entry, options.modifiedAtMs));
    return entry;
  }

  return {
    async openPart(path) {
      return growPart(file, await startEntry(path), createGzip(streamOptions(options.level)));
    },
    async addPart(path, content) {
      const entry = await startEntry(path);
      const packed = gzipSync(content, { level: options.level });
      await file.write(packed.subarray(GZIP_HEADER_BYTES, -GZIP_TRAILER_BYTES));
      await endEntry(file, entry, packed.subarray(-GZIP_TRAILER_BYTES));
    },
    end: () => file.write(centralDirectory(entries, file.bytes(), options.modifiedAtMs)),
  };
}

/** The writable queue is long enough for compressor and encoder to work at the same time. */
function streamOptions(level: number): ZlibOptions & TransformOptions {
  return { level, highWaterMark: QUEUED_BYTES, chunkSize: PIECE_BYTES };
}

function growPart(file: TargetFile, entry: ZipEntry, gzip: Gzip): ZipPart {
  const pump = pumpDeflated(gzip, file);
  // The failure reaches whoever waits next; this only keeps it from counting as unhandled.
  pump.catch(() => undefined);
  let bytes = 0;
  let isFull = false;
  const chunks = createTextChunks((chunk, release) => {
    bytes += chunk.length;
    isFull = !gzip.write(chunk, release);
  });
  return {
    bytes: () => bytes,
    write(text) {
      chunks.add(text);
      if (!isFull) return undefined;
      isFull = false;
      return Promise.race([once(gzip, 'drain'), pump]).then(() => undefined);
    },
    async end() {
      chunks.flush();
      gzip.end();
      await endEntry(file, entry, await pump);
    },
    destroy: () => void gzip.destroy(),
  };
}

/** Writes the deflate stream inside a gzip stream and returns its trailer. */
async function pumpDeflated(gzip: Gzip, file: TargetFile): Promise<Uint8Array> {
  let skip = GZIP_HEADER_BYTES;
  let held: Buffer = Buffer.alloc(0);
  for await (const piece of gzip) {
    const chunk: Buffer = held.length === 0 ? piece : Buffer.concat([held, piece]);
    const from = Math.min(skip, chunk.length);
    const to = Math.max(from, chunk.length - GZIP_TRAILER_BYTES);
    skip -= from;
    if (to > from) await file.write(chunk.subarray(from, to));
    held = chunk.subarray(to);
  }
  return held;
}

async function endEntry(file: TargetFile, entry: ZipEntry, trailer: Uint8Array): Promise<void> {
  const view = new DataView(trailer.buffer, trailer.byteOffset, GZIP_TRAILER_BYTES);
  entry.crc = view.getUint32(0, true);
  entry.size = view.getUint32(4, true);
  entry.compressed = file.bytes() - entry.offset - localHeader(entry, 0).length;
  if (file.bytes() > MAX_ZIP_SIZE) throw new AppError('unavailable', 'export-too-large');
  await file.writeAt(sizesOf(entry), entry.offset + CRC_OFFSET);
}
