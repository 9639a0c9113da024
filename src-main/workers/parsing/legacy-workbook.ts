import { readFile } from 'node:fs/promises';
import * as XLSX from 'xlsx';
import * as codePages from 'xlsx/dist/cpexcel.full.mjs';
import type { RawRow } from '#shared/domain/imports/raw-row.ts';
import { dateStyleOf, dateText, numberText } from './date-cells.ts';
import { asFileError, refuseFile } from './file-error.ts';
import { readHtmlTables } from './html-tables.ts';
import type { SheetFile, SheetSource } from './sheets.ts';
import type { FileSniff } from './sniff.ts';
import { createDecoder } from './text-encoding.ts';

// Workbooks of the years before Unicode (BIFF5) hold their texts in code page 936.
XLSX.set_cptable(codePages);

const ROWS_PER_PIECE = 1000;
const FILEPASS = 0x2f;
const EOF_RECORD = 0x0a;

/** Opens an OLE2 .xls or SpreadsheetML by SheetJS, which reads it at once. */
export async function openLegacyWorkbook(sniff: FileSniff): Promise<SheetFile> {
  const bytes = await readFile(sniff.path);
  const book = sniff.container === 'ole2' ? readOle2(bytes) : readSpreadsheetMl(decode(bytes, sniff));
  const date1904 = book.Workbook?.WBProps?.date1904 === true;
  const hidden = (index: number): boolean => (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0;
  const sheets = book.SheetNames.map((name, index) =>
    sheetOf({ name, date1904, hidden: hidden(index), rows: rowsOf(book.Sheets[name], date1904) }, sniff.size),
  );
  return { sheets, close: () => undefined };
}

/** Opens the tables of an HTML page, one sheet each. */
export async function openHtmlFile(sniff: FileSniff): Promise<SheetFile> {
  const tables = readHtmlTables(decode(await readFile(sniff.path), sniff));
  if (tables.length === 0) throw refuseFile('file-unrecognised');
  const sheets = tables.map((rows, index) => sheetOf({ name: `表${index + 1}`, date1904: false, hidden: false, rows }, sniff.size));
  return { sheets, close: () => undefined };
}

type ReadSheet = Pick<SheetSource, 'name' | 'date1904' | 'hidden'> & { readonly rows: readonly RawRow[] };

function sheetOf({ rows, ...sheet }: ReadSheet, size: number): SheetSource {
  return {
    ...sheet,
    countRows: () => Promise.resolve(rows.filter(({ cells }) => cells.some((cell) => cell !== '')).length),
    rows: async function* pieces({ onBytes }) {
      for (let from = 0; from < rows.length; from += ROWS_PER_PIECE) {
        onBytes?.(Math.round((Math.min(rows.length, from + ROWS_PER_PIECE) / rows.length) * size));
        yield rows.slice(from, from + ROWS_PER_PIECE);
      }
    },
  };
}

function decode(bytes: Buffer, sniff: FileSniff): string {
  const decoder = createDecoder(sniff.encoding ?? 'utf-8');
  return decoder.decode(bytes) + decoder.end();
}

const READ_OPTIONS = { dense: true, cellFormula: false, cellHTML: false, cellText: false, cellNF: true, cellDates: false } as const;

function readOle2(bytes: Buffer): XLSX.WorkBook {
  try {
    const container = XLSX.CFB.read(bytes, { type: 'buffer' });
    if (XLSX.CFB.find(container, 'EncryptedPackage')) throw refuseFile('file-encrypted');
    const stream = XLSX.CFB.find(container, 'Workbook') ?? XLSX.CFB.find(container, 'Book');
    if (!stream) throw refuseFile('file-unrecognised');
    if (hasFilePass(Buffer.from(stream.content as Uint8Array))) throw refuseFile('file-encrypted');
    return XLSX.read(bytes, { type: 'buffer', ...READ_OPTIONS });
  } catch (error) {
    if (error instanceof Error && /password|encrypt/i.test(error.message)) throw refuseFile('file-encrypted', { cause: error });
    throw asFileError(error);
  }
}

/** Walks the globals of a BIFF stream for the record that says "encrypted". */
function hasFilePass(stream: Buffer): boolean {
  let at = 0;
  for (let count = 0; count < 200 && at + 4 <= stream.length; count += 1) {
    const record = stream.readUInt16LE(at);
    if (record === FILEPASS) return true;
    if (record === EOF_RECORD) return false;
    at += 4 + stream.readUInt16LE(at + 2);
  }
  return false;
}

function readSpreadsheetMl(text: string): XLSX.WorkBook {
  if (/<!(?:ENTITY|DOCTYPE)/i.test(text)) throw refuseFile('file-unsafe');
  try {
    return XLSX.read(text, { type: 'string', raw: true, ...READ_OPTIONS });
  } catch (error) {
    throw asFileError(error);
  }
}

function rowsOf(sheet: XLSX.WorkSheet | undefined, date1904: boolean): RawRow[] {
  const data = (sheet?.['!data'] ?? []) as (XLSX.CellObject | undefined)[][];
  const rows: RawRow[] = [];
  for (let index = 0; index < data.length; index += 1) {
    const line = data[index];
    if (!line) continue;
    const cells = Array.from({ length: line.length }, (_, column) => cellText(line[column], date1904));
    rows.push({ row: index + 1, cells });
  }
  return rows;
}

function cellText(cell: XLSX.CellObject | undefined, date1904: boolean): string {
  if (!cell || cell.v === undefined || cell.t === 'z') return '';
  if (cell.t === 'n' && typeof cell.v === 'number') {
    const style = typeof cell.z === 'string' ? dateStyleOf(-1, cell.z) : undefined;
    return (style && dateText(cell.v, style, date1904)) ?? numberText(String(cell.v));
  }
  if (cell.t === 'b') return cell.v === true ? 'TRUE' : 'FALSE';
  if (cell.t === 'e') return cell.w ?? '';
  if (cell.v instanceof Date) return cell.v.toISOString().slice(0, 19).replace('T', ' ');
  return String(cell.v);
}
