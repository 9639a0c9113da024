/**
 * Instants are UTC milliseconds; calendar dates are counted in Asia/Shanghai, which
 * has stood at +08:00 without daylight saving since 1991.
 */
export const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
export const SECOND_MS = 1000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Days since 1970-01-01 of a Shanghai calendar date. */
export type DayNumber = number;

export function dayOf(instantMs: number): DayNumber {
  return Math.floor((instantMs + SHANGHAI_OFFSET_MS) / DAY_MS);
}

/** 00:00 Shanghai time of a day, as an instant. */
export function dayStart(day: DayNumber): number {
  return day * DAY_MS - SHANGHAI_OFFSET_MS;
}

/** `YYYY-MM-DD` of a day number. */
export function formatDay(day: DayNumber): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Day number of `YYYY-MM-DD`, or undefined when it is not a calendar date. */
export function parseDay(text: string): DayNumber | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return undefined;
  const ms = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  const day = ms / DAY_MS;
  return formatDay(day) === text ? day : undefined;
}

/** ISO 8601 in +08:00; milliseconds only when they are not zero. */
export function formatInstant(instantMs: number): string {
  const local = new Date(instantMs + SHANGHAI_OFFSET_MS).toISOString();
  const fraction = instantMs % 1000 === 0 ? '' : local.slice(19, 23);
  return `${local.slice(0, 19)}${fraction}+08:00`;
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * Reads an ISO 8601 instant; without a zone it is Asia/Shanghai, a bare date is its 00:00.
 * Undefined when the text is not one or names an impossible date or time.
 */
export function parseInstant(text: string): number | undefined {
  const match = ISO.exec(text.trim());
  if (!match) return undefined;
  const day = parseDay(`${match[1]}-${match[2]}-${match[3]}`);
  if (day === undefined) return undefined;
  const [hour, minute, second] = [match[4], match[5], match[6]].map((part) => Number(part ?? 0));
  if (hour === undefined || minute === undefined || second === undefined) return undefined;
  if (minute > 59 || second > 59 || hour > 24 || (hour === 24 && minute + second > 0)) return undefined;
  const millis = Number((match[7] ?? '0').padEnd(3, '0'));
  const wall = day * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS + millis;
  return wall - offsetOf(match[8]);
}

function offsetOf(zone: string | undefined): number {
  if (zone === undefined) return SHANGHAI_OFFSET_MS;
  if (zone.toUpperCase() === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '');
  const ms = Number(digits.slice(0, 2)) * HOUR_MS + Number(digits.slice(2)) * MINUTE_MS;
  return zone.startsWith('-') ? -ms : ms;
}
