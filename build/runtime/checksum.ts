import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** Hash of a file of any size. */
export async function fileChecksum(file: string, algorithm: 'sha256' | 'sha512', encoding: 'hex' | 'base64'): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(fs.createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest(encoding);
}

/** Throws when the file is not exactly the pinned one. */
export async function expectChecksum(
  file: string,
  pin: { algorithm: 'sha256' | 'sha512'; encoding: 'hex' | 'base64'; value: string },
): Promise<void> {
  const found = await fileChecksum(file, pin.algorithm, pin.encoding);
  if (found !== pin.value) {
    throw new Error(`${file}: ${pin.algorithm} is ${found}, pinned is ${pin.value}; refused`);
  }
}
