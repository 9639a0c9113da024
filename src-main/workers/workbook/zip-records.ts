/** The records of a zip archive without zip64 (PKWARE APPNOTE 6.3, 4.3.7, 4.3.12, 4.3.16). */
import { SHANGHAI_OFFSET_MS } from '#shared/kernel/instant.ts';

/** Sizes and offsets have 32 bits. */
export const MAX_ZIP_SIZE = 0xff_ff_ff_ff;
/** Where a local header holds checksum and sizes. */
export const CRC_OFFSET = 14;

const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const VERSION = 20;
/** Names are UTF-8. */
const FLAGS = 0x0800;
const DEFLATE = 8;

/** `crc`, `compressed` and `size` are known when the part has ended. */
export type ZipEntry = { path: string; offset: number; crc: number; compressed: number; size: number };

export function localHeader(entry: ZipEntry, modifiedAtMs: number): Buffer {
  const name = Buffer.from(entry.path, 'utf8');
  const header = Buffer.alloc(LOCAL_BYTES);
  header.writeUInt32LE(0x04_03_4b_50, 0);
  header.writeUInt16LE(VERSION, 4);
  writeCommon(header, 6, modifiedAtMs);
  sizesOf(entry).copy(header, CRC_OFFSET);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

/** Checksum, compressed and plain size as both headers hold them. */
export function sizesOf(entry: ZipEntry): Buffer {
  const sizes = Buffer.alloc(12);
  sizes.writeUInt32LE(entry.crc, 0);
  sizes.writeUInt32LE(entry.compressed, 4);
  sizes.writeUInt32LE(entry.size, 8);
  return sizes;
}

/** Directory and end record; `offset` is where they begin. */
export function centralDirectory(entries: readonly ZipEntry[], offset: number, modifiedAtMs: number): Buffer {
  const directory = Buffer.concat(entries.map((entry) => centralHeader(entry, modifiedAtMs)));
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(0x06_05_4b_50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([directory, end]);
}

function centralHeader(entry: ZipEntry, modifiedAtMs: number): Buffer {
  const name = Buffer.from(entry.path, 'utf8');
  const header = Buffer.alloc(CENTRAL_BYTES);
  header.writeUInt32LE(0x02_01_4b_50, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(VERSION, 6);
  writeCommon(header, 8, modifiedAtMs);
  sizesOf(entry).copy(header, 16);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt32LE(entry.offset, 42);
  return Buffer.concat([header, name]);
}

function writeCommon(header: Buffer, offset: number, modifiedAtMs: number): void {
  const { date, time } = dosTime(modifiedAtMs);
  header.writeUInt16LE(FLAGS, offset);
  header.writeUInt16LE(DEFLATE, offset + 2);
  header.writeUInt16LE(time, offset + 4);
  header.writeUInt16LE(date, offset + 6);
}

/** Zip times are wall clock times in steps of two seconds from 1980 on. */
function dosTime(instantMs: number): { date: number; time: number } {
  const wall = new Date(instantMs + SHANGHAI_OFFSET_MS);
  const year = Math.min(Math.max(wall.getUTCFullYear() - 1980, 0), 127);
  return {
    date: (year << 9) | ((wall.getUTCMonth() + 1) << 5) | wall.getUTCDate(),
    time: (wall.getUTCHours() << 11) | (wall.getUTCMinutes() << 5) | (wall.getUTCSeconds() >> 1),
  };
}
