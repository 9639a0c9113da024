import type { RawRow } from '#shared/domain/imports/raw-row.ts';
import { dateText, numberText } from '../date-cells.ts';
import { refuseFile } from '../file-error.ts';
import type { PackageParts, ReadOptions } from './package-parts.ts';
import { unescapeText } from './workbook-parts.ts';
import type { WorkbookParts } from './workbook-parts.ts';
import { attributeOf, createXmlScanner } from './xml-scan.ts';
import type { XmlHandler } from './xml-scan.ts';

export type SheetContext = Pick<WorkbookParts, 'date1904' | 'dateStyles'> & { readonly sharedStrings: readonly string[] };

const MOST_COLUMNS = 16_384;
const MOST_ROWS = 1_048_576;

/** Rows of one sheet as they stream in. Formulas give their stored values and are never computed. */
export async function* sheetRows(
  parts: PackageParts,
  path: string,
  options: ReadOptions & { readonly context: SheetContext },
): AsyncGenerator<RawRow[]> {
  const rows: RawRow[] = [];
  const scanner = createXmlScanner(createSheetHandler(options.context, (row) => rows.push(row)));
  for await (const text of parts.read(path, options)) {
    scanner.push(text);
    if (rows.length > 0) yield rows.splice(0);
  }
  scanner.end();
}

function createSheetHandler(context: SheetContext, onRow: (row: RawRow) => void): XmlHandler {
  let rowNumber = 0;
  let cells: string[] = [];
  let column = -1;
  let type: string | undefined;
  let style = 0;
  let text = '';
  let inPhonetic = false;
  const handler: XmlHandler = {
    wantsText: false,
    text(piece) {
      text = text === '' ? piece : text + piece;
    },
    open(name, attributes) {
      if (name === 'c') {
        column = columnOf(attributeOf(attributes, 'r'), column + 1);
        type = attributeOf(attributes, 't');
        style = Number(attributeOf(attributes, 's') ?? 0);
        text = '';
      } else if (name === 'v' || name === 't') handler.wantsText = !inPhonetic;
      else if (name === 'row') {
        rowNumber = rowNumberOf(attributeOf(attributes, 'r'), rowNumber + 1);
        cells = [];
        column = -1;
      } else if (name === 'rPh') inPhonetic = true;
    },
    close(name) {
      if (name === 'v' || name === 't') handler.wantsText = false;
      else if (name === 'c') {
        while (cells.length < column) cells.push('');
        cells[column] = text === '' ? '' : valueText(text, { type, style, context });
      } else if (name === 'row') onRow({ row: rowNumber, cells });
      else if (name === 'rPh') inPhonetic = false;
    },
  };
  return handler;
}

function valueText(stored: string, cell: { type: string | undefined; style: number; context: SheetContext }): string {
  switch (cell.type) {
    case 's':
      return cell.context.sharedStrings[Number(stored)] ?? '';
    case 'str':
    case 'inlineStr':
      return unescapeText(stored);
    case 'b':
      return stored.trim() === '1' ? 'TRUE' : 'FALSE';
    case 'e':
      return stored;
    case 'd':
      return stored.replace('T', ' ').replace(/Z$/, '');
    default: {
      const dates = cell.context.dateStyles[cell.style];
      return (dates && dateText(Number(stored), dates, cell.context.date1904)) ?? numberText(stored);
    }
  }
}

/** 0-based column of a reference such as `AB12`; the next one when the cell names none. */
function columnOf(reference: string | undefined, next: number): number {
  if (reference === undefined) return next;
  let column = 0;
  for (let i = 0; i < reference.length; i += 1) {
    const code = reference.charCodeAt(i) & 0xdf;
    if (code < 0x41 || code > 0x5a) break;
    column = column * 26 + code - 0x40;
  }
  if (column < 1 || column > MOST_COLUMNS) throw refuseFile('file-corrupt');
  return column - 1;
}

function rowNumberOf(stated: string | undefined, next: number): number {
  const row = stated === undefined ? next : Number(stated);
  if (!Number.isInteger(row) || row < 1 || row > MOST_ROWS) throw refuseFile('file-corrupt');
  return row;
}
