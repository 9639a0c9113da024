import { FIELD_KEYS } from '#shared/domain/imports/fields.ts';
import type { FieldKey } from '#shared/domain/imports/fields.ts';
import { normalizeHeading } from '#shared/domain/imports/headings.ts';
import { headingFingerprint, mappingSchema } from '#shared/domain/imports/mapping.ts';
import type { Mapping } from '#shared/domain/imports/mapping.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';
import { mainSheetOf } from '../../workers/parsing/index.ts';
import type { Inspection } from '../../workers/parsing/index.ts';

/** What the mapping screen sends: shown heading → field, `''` for a column to leave out; and where the rows stand. */
export type ShownChoice = {
  readonly mapping?: Readonly<Record<string, string>> | undefined;
  readonly sheet?: string | undefined;
  readonly headingRow?: number | undefined;
};

/** Undefined when nothing was settled. Throws AppError invalid-input for a field that does not exist. */
export function mappingOf({ mapping: shown = {}, sheet, headingRow }: ShownChoice): Mapping | undefined {
  const columns = Object.fromEntries(Object.entries(shown).map(([heading, field]) => [normalizeHeading(heading), fieldOf(field)]));
  if (Object.keys(columns).length === 0 && sheet === undefined && headingRow === undefined) return undefined;
  return { ...(sheet !== undefined && { sheet }), ...(headingRow !== undefined && { headerRow: headingRow }), columns };
}

function fieldOf(text: string): FieldKey | null {
  if (text === '') return null;
  const field = FIELD_KEYS.find((key) => key === text);
  if (field === undefined) throw new AppError('invalid-input', 'input-not-valid', { detail: { field: text } });
  return field;
}

/** A set of headings that stands in a file; `row` where only a person could take it for headings. */
type Place = { readonly fingerprint: string; readonly sheet: string; readonly row?: number };

function* headingPlaces({ sheets }: Inspection): Generator<Place> {
  const main = mainSheetOf(sheets, undefined);
  const visible = sheets.filter(({ hidden, name }) => !hidden || name === main?.name);
  const inOrder = [...visible].sort((a, b) => Number(b === main) - Number(a === main));
  for (const { name, headerRow, fingerprint } of inOrder) if (headerRow !== undefined) yield { fingerprint, sheet: name };
  for (const { name, headerRow, top } of inOrder) {
    for (const { row, cells } of top) {
      if (row !== headerRow && cells.some((cell) => cell !== '')) yield { fingerprint: headingFingerprint(cells), sheet: name, row };
    }
  }
}

/**
 * What a person confirmed for headings of this file, wherever in it they stand now; the latest answer
 * when several fit. `inspection` is one without any mapping. What no longer fits its shape counts as never given.
 * `placeAnew`: answers that name a sheet or a row are passed over.
 */
export function findRemembered(tx: ReadTx, inspection: Inspection, placeAnew = false): Mapping | undefined {
  let latest: { mapping: Mapping; savedAt: number; place: Place } | undefined;
  for (const place of headingPlaces(inspection)) {
    const found = findMapping(tx, place.fingerprint);
    if (!found || (placeAnew && (place.row !== undefined || found.mapping.sheet !== undefined))) continue;
    const isBetter = latest === undefined || found.savedAt > latest.savedAt;
    const isNamed = latest?.place.fingerprint === place.fingerprint && found.mapping.sheet === place.sheet && place.row === undefined;
    if (isBetter || isNamed) latest = { ...found, place };
  }
  return latest && placed(latest.mapping, latest.place);
}

/** The sheet of the same name, if these headings still stand there; the row where they stand today. */
function placed({ columns, source, sheet }: Mapping, place: Place): Mapping {
  return {
    ...(sheet === place.sheet && { sheet }),
    ...(place.row !== undefined && { headerRow: place.row }),
    ...(source && { source }),
    columns,
  };
}

/** What a person confirmed for exactly this set of headings. */
export function findMapping(tx: ReadTx, fingerprint: string): { mapping: Mapping; savedAt: number } | undefined {
  const row = tx.get<{ mapping: string; saved_at: number }>('SELECT mapping, saved_at FROM import_mapping WHERE fingerprint = ?', [
    fingerprint,
  ]);
  const parsed = row && mappingSchema.safeParse(JSON.parse(row.mapping));
  return row && parsed?.success ? { mapping: parsed.data, savedAt: row.saved_at } : undefined;
}

export function rememberMapping(tx: WriteTx, fingerprint: string, mapping: Mapping): void {
  tx.run(
    `INSERT INTO import_mapping (fingerprint, mapping, saved_at) VALUES (?, ?, ?)
     ON CONFLICT (fingerprint) DO UPDATE SET mapping = excluded.mapping, saved_at = excluded.saved_at`,
    [fingerprint, JSON.stringify(mapping), tx.environment.clock.now()],
  );
}

/** The guess holds again for this set of headings, and so for the place of the rows in this file. */
export function forgetMappings(tx: WriteTx, fingerprint: string, inspection: Inspection): void {
  const forget = (one: string): void => void tx.run('DELETE FROM import_mapping WHERE fingerprint = ?', [one]);
  forget(fingerprint);
  for (const place of headingPlaces(inspection)) {
    const { mapping } = findMapping(tx, place.fingerprint) ?? {};
    if (mapping?.sheet !== undefined || mapping?.headerRow !== undefined) forget(place.fingerprint);
  }
}
