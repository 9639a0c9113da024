import { cleanCode, cleanText } from './clean.ts';
import type { FieldKey } from './fields.ts';
import type { HeadingGuess } from './headings.ts';
import { displayKeys } from './mapping.ts';

/** A heading row with the meaning of its columns: everything that reading a row needs. */
export type TableLayout = Pick<HeadingGuess, 'source' | 'kind'> & {
  readonly headings: readonly string[];
  readonly fields: readonly (FieldKey | null)[];
  readonly date1904: boolean;
};

/** A layout with its look-ups prepared once per table. */
export type CompiledLayout = TableLayout & {
  readonly index: ReadonlyMap<FieldKey, number>;
  readonly keys: readonly string[];
};

export function compileLayout(layout: TableLayout): CompiledLayout {
  const index = new Map<FieldKey, number>();
  layout.fields.forEach((field, column) => {
    if (field !== null && !index.has(field)) index.set(field, column);
  });
  return { ...layout, index, keys: displayKeys(layout.headings) };
}

export function textOf(layout: CompiledLayout, cells: readonly string[], field: FieldKey): string {
  const column = layout.index.get(field);
  return column === undefined ? '' : cleanText(cells[column] ?? '');
}

export function codeOf(layout: CompiledLayout, cells: readonly string[], field: FieldKey): string {
  const column = layout.index.get(field);
  return column === undefined ? '' : cleanCode(cells[column] ?? '');
}

export function headingOf(layout: CompiledLayout, field: FieldKey): string {
  return layout.headings[layout.index.get(field) ?? -1] ?? '';
}

const LONGEST_VALUE = 500;
const MOST_VALUES = 200;

/** The cells of a refused row as they stood, by heading; overlong ones are cut. */
export function valuesOf(layout: Pick<CompiledLayout, 'keys'>, cells: readonly string[]): Record<string, string> {
  const entries: [string, string][] = [];
  for (let column = 0; column < cells.length && entries.length < MOST_VALUES; column += 1) {
    const cell = cells[column] ?? '';
    if (cell !== '') entries.push([layout.keys[column] ?? `#${column + 1}`, cell.slice(0, LONGEST_VALUE)]);
  }
  return Object.fromEntries(entries);
}
