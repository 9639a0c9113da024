/** Mail numbers: cleaning of damage and checks of form. */

export type MailNoRefusal = 'mail-no-missing' | 'mail-no-scientific' | 'mail-no-check-digit' | 'mail-no-shape';
export type MailNoWarning = 'mail-no-unusual-prefix';
export type MailNoCheck = { ok: true; mailNo: string; warning?: MailNoWarning } | { ok: false; reason: MailNoRefusal };

/** White space, unit separators, zero-width marks, byte order marks. */
// eslint-disable-next-line no-control-regex
const NOISE = /[\s\u0000-\u001f\u007f\u200b-\u200f\u2060\ufeff]+/g;
const QUOTES = /^[='"`‘’“”]+|['"`‘’“”]+$/g;
const SCIENTIFIC = /^[+-]?\d+(\.\d+)?E[+-]?\d+$/;
const S10 = /^[A-Z]{2}\d{9}[A-Z]{2}$/;
const REGISTERED = /^[A-Z]{2}\d{11}$/;
const DOMESTIC = /^\d{13}$/;
/** First digits seen on domestic numbers: EMS 1, labels 7, other 5 and 8, parcels 9. */
const USUAL = /^[15789]/;

/** Trimmed, upper case, full-width folded, freed from quotes, separators and a float tail (`.0`). */
export function normaliseMailNo(text: string): string {
  const folded = text.replace(/[！-～]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));
  return folded
    .replace(NOISE, '')
    .replace(QUOTES, '')
    .toUpperCase()
    .replace(/^(\d+)\.0+$/, '$1');
}

const WEIGHTS = [8, 6, 4, 2, 3, 5, 9, 7];

/** UPU S10: 11 − Σ mod 11; 10 → 0, 11 → 5. */
export function hasS10CheckDigit(mailNo: string): boolean {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(mailNo[2 + index]), 0);
  const check = 11 - (sum % 11);
  return Number(mailNo[10]) === (check === 10 ? 0 : check === 11 ? 5 : check);
}

/**
 * Checks a mail number as an export or a person states it. S10 numbers by their check digit, 13 digits
 * and two letters with 11 digits by shape alone; a number that a spreadsheet rounded is never repaired.
 */
export function checkMailNo(text: string): MailNoCheck {
  const mailNo = normaliseMailNo(text);
  if (mailNo === '') return { ok: false, reason: 'mail-no-missing' };
  if (SCIENTIFIC.test(mailNo)) return { ok: false, reason: 'mail-no-scientific' };
  if (S10.test(mailNo)) return hasS10CheckDigit(mailNo) ? { ok: true, mailNo } : { ok: false, reason: 'mail-no-check-digit' };
  if (REGISTERED.test(mailNo)) return { ok: true, mailNo };
  if (!DOMESTIC.test(mailNo)) return { ok: false, reason: 'mail-no-shape' };
  return USUAL.test(mailNo) ? { ok: true, mailNo } : { ok: true, mailNo, warning: 'mail-no-unusual-prefix' };
}
