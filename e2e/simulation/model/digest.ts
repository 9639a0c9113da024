import { createHash } from 'node:crypto';

export const GENESIS = '0';

/** Short, since the model hashes much and nobody attacks it. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
