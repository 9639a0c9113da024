/**
 * Cleaning of single cells. Spreadsheets and their work-arounds leave TAB, `\x1F`, BOM, quotes and
 * backticks around numbers, a `.0` tail, and full-width digits; none of it is part of the value.
 */

const EQUALS = 0x3d;
const EMPTY_MARKS = new Set(['.', '-', '--', '—', '——', '/', '\\', '无', 'null', 'n/a', '#n/a', 'undefined', '空']);
const LONGEST_MARK = 9;

function isOutsideMark(code: number): boolean {
  return code <= 0x20 || code === 0xa0 || code === 0x3000 || isInvisible(code);
}

function isInvisible(code: number): boolean {
  if (code >= 0x20 && code < 0x7f) return false;
  return code < 0x20 || code === 0x7f || code === 0xfeff || (code >= 0x200b && code <= 0x200f) || code === 0x2060;
}

/** Straight quotes, the backtick, and the curly ones. */
function isQuote(code: number): boolean {
  return code === 0x22 || code === 0x27 || code === 0x60 || (code >= 0x2018 && code <= 0x201d && code !== 0x201a && code !== 0x201b);
}

function needsCleaning(text: string): boolean {
  const last = text.length - 1;
  if (last < 0) return false;
  if (isOutsideMark(text.charCodeAt(0)) || isOutsideMark(text.charCodeAt(last))) return true;
  if (text.charCodeAt(0) === EQUALS || isQuote(text.charCodeAt(0)) || isQuote(text.charCodeAt(last))) return true;
  for (let i = 1; i < last; i += 1) if (isInvisible(text.charCodeAt(i))) return true;
  return false;
}

/** A cell's text without invisible characters, outer blanks and quotes; `="…"` is its inside. */
export function cleanText(raw: string): string {
  if (!needsCleaning(raw)) return isEmptyMark(raw) ? '' : raw;
  let text = '';
  for (let i = 0; i < raw.length; i += 1) {
    const code = raw.charCodeAt(i);
    if (code === 0x09 || code === 0x0a || code === 0x0d) text += ' ';
    else if (!isInvisible(code)) text += raw[i];
  }
  text = text.trim();
  const formula = /^="([^"]*)"$/.exec(text);
  if (formula) text = (formula[1] ?? '').trim();
  text = stripQuotes(text);
  return isEmptyMark(text) ? '' : text;
}

function isEmptyMark(text: string): boolean {
  const first = text.charCodeAt(0);
  const isUsual = (first >= 0x30 && first <= 0x39) || (first >= 0x4e00 && first !== 0x65e0 && first !== 0x7a7a);
  return !isUsual && text.length <= LONGEST_MARK && EMPTY_MARKS.has(text.toLowerCase());
}

function stripQuotes(text: string): string {
  let from = 0;
  let to = text.length;
  const isDirt = (code: number): boolean => isQuote(code) || isOutsideMark(code);
  while (from < to && isDirt(text.charCodeAt(from))) from += 1;
  while (to > from && isDirt(text.charCodeAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

/** Full-width letters, digits and signs as their ASCII twins. */
export function foldWidth(text: string): string {
  let wide = false;
  for (let i = 0; i < text.length && !wide; i += 1) wide = text.charCodeAt(i) >= 0x3000;
  if (!wide) return text;
  return text.replace(/[\uFF01-\uFF5E]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, ' ');
}

/** A code, number or time: cleaned, width folded. */
export function cleanCode(raw: string): string {
  const text = foldWidth(cleanText(raw));
  return isEmptyMark(text) ? '' : text;
}

/** `12345.0` and `12345.00` as `12345`; `12.05` stays. */
export function cutFloatTail(text: string): string {
  return text.includes('.') ? text.replace(/^(\d+)\.0+$/, '$1') : text;
}

/** A number that a spreadsheet has already rounded: its digits are lost for good. */
export function isScientific(text: string): boolean {
  return /^[+-]?\d+(?:\.\d+)?[eE][+-]?\d{1,3}$/.test(text);
}
