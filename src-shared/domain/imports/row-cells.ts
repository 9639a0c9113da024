import type { MailFields } from '#shared/domain/mail/statement.ts';
import { cleanCode, cleanText } from './clean.ts';
import type { FieldKey } from './fields.ts';
import type { HeadingGuess } from './headings.ts';
import { displayKeys } from './mapping.ts';

/** Members of a mail record that are the cell's text. */
export const MAIL_TEXT_KEYS = [
  'senderProvince',
  'senderCity',
  'senderCounty',
  'destProvince',
  'destCity',
  'destCounty',
  'destCountry',
  'destAddress',
  'destOffice',
  'recipientName',
  'senderName',
  'clientName',
  'product',
  'acceptanceOrg',
  'accountManager',
  'remark',
] as const satisfies readonly (FieldKey & keyof MailFields)[];
export type MailTextKey = (typeof MAIL_TEXT_KEYS)[number];

/** A heading row with the meaning of its columns: everything that reading a row needs. */
export type TableLayout = Pick<HeadingGuess, 'source' | 'kind'> & {
  readonly headings: readonly string[];
  readonly fields: readonly (FieldKey | null)[];
  readonly date1904: boolean;
};

/** A layout with its look-ups prepared once per table. */
export type CompiledLayout = TableLayout & {
  readonly index: ReadonlyMap<FieldKey, number>;
  /** Columns whose text goes into a mail record as it is. */
  readonly texts: readonly { readonly column: number; readonly member: MailTextKey }[];
  readonly hasPlaces: boolean;
  readonly keys: readonly string[];
};

export function compileLayout(layout: TableLayout): CompiledLayout {
  const index = new Map<FieldKey, number>();
  layout.fields.forEach((field, column) => {
    if (field !== null && !index.has(field)) index.set(field, column);
  });
  const texts = MAIL_TEXT_KEYS.flatMap((member) => {
    const column = index.get(member);
    return column === undefined ? [] : [{ column, member }];
  });
  const hasPlaces = index.has('destPlace') || index.has('senderPlace');
  return { ...layout, index, texts, hasPlaces, keys: displayKeys(layout.headings) };
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
