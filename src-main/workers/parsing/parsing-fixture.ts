import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import * as XLSX from 'xlsx';
import type { ClientRow } from '#shared/domain/clients/client-row.ts';
import type { Refusal, Statement } from '#shared/domain/mail/statement.ts';
import { parseFile } from './parse-file.ts';
import type { ParseOptions } from './parse-file.ts';

/** Real files for the tests of the readers, each in a folder that is removed with it. */
export type Scratch = { put(name: string, content: Uint8Array | string): string; remove(): void };

export function createScratch(): Scratch {
  const folder = mkdtempSync(join(tmpdir(), '邮哨 parsing-'));
  return {
    put(name, content) {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export type Parsed = { statements: Statement[]; refusals: Refusal[]; clients: ClientRow[]; rowsRead: number; batches: number };

export async function parseAll(path: string, options: Partial<ParseOptions> = {}): Promise<Parsed> {
  const all: Parsed = { statements: [], refusals: [], clients: [], rowsRead: 0, batches: 0 };
  for await (const batch of parseFile(path, { kind: 'auto', ...options })) {
    all.statements.push(...batch.statements);
    all.refusals.push(...batch.refusals);
    all.clients.push(...batch.clients);
    all.rowsRead = batch.rowsRead;
    all.batches += 1;
  }
  return all;
}

/** A table with the usual and the unusual: numbers as text and as numbers, quotes, line ends. */
export const HEADINGS = ['邮件号', '收寄时间', '大宗客户代码', '收件人', '收件人地址', '重量(克)', '总邮资', '寄达范围'];
export const ROWS: readonly (readonly string[])[] = [
  ['1272448151316', '2024-12-26 15:31:55', '1100207488562', '张三', '长沙市"某某"路 1 号, 二栋', '350', '12.5', '3'],
  ['9858638312956', '2024-12-26 23:59:59', '1100207488562', '李四', '深圳市\n南山区', '1200', '8', '4'],
  ['LZ290346175CN', '2024-02-29 00:00:01', '1100207488563', '王五', '北京市', '20', '30.05', '5'],
  ['1.27245E+12', '2024-12-26 15:31:55', '1100207488562', '赵六', '湘潭市', '1', '1', '1'],
];

export function csvOf(rows: readonly (readonly string[])[], delimiter = ','): string {
  const cell = (text: string): string => (/[",;\t\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
  return rows.map((row) => row.map(cell).join(delimiter)).join('\r\n');
}

type Writer = () => Promise<Uint8Array | string> | Uint8Array | string;

/** The same table in every format that is read. */
export function writersOf(rows: readonly (readonly string[])[]): Record<string, Writer> {
  const csv = csvOf(rows);
  const sheetJs =
    (bookType: XLSX.BookType, more: XLSX.WritingOptions = {}): Writer =>
    () => {
      const book = XLSX.utils.book_new();
      XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows as string[][]), '收寄清单');
      return XLSX.write(book, { type: 'buffer', bookType, ...more }) as Uint8Array;
    };
  return {
    'xlsx, shared strings': sheetJs('xlsx', { bookSST: true, compression: true }),
    'xlsx, stored, cell by cell': sheetJs('xlsx'),
    'xlsx by exceljs': async () => {
      const book = new ExcelJS.Workbook();
      const sheet = book.addWorksheet('收寄清单');
      for (const row of rows) sheet.addRow([...row]);
      return new Uint8Array(await book.xlsx.writeBuffer());
    },
    'xls (OLE2)': sheetJs('biff8'),
    'xls (SpreadsheetML)': sheetJs('xlml'),
    'xls (HTML)': sheetJs('html'),
    'csv in UTF-8': () => csv,
    'csv in UTF-8 with BOM': () => `\uFEFF${csv}`,
    'csv in GB18030': () => iconv.encode(csv, 'gb18030'),
    'csv in UTF-16 LE with BOM': () => iconv.encode(csv, 'utf-16le', { addBOM: true }),
    'csv in UTF-16 BE with BOM': () => iconv.encode(csv, 'utf-16be', { addBOM: true }),
    'csv in UTF-16 LE': () => iconv.encode(csv, 'utf-16le'),
    'csv in UTF-16 BE': () => iconv.encode(csv, 'utf-16be'),
    tsv: () => csvOf(rows, '\t'),
    semicolons: () => csvOf(rows, ';'),
  };
}
