import * as zlib from 'node:zlib';

type Crc32 = (bytes: Uint8Array, before: number) => number;

/** CRC-32 of a package part, continued from `before`; Node has its own only since version 22. */
export const crc32: Crc32 = 'crc32' in zlib ? (bytes, before) => zlib.crc32(bytes, before) : crc32ByTable;

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

export function crc32ByTable(bytes: Uint8Array, before: number): number {
  let value = ~before >>> 0;
  for (let i = 0; i < bytes.length; i += 1) value = ((TABLE[(value ^ (bytes[i] ?? 0)) & 0xff] ?? 0) ^ (value >>> 8)) >>> 0;
  return ~value >>> 0;
}
