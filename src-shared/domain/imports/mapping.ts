import { sha256Hex } from '#shared/kernel/sha256.ts';
import { SOURCE_SYSTEMS } from '#shared/domain/mail/statement.ts';
import { z } from 'zod';
import { FIELD_KEYS } from './fields.ts';
import { normalizeHeading } from './headings.ts';

/** Headings further down than this are taken for a mistake. */
export const LAST_HEADING_ROW = 1000;

/**
 * What a person settled about a file's columns, remembered per source and heading set. Columns are
 * named by their normalised heading, so that a changed order of columns changes nothing.
 */
export const mappingSchema = z.strictObject({
  /** Sheet to read; every sheet whose headings are recognised when absent. */
  sheet: z.string().optional(),
  /** 1-based row of the (last) heading row; found by itself when absent. */
  headerRow: z.number().int().min(1).max(LAST_HEADING_ROW).optional(),
  source: z.enum(SOURCE_SYSTEMS).optional(),
  /** Normalised heading (see `columnKeys`) → meaning; null for a column to leave out. */
  columns: z.record(z.string(), z.enum(FIELD_KEYS).nullable()),
});
export type Mapping = z.infer<typeof mappingSchema>;

/** Keys of a heading row's columns: the normalised heading, `#n` when empty, `…(2)` when repeated. */
export function columnKeys(headings: readonly string[]): string[] {
  return distinctKeys(headings.map(normalizeHeading));
}

/** Keys for showing a refused row beside its original headings. */
export function displayKeys(headings: readonly string[]): string[] {
  return distinctKeys(headings.map((heading) => heading.trim()));
}

function distinctKeys(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name, index) => {
    if (name === '') return `#${index + 1}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}(${count})`;
  });
}

/** One digest per set of headings, whatever their order. */
export function headingFingerprint(headings: readonly string[]): string {
  return sha256Hex([...columnKeys(headings)].sort().join('\n'));
}
