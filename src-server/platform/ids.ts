import { createHash, randomBytes } from 'node:crypto';

/** The server's source of randomness. */
export type Ids = { bytes(length: number): Uint8Array };

export const systemIds: Ids = { bytes: (length) => randomBytes(length) };

/** The same sequence for the same seed: for tests, never for secrets. */
export function seededIds(seed: string): Ids {
  let counter = 0;
  return {
    bytes: (length) => {
      const blocks: Buffer[] = [];
      for (let made = 0; made < length; made += 32) blocks.push(createHash('sha256').update(`${seed}:${counter++}`).digest());
      return Buffer.concat(blocks).subarray(0, length);
    },
  };
}

/** Random lower-case hexadecimal digits, two for each byte. */
export function hexId(ids: Ids, bytes: number): string {
  return Buffer.from(ids.bytes(bytes)).toString('hex');
}

/** A UUID of version 7 (RFC 9562); identity only, never an order. */
export function uuid(ids: Ids, nowMs: number): string {
  const raw = Buffer.alloc(16);
  raw.writeUIntBE(nowMs, 0, 6);
  Buffer.from(ids.bytes(10)).copy(raw, 6);
  raw[6] = ((raw[6] ?? 0) & 0x0f) | 0x70;
  raw[8] = ((raw[8] ?? 0) & 0x3f) | 0x80;
  return raw.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');
}
