import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's top folder. */
export const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));

/** Everything the runtime preparation keeps; removing it makes the next start prepare anew. */
export const RUNTIME_CACHE = path.join(CHECKOUT, '.cache', 'electron-runtime');

/** A path inside the checkout. */
export function inCheckout(...segments: string[]): string {
  return path.join(CHECKOUT, ...segments);
}
