/**
 * What a column of an exported ledger is, and the one text that every value of it has:
 * workbooks, csv files, checksums and the comparison after a re-import all use that text.
 */
import { dayOf, dayStart, formatDay } from '#shared/kernel/instant.ts';

/**
 * - `text`: free text
 * - `mail-no`: mail numbers and every other code; always stored as text
 * - `integer`: whole numbers, summed
 * - `money-fen`: integer fen, shown in yuan with 2 decimals, summed
 * - `instant`: UTC milliseconds, shown to the second in Asia/Shanghai
 * - `day`: day number, shown as a date
 * - `choice`: one of few words
 */
export const COLUMN_KINDS = ['text', 'mail-no', 'integer', 'money-fen', 'instant', 'day', 'choice'] as const;
export type ColumnKind = (typeof COLUMN_KINDS)[number];

/** How a column's text is hidden unless the export is allowed to show it. */
export type ColumnMask = 'name' | 'phone' | 'address' | 'free-text';

export type ExportColumn = {
  /** Member of the mapped row. */
  key: string;
  /** Heading. */
  title: string;
  kind: ColumnKind;
  /** In characters of the default font; a Chinese character takes two. */
  width: number;
  wrap?: boolean;
  mask?: ColumnMask;
};

export type ExportNote = { label: string; text: string };

export type ExportSheet = {
  name: string;
  columns: readonly ExportColumn[];
  /** Filters and other words on where the rows come from, for the notes sheet. */
  notes: readonly ExportNote[];
  /** A title row above the headings. */
  title?: string;
};

/** Undefined never: an absent value is null. */
export type ExportValue = string | number | null;
export type ExportRow = readonly ExportValue[];

/** Excel's limit, in UTF-16 units. */
export const MAX_CELL_LENGTH = 32_767;
export const CUT_MARK = '…（超长截断）';
/** Beyond it Excel rounds whole numbers; they are then kept as text. */
export const MAX_EXACT_INTEGER = 999_999_999_999_999;

/**
 * The canonical text of a value: `''` for null, `-12.30` for fen, `YYYY-MM-DD hh:mm:ss` in
 * Asia/Shanghai (milliseconds dropped) for instants, `YYYY-MM-DD` for days; other texts as
 * they are, but CR LF, also with several CR, as LF (spreadsheets and their readers do not keep the difference) and
 * cut to Excel's cell limit. A text in a column of numbers or times stays that text.
 */
export function cellText(value: ExportValue, column: ExportColumn): string {
  if (value === null) return '';
  if (typeof value === 'string') return canonicalText(value);
  switch (column.kind) {
    case 'money-fen':
      return moneyText(value);
    case 'instant':
      return instantText(value);
    case 'day':
      return formatDay(value);
    default:
      return String(value);
  }
}

function canonicalText(value: string): string {
  const text = value.includes('\r') ? oneLineEnd(value) : value;
  return text.length > MAX_CELL_LENGTH ? cutText(text) : text;
}

function oneLineEnd(value: string): string {
  return value.replace(/\r+\n/g, '\n');
}

/** True when {@link cellText} had to shorten the value. */
export function isCut(value: ExportValue): boolean {
  if (typeof value !== 'string' || value.length <= MAX_CELL_LENGTH) return false;
  return oneLineEnd(value).length > MAX_CELL_LENGTH;
}

/** Whether a number stands in the file as a number (and counts in the sums), not as text. */
export function isNumberCell(value: ExportValue, column: ExportColumn): value is number {
  if (typeof value !== 'number' || !Number.isInteger(value)) return false;
  if (column.kind !== 'integer' && column.kind !== 'money-fen') return false;
  return Math.abs(value) <= MAX_EXACT_INTEGER;
}

/** `-0.05` of -5 fen, without floating point. */
export function moneyText(fen: number): string {
  if (!Number.isInteger(fen)) return String(fen / 100);
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const TWO_DIGITS = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));

function instantText(instantMs: number): string {
  const day = dayOf(instantMs);
  const second = Math.floor((instantMs - dayStart(day)) / 1000);
  const hour = TWO_DIGITS[Math.floor(second / 3600)];
  const minute = TWO_DIGITS[Math.floor(second / 60) % 60];
  return `${dayText(day)} ${hour}:${minute}:${TWO_DIGITS[second % 60]}`;
}

// Times of a ledger fall on few days: one formatted text each is enough.
const dayTexts = new Map<number, string>();
const MAX_DAY_TEXTS = 4096;

function dayText(day: number): string {
  const known = dayTexts.get(day);
  if (known !== undefined) return known;
  const text = formatDay(day);
  if (dayTexts.size >= MAX_DAY_TEXTS) dayTexts.clear();
  dayTexts.set(day, text);
  return text;
}

function cutText(text: string): string {
  let end = MAX_CELL_LENGTH - CUT_MARK.length;
  const last = text.charCodeAt(end - 1);
  if (last >= 0xd800 && last <= 0xdbff) end -= 1;
  return text.slice(0, end) + CUT_MARK;
}
