import { canonicalJson } from '../../kernel/canonical-json.ts';
import { sha256Hex } from '../../kernel/sha256.ts';

/** One row alive in a stream: what it is and how new. */
export type AliveRow = { readonly entity: string; readonly id: string; readonly rowVer: number };

/** Count of a stream's rows and xor of the first 16 digits of their hashes, in any order. */
export function checksumOf(rows: Iterable<AliveRow>): { count: number; xor64: string } {
  let count = 0;
  let high = 0;
  let low = 0;
  for (const { entity, id, rowVer } of rows) {
    const digits = sha256Hex(canonicalJson([entity, id, rowVer]));
    high = (high ^ Number.parseInt(digits.slice(0, 8), 16)) >>> 0;
    low = (low ^ Number.parseInt(digits.slice(8, 16), 16)) >>> 0;
    count += 1;
  }
  return { count, xor64: high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0') };
}
