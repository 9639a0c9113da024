/**
 * A streaming writer of csv: UTF-8 with byte order mark, RFC 4180, CRLF, one heading row. The
 * cells are the canonical texts, guarded against being read as formulas (`formula-guard.ts`).
 * Mail numbers stand as they are, for programs; people who open the file in Excel are better
 * served by the workbook, since Excel rounds long numbers of a csv file.
 */
import { assert } from '#shared/kernel/assert.ts';
import type { ExportColumn, ExportRow, ExportSheet } from '#shared/domain/exports/column.ts';
import { cellText } from '#shared/domain/exports/column.ts';
import { guardCsvText } from '#shared/domain/exports/formula-guard.ts';
import type { SheetTally } from './sheet-tally.ts';
import { createSheetTally } from './sheet-tally.ts';
import type { TableWriter } from './table-writer.ts';
import type { TargetFile, TargetOptions } from './target-file.ts';
import { openTargetFile } from './target-file.ts';
import type { TextChunks } from './text-chunks.ts';
import { createTextChunks } from './text-chunks.ts';

const BYTE_ORDER_MARK = '\ufeff';
const LINE_END = '\r\n';
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** Writes one sheet; a second `beginSheet` is a bug, and titles and notes have no place in the format. */
export async function createCsvWriter(path: string, options: TargetOptions = {}): Promise<TableWriter> {
  const file = await openTargetFile(path, options);
  const output = createOutput(file);
  let open: { sheet: ExportSheet; tally: SheetTally; texts: string[] } | undefined;
  return {
    async beginSheet(sheet) {
      assert(open === undefined, 'a csv file has one sheet');
      open = { sheet, tally: createSheetTally(sheet), texts: sheet.columns.map(() => '') };
      const headings = sheet.columns.map(({ title }) => quote(guardCsvText(title)));
      await output.write(BYTE_ORDER_MARK + headings.join(',') + LINE_END);
    },
    writeRow(values) {
      assert(open, 'a sheet has begun');
      const line = lineOf(values, open.sheet.columns, open.texts);
      open.tally.add(values, open.texts);
      return output.write(line);
    },
    async finish() {
      assert(open, 'a sheet has begun');
      await output.flush();
      const sheets = [open.tally.totals([open.sheet.name])];
      const bytes = file.bytes();
      return { ...(await file.commit()), bytes, sheets };
    },
    abort: () => file.discard(),
  };
}

/** Fills `texts` with the canonical texts on the way. */
function lineOf(values: ExportRow, columns: readonly ExportColumn[], texts: string[]): string {
  let line = '';
  for (let index = 0; index < columns.length; index += 1) {
    const column = columns[index];
    if (!column) continue;
    const value = values[index] ?? null;
    const text = cellText(value, column);
    texts[index] = text;
    if (index > 0) line += ',';
    line += typeof value === 'string' ? quote(guardCsvText(text)) : text;
  }
  return line + LINE_END;
}

function quote(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function createOutput(file: TargetFile): { write(text: string): Promise<void> | undefined; flush(): Promise<void> } {
  let written: Promise<void> | undefined;
  const chunks: TextChunks = createTextChunks((chunk, release) => {
    written = (written ?? Promise.resolve()).then(() => file.write(chunk)).then(release);
  });
  function takeWritten(): Promise<void> | undefined {
    const promise = written;
    written = undefined;
    return promise;
  }
  return {
    write(text) {
      chunks.add(text);
      return takeWritten();
    },
    async flush() {
      chunks.flush();
      await takeWritten();
    },
  };
}
