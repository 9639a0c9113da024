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
