import { cleanText } from './clean.ts';
import type { DetectedKind } from './fields.ts';
import { guessHeadings } from './headings.ts';
import type { HeadingGuess } from './headings.ts';
import type { RawRow } from './raw-row.ts';

/** A heading row found below filter text; `lastRow` is its last sheet row (two when merged). */
export type FoundHeader = {
  readonly headings: readonly string[];
  readonly guess: HeadingGuess;
  readonly firstRow: number;
  readonly lastRow: number;
};

/** How many rows from the top may stand above the headings. */
export const HEADER_SEARCH_ROWS = 40;

const KIND_SCORE: Readonly<Record<DetectedKind, number>> = { mails: 100, traces: 100, clients: 60, people: 60, unknown: 0 };

/** The best heading row among the first rows of a sheet, or undefined when no row is one. */
export function findHeader(rows: readonly RawRow[]): FoundHeader | undefined {
  let best: { header: FoundHeader; score: number } | undefined;
  rows.slice(0, HEADER_SEARCH_ROWS).forEach((row, index) => {
    for (const header of candidates(row, rows[index + 1])) {
      const score = scoreOf(header);
      if (score > 0 && (best === undefined || score > best.score)) best = { header, score };
    }
  });
  return best?.header;
}

function candidates(row: RawRow, next: RawRow | undefined): FoundHeader[] {
  const found = [headerOf(row.cells, row, row)];
  if (next && next.row === row.row + 1 && isHeadingLike(next.cells)) found.push(headerOf(merge(row.cells, next.cells), row, next));
  return found;
}

function headerOf(cells: readonly string[], first: RawRow, last: RawRow): FoundHeader {
  const headings = cells.map(cleanText);
  return { headings, guess: guessHeadings(headings), firstRow: first.row, lastRow: last.row };
}

/** Headings are short words; a long number or a date means that the row is data. */
function isHeadingLike(cells: readonly string[]): boolean {
  const filled = cells.map(cleanText).filter((cell) => cell !== '');
  return filled.length > 0 && filled.every((cell) => cell.length <= 30 && !/\d{5}|\d[-/:年]\d/.test(cell));
}

/** A parent title spans the blank cells to its right; a child says more than its parent. */
function merge(upper: readonly string[], lower: readonly string[]): string[] {
  const width = Math.max(upper.length, lower.length);
  let parent = '';
  return Array.from({ length: width }, (_, index) => {
    const top = cleanText(upper[index] ?? '');
    const below = cleanText(lower[index] ?? '');
    if (top !== '') parent = top;
    if (below === '') return top;
    const known = guessHeadings([below]).columns[0]?.field ?? null;
    if (below === top || known !== null) return below;
    return `${parent}${below}`;
  });
}

/** Two rows must recognise more columns than one of them to be taken for merged headings. */
function scoreOf({ guess, firstRow, lastRow }: FoundHeader): number {
  const kind = KIND_SCORE[guess.kind];
  if (kind === 0) return 0;
  const penalty = lastRow > firstRow ? 0.5 : 0;
  return kind + guess.columns.reduce((sum, column) => sum + column.confidence, 0) - penalty;
}
