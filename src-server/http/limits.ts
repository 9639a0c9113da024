import { AppError } from '#shared/kernel/app-error.ts';
import type { Clock } from '../platform/clock.ts';

export type Rate = { readonly perSecond: number; readonly burst: number };
type Bucket = { tokens: number; at: number };

export type Limiter = {
  /** Takes one token; AppError('unavailable', 'throttled', {retryAfterSeconds}) when there is none. */
  take(key: string): void;
};

const KEYS_KEPT = 10_000;

/** Token buckets by key. A full bucket is forgotten once there are many. */
export function createLimiter(rate: Rate, clock: Clock): Limiter {
  const buckets = new Map<string, Bucket>();
  return {
    take: (key) => {
      const now = clock.now();
      const bucket = buckets.get(key) ?? { tokens: rate.burst, at: now };
      const passed = Math.max(0, now - bucket.at) / 1000;
      bucket.tokens = Math.min(rate.burst, bucket.tokens + passed * rate.perSecond);
      bucket.at = now;
      // Set again, so that the map's order is that of use.
      buckets.delete(key);
      buckets.set(key, bucket);
      if (buckets.size > KEYS_KEPT) forgetOldest(buckets);
      if (bucket.tokens < 1) throw throttled((1 - bucket.tokens) / rate.perSecond);
      bucket.tokens -= 1;
    },
  };
}

function forgetOldest(buckets: Map<string, Bucket>): void {
  const [oldest] = buckets.keys();
  if (oldest !== undefined) buckets.delete(oldest);
}

function throttled(seconds: number): AppError {
  return new AppError('unavailable', 'throttled', { detail: { retryAfterSeconds: Math.max(1, Math.ceil(seconds)) } });
}

export type Gate = {
  /** Lets a request in and gives its way out; AppError('unavailable', 'busy') when too many are inside. */
  enter(kind: 'hand-over' | 'fetch'): () => void;
  inside(): number;
};

/** Bounds what runs at once. Fetching is turned away at half of it, so that work can always be handed over. */
export function createGate(most: number): Gate {
  let inside = 0;
  return {
    inside: () => inside,
    enter: (kind) => {
      if (inside >= (kind === 'fetch' ? Math.ceil(most / 2) : most))
        throw new AppError('unavailable', 'busy', { detail: { retryAfterSeconds: 2 } });
      inside++;
      let isIn = true;
      return () => {
        if (isIn) inside--;
        isIn = false;
      };
    },
  };
}
