import { DAY_MS, HOUR_MS, MINUTE_MS, dayOf, dayStart } from '#shared/kernel/instant.ts';

export const QUICK_DATES = ['hour', 'today17', 'tomorrow9', 'afterTomorrow9'] as const;
export type QuickDate = (typeof QUICK_DATES)[number];

/** The instant of a quick pick; null when it has passed already. */
export function quickDate(pick: QuickDate, now: number): number | null {
  const today = dayStart(dayOf(now));
  const at = {
    hour: Math.ceil((now + HOUR_MS) / (5 * MINUTE_MS)) * 5 * MINUTE_MS,
    today17: today + 17 * HOUR_MS,
    tomorrow9: today + DAY_MS + 9 * HOUR_MS,
    afterTomorrow9: today + 2 * DAY_MS + 9 * HOUR_MS,
  }[pick];
  return at > now ? at : null;
}
