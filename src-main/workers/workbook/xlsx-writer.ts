/**
 * A streaming writer of xlsx ledgers: rows go through the compressor into a temporary file
 * as they come, so that memory does not grow with the number of rows.
 */
import { assert } from '#shared/kernel/assert.ts';
import type { ExportNote, ExportRow, ExportSheet } from '#shared/domain/exports/column.ts';
import type { ExportContext, SheetTotals } from '#shared/domain/exports/notes.ts';
import { NOTES_SHEET_NAME, listNotes } from '#shared/domain/exports/notes.ts';
import type { RowEncoder } from './cell-xml.ts';
import { createRowEncoder } from './cell-xml.ts';
import { claimSheetName } from './sheet-names.ts';
import type { SheetTally } from './sheet-tally.ts';
import { createSheetTally } from './sheet-tally.ts';
import { filterRange, headingRow, sheetClosing, sheetOpening } from './sheet-xml.ts';
import { stylesXml } from './styles-xml.ts';
import type { TableWriter } from './table-writer.ts';
import type { TargetOptions } from './target-file.ts';
import { openTargetFile } from './target-file.ts';
import type { SheetEntry } from './workbook-xml.ts';
import {
  contentTypesXml,
  corePropertiesXml,
  notesSheetXml,
  packageRelationsXml,
  sheetPath,
  workbookRelationsXml,
  workbookXml,
} from './workbook-xml.ts';
import type { ZipPart, ZipStream } from './zip-stream.ts';
import { createZipStream } from './zip-stream.ts';

/** Excel's last row. */
export const MAX_SHEET_ROWS = 1_048_576;
/** A part of the archive must stay below 4 GiB; a sheet that comes near continues on the next. */
const MAX_PART_BYTES = 4_000_000_000;
/** Measured: higher levels cost more time than they save bytes; see the decision on the writer. */
const DEFAULT_LEVEL = 1;

export type XlsxWriterOptions = TargetOptions & {
  context: ExportContext;
  /** Last row of a sheet, headings included; rows beyond it continue on a further sheet. */
  maxSheetRows?: number;
  /** Deflate level, 1 to 9. */
  compressionLevel?: number;
};

/** Writes a workbook: one sheet for each `beginSheet` (more when it overflows), then the notes sheet. */
export async function createXlsxWriter(path: string, options: XlsxWriterOptions): Promise<TableWriter> {
  const file = await openTargetFile(path, options);
  const zip = createZipStream(file, {
    level: options.compressionLevel ?? DEFAULT_LEVEL,
    modifiedAtMs: options.context.exportedAtMs,
  });
  const book = new WorkbookBody(zip, options.maxSheetRows ?? MAX_SHEET_ROWS);
  return {
    beginSheet: (sheet) => book.beginSheet(sheet),
    writeRow: (values) => book.writeRow(values),
    async finish() {
      await book.endSheet();
      await book.addNotes(listNotes(options.context, book.written));
      await addFixedParts(zip, book.entries, options.context);
      await zip.end();
      const bytes = file.bytes();
      return { ...(await file.commit()), bytes, sheets: book.written.map(({ totals }) => totals) };
    },
    async abort() {
      book.destroy();
      await file.discard();
    },
  };
}

async function addFixedParts(zip: ZipStream, entries: readonly SheetEntry[], context: ExportContext): Promise<void> {
  await zip.addPart('xl/styles.xml', stylesXml());
  await zip.addPart('xl/workbook.xml', workbookXml(entries));
  await zip.addPart('xl/_rels/workbook.xml.rels', workbookRelationsXml(entries.length));
  await zip.addPart('docProps/core.xml', corePropertiesXml(context));
  await zip.addPart('_rels/.rels', packageRelationsXml());
  await zip.addPart('[Content_Types].xml', contentTypesXml(entries.length));
}

/** A sheet that rows are written to; it may run over several sheets of the file. */
type OpenSheet = {
  sheet: ExportSheet;
  tally: SheetTally;
  rows: RowEncoder;
  names: string[];
  part: ZipPart;
  lastRow: number;
};

class WorkbookBody {
  readonly entries: SheetEntry[] = [];
  readonly written: { sheet: ExportSheet; totals: SheetTotals }[] = [];
  readonly #zip: ZipStream;
  readonly #maxRows: number;
  readonly #takenNames = new Set([NOTES_SHEET_NAME]);
  #open: OpenSheet | undefined;

  constructor(zip: ZipStream, maxRows: number) {
    this.#zip = zip;
    this.#maxRows = maxRows;
  }

  async beginSheet(sheet: ExportSheet): Promise<void> {
    assert(sheet.columns.length > 0, 'a sheet has columns');
    await this.endSheet();
    const { name, part, lastRow } = await this.#openPart(sheet);
    const [tally, rows] = [createSheetTally(sheet), createRowEncoder(sheet.columns)];
    this.#open = { sheet, tally, rows, names: [name], part, lastRow };
  }

  writeRow(values: ExportRow): Promise<void> | undefined {
    const open = this.#open;
    assert(open, 'a sheet has begun');
    if (open.lastRow >= this.#maxRows || open.part.bytes() > MAX_PART_BYTES) {
      return this.#continueSheet(open).then(() => appendRow(open, values));
    }
    return appendRow(open, values);
  }

  async endSheet(): Promise<void> {
    const open = this.#open;
    if (!open) return;
    await this.#closePart(open);
    this.written.push({ sheet: open.sheet, totals: open.tally.totals(open.names) });
    this.#open = undefined;
  }

  async addNotes(notes: readonly ExportNote[]): Promise<void> {
    this.entries.push({ name: NOTES_SHEET_NAME });
    await this.#zip.addPart(sheetPath(this.entries.length - 1), notesSheetXml(notes));
  }

  destroy(): void {
    this.#open?.part.destroy();
  }

  async #continueSheet(open: OpenSheet): Promise<void> {
    await this.#closePart(open);
    const { name, part, lastRow } = await this.#openPart(open.sheet);
    open.names.push(name);
    open.part = part;
    open.lastRow = lastRow;
  }

  async #openPart(sheet: ExportSheet): Promise<{ name: string; part: ZipPart; lastRow: number }> {
    const name = claimSheetName(sheet.name, this.#takenNames);
    this.entries.push({ name });
    const part = await this.#zip.openPart(sheetPath(this.entries.length - 1));
    await part.write(sheetOpening(sheet));
    return { name, part, lastRow: headingRow(sheet) };
  }

  async #closePart({ sheet, part, lastRow }: OpenSheet): Promise<void> {
    await part.write(sheetClosing(sheet, lastRow));
    await part.end();
    const entry = this.entries[this.entries.length - 1];
    assert(entry, 'the open sheet has an entry');
    entry.filter = filterRange(sheet, lastRow);
    entry.headingRow = headingRow(sheet);
  }
}

function appendRow(open: OpenSheet, values: ExportRow): Promise<void> | undefined {
  open.lastRow += 1;
  const xml = open.rows.encode(values, open.lastRow);
  open.tally.add(values, open.rows.texts);
  return open.part.write(xml);
}
