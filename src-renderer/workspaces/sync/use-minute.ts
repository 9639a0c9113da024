import { MINUTE_MS } from '#shared/kernel/instant.ts';
import { useClock } from '#renderer/features/clock/clock.ts';

/** The present moment in whole minutes: what tells moments is drawn again once a minute. */
export function useMinute(): number {
  return useClock((now) => Math.floor(now / MINUTE_MS) * MINUTE_MS);
}
