import { readEnvelope } from '#shared/domain/imports/envelopes/envelope.ts';
import type { ImportKind } from '#shared/domain/imports/fields.ts';
import type { Mapping } from '#shared/domain/imports/mapping.ts';
import { readPastedNumbers } from '#shared/domain/imports/pasted.ts';
import { createTableReader } from '#shared/domain/imports/table-reader.ts';
import type { RowSink } from '#shared/domain/imports/table-reader.ts';
import { createCsvSplitter } from './csv-rows.ts';
import { refuseFile } from './file-error.ts';
import { createJsonSplitter } from './json-splitter.ts';
import { recogniseText } from './sniff.ts';

export type TextOptions = { readonly kind: ImportKind | 'auto'; readonly mapping?: Mapping };

/** Pasted text: rows of a table with their headings, a JSON answer, or mail numbers in any arrangement. */
export function parseText(text: string, options: TextOptions): RowSink {
  const sink: RowSink = { statements: [], refusals: [], clients: [] };
  const { container, delimiter } = recogniseText(text, { encoding: 'utf-8', bom: false });
  if (container === 'json' || container === 'jsonl') {
    let row = 0;
    const envelope = { ...sink, nextRow: () => (row += 1), answered: () => undefined };
    const splitter = createJsonSplitter((unit) => readEnvelope(unit.value, envelope, unit.source));
    splitter.push(text);
    splitter.end();
    return sink;
  }
  const reader = createTableReader(options);
  let row = 0;
  const splitter = createCsvSplitter(delimiter ?? '\t', (cells) => reader.push({ row: (row += 1), cells }, sink));
  splitter.push(text);
  splitter.end();
  reader.end(sink);
  if (reader.layout) return sink;
  if (reader.mismatch) throw refuseFile('kind-mismatch');
  const pasted = readPastedNumbers(text);
  if (pasted.statements.length + pasted.refusals.length === 0) throw refuseFile('headings-not-found');
  return { statements: [...pasted.statements], refusals: [...pasted.refusals], clients: [] };
}
