/** The reference counts its own days, so that a slip in the program's calendar shows. */
const EIGHT_HOURS_MS = 8 * 60 * 60 * 1000;
export const MINUTE_MS = 60 * 1000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Shanghai calendar date of a moment, 'YYYY-MM-DD'. */
export function dateOf(atMs: number): string {
  return new Date(atMs + EIGHT_HOURS_MS).toISOString().slice(0, 10);
}

/** The moment of 00:00 Shanghai time of a date. */
export function midnight(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) - EIGHT_HOURS_MS;
}

/** The date n calendar days later. */
export function plusDays(date: string, n: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + n * DAY_MS).toISOString().slice(0, 10);
}

/** Calendar days from one date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** 'yyyy-MM-dd HH:mm:ss' in Shanghai, as the postal systems write it. */
export function wallClock(atMs: number): string {
  return new Date(atMs + EIGHT_HOURS_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** The moment of 'yyyy-MM-dd HH:mm:ss' in Shanghai. */
export function shanghai(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}Z`) - EIGHT_HOURS_MS;
}
