import { createHash } from 'node:crypto';
import type { ExportRow, ExportSheet } from '#shared/domain/exports/column.ts';
import { isCut, isNumberCell } from '#shared/domain/exports/column.ts';
import type { ColumnSum, SheetTotals } from '#shared/domain/exports/notes.ts';
import { createTextChunks } from './text-chunks.ts';

const BETWEEN_CELLS = '\u001f';
const AFTER_ROW = '\u001e';

export type SheetTally = {
  /** Counts one row; `texts` are the canonical texts of `values`. */
  add(values: ExportRow, texts: readonly string[]): void;
  totals(parts: readonly string[]): SheetTotals;
};

/**
 * Row count, column sums and checksum of a sheet while it is written.
 *
 * The checksum is the SHA-256 of the UTF-8 bytes of this text: for each data row in order
 * (title and heading rows do not count; a sheet that continues on further sheets is one
 * run of rows) the canonical texts of its cells (`cellText`) joined by U+001F, and after
 * each row U+001E. It depends on neither the file format nor styles, so that the same rows
 * as xlsx and as csv have the same checksum, and any program can compute it again.
 */
export function createSheetTally(sheet: ExportSheet): SheetTally {
  const hash = createHash('sha256');
  const summed = sheet.columns.flatMap((column, index) => (column.kind === 'integer' || column.kind === 'money-fen' ? [index] : []));
  const sums = sheet.columns.map(() => 0);
  const chunks = createTextChunks((chunk, release) => {
    hash.update(chunk);
    release();
  });
  let rows = 0;
  let cutCells = 0;

  function add(values: ExportRow, texts: readonly string[]): void {
    rows += 1;
    chunks.add(texts.join(BETWEEN_CELLS) + AFTER_ROW);
    for (const index of summed) {
      const value = values[index] ?? null;
      const column = sheet.columns[index];
      if (column && isNumberCell(value, column)) sums[index] = (sums[index] ?? 0) + value;
    }
    for (const value of values) if (isCut(value)) cutCells += 1;
  }

  return {
    add,
    totals(parts) {
      chunks.flush();
      return { name: sheet.name, parts, rows, sums: listSums(sheet, sums), checksum: hash.digest('hex'), cutCells };
    },
  };
}

function listSums(sheet: ExportSheet, sums: readonly number[]): ColumnSum[] {
  return sheet.columns.flatMap(({ key, title, kind }, index) =>
    kind === 'integer' || kind === 'money-fen' ? [{ key, title, kind, sum: sums[index] ?? 0 }] : [],
  );
}
