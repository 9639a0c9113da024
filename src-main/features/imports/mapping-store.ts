import { FIELD_KEYS } from '#shared/domain/imports/fields.ts';
import type { FieldKey } from '#shared/domain/imports/fields.ts';
import { normalizeHeading } from '#shared/domain/imports/headings.ts';
import { mappingSchema } from '#shared/domain/imports/mapping.ts';
import type { Mapping } from '#shared/domain/imports/mapping.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';

/** Shown heading → field, `''` for a column to leave out: what the mapping screen sends. */
export type ShownMapping = Readonly<Record<string, string>>;

/** Throws AppError invalid-input for a field that does not exist. */
export function mappingOf(shown: ShownMapping | undefined): Mapping | undefined {
  if (shown === undefined || Object.keys(shown).length === 0) return undefined;
  return { columns: Object.fromEntries(Object.entries(shown).map(([heading, field]) => [normalizeHeading(heading), fieldOf(field)])) };
}

function fieldOf(text: string): FieldKey | null {
  if (text === '') return null;
  const field = FIELD_KEYS.find((key) => key === text);
  if (field === undefined) throw new AppError('invalid-input', 'input-not-valid', { detail: { field: text } });
  return field;
}

/** What a person confirmed for this set of headings; one that no longer fits its shape counts as never given. */
export function findMapping(tx: ReadTx, fingerprint: string): Mapping | undefined {
  const text = tx.pluck<string>('SELECT mapping FROM import_mapping WHERE fingerprint = ?', [fingerprint]);
  const parsed = text === undefined ? undefined : mappingSchema.safeParse(JSON.parse(text));
  return parsed?.success ? parsed.data : undefined;
}

/** Undefined: the guess holds again. */
export function rememberMapping(tx: WriteTx, fingerprint: string, mapping: Mapping | undefined): void {
  if (mapping === undefined) {
    tx.run('DELETE FROM import_mapping WHERE fingerprint = ?', [fingerprint]);
    return;
  }
  tx.run(
    `INSERT INTO import_mapping (fingerprint, mapping, saved_at) VALUES (?, ?, ?)
     ON CONFLICT (fingerprint) DO UPDATE SET mapping = excluded.mapping, saved_at = excluded.saved_at`,
    [fingerprint, JSON.stringify(mapping), tx.environment.clock.now()],
  );
}
