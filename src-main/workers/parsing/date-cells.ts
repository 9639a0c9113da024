import { formatDay } from '#shared/kernel/instant.ts';

/** Spreadsheet numbers that a cell's format shows as dates, as the text that a reader would see. */
export type DateStyle = { readonly hasDate: boolean; readonly hasClock: boolean };

const DATE: DateStyle = { hasDate: true, hasClock: false };
const CLOCK: DateStyle = { hasDate: false, hasClock: true };
const BUILT_IN: ReadonlyMap<number, DateStyle> = new Map<number, DateStyle>([
  ...[14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id): [number, DateStyle] => [id, DATE]),
  ...[18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56].map((id): [number, DateStyle] => [id, CLOCK]),
  [22, { hasDate: true, hasClock: true }],
]);

/** What a number format shows; undefined when it shows no date and no time. */
export function dateStyleOf(formatId: number, code: string | undefined): DateStyle | undefined {
  if (code === undefined) return BUILT_IN.get(formatId);
  const plain =
    code
      .replace(/"[^"]*"|\\.|_./g, '')
      .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
      .split(';')[0] ?? '';
  if (/general|[#0?]/i.test(plain.replace(/s\.0+/gi, 's'))) return undefined;
  const hasClock = /[hs]|上午|am\/pm/i.test(plain);
  const hasDate = /[yd年日]/i.test(plain) || (/m/i.test(plain) && !hasClock);
  return hasDate || hasClock ? { hasDate, hasClock } : undefined;
}

const EPOCH_DAYS = 25_569;
const LAST_SERIAL = 2_958_466;

/** `yyyy-MM-dd`, with a clock when the format or the number has one; `HH:mm:ss` below one day. */
export function dateText(serial: number, style: DateStyle, date1904: boolean): string | undefined {
  if (!(serial >= 0 && serial < LAST_SERIAL)) return undefined;
  const seconds = Math.round(serial * 86_400);
  const days = Math.floor(seconds / 86_400);
  const rest = seconds - days * 86_400;
  if (days === 0 && !style.hasDate) return clockText(rest);
  const date = formatDay(days - EPOCH_DAYS + (date1904 ? 1462 : 0));
  return style.hasClock || rest !== 0 ? `${date} ${clockText(rest)}` : date;
}

function clockText(seconds: number): string {
  const two = (value: number): string => (value < 10 ? `0${value}` : String(value));
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/**
 * A stored number as exact text: `1.272448151316E12` is a whole number with all its digits,
 * `1.27245E+12` has lost them and stays as it stands.
 */
export function numberText(stored: string): string {
  const text = stored.trim();
  const match = /^([+-]?)(\d+)(?:\.(\d+))?[eE]([+-]?\d+)$/.exec(text);
  if (!match) return text;
  const exponent = Number(match[4]);
  const digits = (match[2] ?? '').length + (match[3] ?? '').length;
  const value = Number(text);
  if (exponent > 0 && digits < exponent + 1 && Math.abs(value) >= 1e11) return text;
  return Number.isFinite(value) ? String(value) : text;
}
