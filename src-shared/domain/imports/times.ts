import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, SHANGHAI_OFFSET_MS } from '#shared/kernel/instant.ts';

/**
 * Times as postal exports, spreadsheets and vendors write them. Without a zone they are Asia/Shanghai.
 * What can be read in two ways is refused, never guessed.
 */
export type TimeReading =
  | { readonly ok: true; readonly at: number; readonly dateOnly: boolean }
  | { readonly ok: false; readonly reason: TimeReason };

export const TIME_REASONS = ['time-unreadable', 'time-impossible', 'time-without-date', 'time-ambiguous'] as const;
export type TimeReason = (typeof TIME_REASONS)[number];

const refuse = (reason: TimeReason): TimeReading => ({ ok: false, reason });
const FIRST_YEAR = 1990;
const LAST_YEAR = 2099;
const SERIAL_EPOCH_DAYS = 25_569;
const DATE_1904_DAYS = 1462;

const DATE_FIRST =
  /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s,]*(?:星期.|周.)?\s*(上午|下午|AM|PM|凌晨|晚上|中午)?\s*(\d{1,2})\s*[:时點点]\s*(\d{1,2})?\s*(?:[:分]\s*(?:(\d{1,2})(?:[.,](\d{1,9}))?\s*秒?)?)?\s*(AM|PM)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})?)?$/;
const TIME_ONLY = /^(?:上午|下午|AM|PM)?\s*\d{1,2}\s*[:时]\s*\d{1,2}(?:\s*[:分]\s*(?:\d{1,2}(?:\.\d+)?)?\s*秒?)?\s*(?:AM|PM)?$/i;
const SHORT_YEAR = /^\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,4}(?:[T\s].*)?$/;
const NO_YEAR = /^\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:[T\s].*)?$/;

let cachedDate = '';
let cachedDay = NaN;

/** Reads a cleaned text; `date1904` says how a bare serial number counts. */
export function readTime(text: string, date1904 = false): TimeReading {
  if (text.length === 19 && text.charCodeAt(4) === 0x2d && text.charCodeAt(10) === 0x20) {
    const at = readPlain(text);
    if (at !== undefined) return { ok: true, at, dateOnly: false };
  }
  const match = DATE_FIRST.exec(text);
  if (match) return fromParts(match);
  if (/^\d+(?:\.\d+)?$/.test(text)) return readNumber(text, date1904);
  if (TIME_ONLY.test(text)) return refuse('time-without-date');
  if (SHORT_YEAR.test(text) || NO_YEAR.test(text)) return refuse('time-ambiguous');
  return compact(text) ?? refuse('time-unreadable');
}

/** The common form `yyyy-MM-dd HH:mm:ss`; undefined leaves everything else to the slow path. */
function readPlain(text: string): number | undefined {
  const date = text.slice(0, 10);
  if (date !== cachedDate) {
    const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
    const day = match ? dayOfParts(Number(match[1]), Number(match[2]), Number(match[3])) : undefined;
    if (day === undefined) return undefined;
    cachedDate = date;
    cachedDay = day;
  }
  const [h, m, s] = [twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17)];
  if (text.charCodeAt(13) !== 0x3a || text.charCodeAt(16) !== 0x3a) return undefined;
  if (!(h < 24 && m < 60 && s < 60)) return undefined;
  return cachedDay * DAY_MS + h * HOUR_MS + m * MINUTE_MS + s * SECOND_MS - SHANGHAI_OFFSET_MS;
}

function twoDigits(text: string, index: number): number {
  const a = text.charCodeAt(index) - 48;
  const b = text.charCodeAt(index + 1) - 48;
  return a >= 0 && a <= 9 && b >= 0 && b <= 9 ? a * 10 + b : NaN;
}

function dayOfParts(year: number, month: number, dayOfMonth: number): number | undefined {
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || dayOfMonth < 1) return undefined;
  const ms = Date.UTC(year, month - 1, dayOfMonth);
  return new Date(ms).getUTCMonth() === month - 1 ? ms / DAY_MS : undefined;
}

function fromParts(match: RegExpExecArray): TimeReading {
  const day = dayOfParts(Number(match[1]), Number(match[2]), Number(match[3]));
  if (day === undefined) return refuse('time-impossible');
  if (match[5] === undefined) return { ok: true, at: day * DAY_MS - SHANGHAI_OFFSET_MS, dateOnly: true };
  const hour = hourOf(Number(match[5]), (match[4] ?? match[9] ?? '').toUpperCase());
  const clock = clockMs([hour, Number(match[6] ?? 0), Number(match[7] ?? 0)]);
  if (clock === undefined) return refuse('time-impossible');
  const millis = Number((match[8] ?? '0').slice(0, 3).padEnd(3, '0'));
  return { ok: true, at: day * DAY_MS + clock + millis - zoneMs(match[10]), dateOnly: false };
}

function hourOf(hour: number, half: string): number {
  if (half === '') return hour;
  if (half === 'AM' || half === '上午' || half === '凌晨') return hour === 12 ? 0 : hour;
  if (half === '中午') return hour < 11 ? hour + 12 : hour;
  return hour < 12 ? hour + 12 : hour;
}

function clockMs([h, m, s]: readonly [number, number, number]): number | undefined {
  if (m > 59 || s > 59 || h > 24 || (h === 24 && m + s > 0)) return undefined;
  return h * HOUR_MS + m * MINUTE_MS + s * SECOND_MS;
}

function zoneMs(zone: string | undefined): number {
  if (zone === undefined) return SHANGHAI_OFFSET_MS;
  if (/^[zug]/i.test(zone)) return 0;
  const digits = zone.slice(1).replace(':', '');
  const ms = Number(digits.slice(0, 2)) * HOUR_MS + Number(digits.slice(2)) * MINUTE_MS;
  return zone.startsWith('-') ? -ms : ms;
}

function readNumber(text: string, date1904: boolean): TimeReading {
  if (/^(?:19|20)\d{6}$/.test(text) || /^\d{12}$|^\d{14}$/.test(text)) return compact(text) ?? refuse('time-unreadable');
  const value = Number(text);
  if (value < 1) return refuse('time-without-date');
  const serial = value + (date1904 ? DATE_1904_DAYS : 0);
  if (!/^\d{5}(?:\.\d+)?$/.test(text) || serial < 32_874 || serial > 73_050) return refuse('time-unreadable');
  return fromSerial(serial);
}

/** An instant from a 1900-based spreadsheet serial, rounded to the second. */
export function fromSerial(serial: number): TimeReading & { readonly ok: true } {
  const seconds = Math.round((serial - SERIAL_EPOCH_DAYS) * 86_400);
  return { ok: true, at: seconds * SECOND_MS - SHANGHAI_OFFSET_MS, dateOnly: Number.isInteger(serial) };
}

function compact(text: string): TimeReading | undefined {
  const match = COMPACT.exec(text);
  if (!match) return undefined;
  const day = dayOfParts(Number(match[1]), Number(match[2]), Number(match[3]));
  const clock = clockMs([Number(match[4] ?? 0), Number(match[5] ?? 0), Number(match[6] ?? 0)]);
  if (day === undefined || clock === undefined) return refuse('time-impossible');
  return { ok: true, at: day * DAY_MS + clock - SHANGHAI_OFFSET_MS, dateOnly: match[4] === undefined };
}
