import { createHash, randomFillSync } from 'node:crypto';

/** The only source of randomness. */
export type Ids = {
  /** `length` random bytes. */
  bytes(length: number): Buffer;
  /** A UUID of version 7 (RFC 9562): its first 48 bits are `nowMs`. Identity only, never an order. */
  uuid(nowMs: number): string;
};

const POOL_BYTES = 4096;

/** Random bytes of the operating system, drawn in pools because single draws are slow. */
export function systemIds(): Ids {
  let pool = Buffer.alloc(0);
  let used = 0;
  const bytes = (length: number): Buffer => {
    if (length > POOL_BYTES) return randomFillSync(Buffer.alloc(length));
    if (used + length > pool.length) {
      pool = randomFillSync(Buffer.alloc(POOL_BYTES));
      used = 0;
    }
    const drawn = Buffer.from(pool.subarray(used, used + length));
    pool.fill(0, used, used + length);
    used += length;
    return drawn;
  };
  return { bytes, uuid: (nowMs) => uuidOf(nowMs, bytes(10)) };
}

/** The same sequence for the same seed: for tests and the generator, never for keys. */
export function seededIds(seed: string): Ids {
  let counter = 0;
  const bytes = (length: number): Buffer => {
    const blocks: Buffer[] = [];
    for (let made = 0; made < length; made += 32) {
      blocks.push(createHash('sha256').update(`${seed}:${counter++}`).digest());
    }
    return Buffer.concat(blocks).subarray(0, length);
  };
  return { bytes, uuid: (nowMs) => uuidOf(nowMs, bytes(10)) };
}

function uuidOf(nowMs: number, random: Buffer): string {
  const raw = Buffer.alloc(16);
  raw.writeUIntBE(nowMs, 0, 6);
  random.copy(raw, 6);
  raw[6] = ((raw[6] ?? 0) & 0x0f) | 0x70;
  raw[8] = ((raw[8] ?? 0) & 0x3f) | 0x80;
  const hex = raw.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
