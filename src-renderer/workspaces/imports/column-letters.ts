const LETTERS = 26;

/** A column as spreadsheets name it: A, B … Z, AA. `index` counts from 0. */
export function columnLetters(index: number): string {
  const last = String.fromCodePoint(65 + (index % LETTERS));
  return index < LETTERS ? last : columnLetters(Math.floor(index / LETTERS) - 1) + last;
}
