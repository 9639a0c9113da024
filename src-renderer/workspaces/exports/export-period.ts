import { dayOf, formatDay, parseDay } from '#shared/kernel/instant.ts';

export const PERIODS = ['today', 'week', 'month', 'lastMonth', 'all', 'own'] as const;
export type Period = (typeof PERIODS)[number];
/** Days as the contract takes them; absent ends are open. */
export type DayRange = { from?: string; to?: string };

const WEEK_DAYS = 7;

/** First day of the month that holds `day`, `months` away. */
function monthStart(day: string, months: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  const index = year * 12 + (month - 1) + months;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}-01`;
}

/** Both ends belong to the period. */
export function rangeOf(period: Exclude<Period, 'own'>, now: number): DayRange {
  const number = dayOf(now);
  const today = formatDay(number);
  if (period === 'all') return {};
  if (period === 'today') return { from: today, to: today };
  if (period === 'week') return { from: formatDay(number - WEEK_DAYS + 1), to: today };
  if (period === 'month') return { from: monthStart(today, 0), to: today };
  const end = parseDay(monthStart(today, 0)) ?? number;
  return { from: monthStart(today, -1), to: formatDay(end - 1) };
}

export function isRangeWrong({ from, to }: DayRange): boolean {
  return from !== undefined && to !== undefined && from > to;
}
