/**
 * Spreadsheet programs take a text that begins with = + - @ (also full-width, also after
 * white space) for a formula when they open a csv file or when the cell is edited. In a
 * workbook such a text is a string cell with the quote-prefix style. A csv file has no
 * styles: there the text gets one leading apostrophe, and a text that would look guarded
 * already gets one more, so that taking one away always gives back the original.
 */
const DANGEROUS = /^'*\s*[=+\-@＝＋－＠\t\r\n]/;
const GUARDED = /^'+\s*[=+\-@＝＋－＠\t\r\n]/;

/** Whether a text could be taken for a formula. */
export function looksLikeFormula(text: string): boolean {
  return mayBeDangerous(text.charCodeAt(0)) && DANGEROUS.test(text);
}

/** The text as it stands in a csv file. */
export function guardCsvText(text: string): string {
  return looksLikeFormula(text) ? `'${text}` : text;
}

/** The original of a text that {@link guardCsvText} wrote; other texts are returned unchanged. */
export function unguardCsvText(text: string): string {
  return text.charCodeAt(0) === 0x27 && GUARDED.test(text) ? text.slice(1) : text;
}

// Nearly all texts begin with a letter, a digit or a Chinese character: spare them the pattern.
function mayBeDangerous(first: number): boolean {
  if (first >= 0x30 && first <= 0x39) return false;
  if (first >= 0x4e00 && first <= 0x9fff) return false;
  return !(first >= 0x41 && first <= 0x7a);
}
