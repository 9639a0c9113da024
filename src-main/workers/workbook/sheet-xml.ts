/** The parts of a worksheet around its rows. */
import type { ExportSheet } from '#shared/domain/exports/column.ts';
import { columnLetters, textCell } from './cell-xml.ts';
import { styleIndex, valueStyle } from './styles-xml.ts';

const HEAD =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
  '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">';
const MIN_WIDTH = 4;
const MAX_WIDTH = 255;

/** Number of the row that holds the headings. */
export function headingRow(sheet: ExportSheet): number {
  return sheet.title === undefined ? 1 : 2;
}

/** Everything before the first data row: frozen headings, widths, title and headings. */
export function sheetOpening(sheet: ExportSheet): string {
  const frozen = headingRow(sheet);
  const pane = `<pane ySplit="${frozen}" topLeftCell="A${frozen + 1}" activePane="bottomLeft" state="frozen"/>`;
  const view = `<sheetViews><sheetView workbookViewId="0">${pane}<selection pane="bottomLeft" activeCell="A${frozen + 1}" sqref="A${frozen + 1}"/></sheetView></sheetViews>`;
  return `${HEAD}<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>${view}<sheetFormatPr defaultRowHeight="18"/>${columnWidths(sheet)}<sheetData>${titleRow(sheet)}${headings(sheet)}`;
}

function columnWidths(sheet: ExportSheet): string {
  const columns = sheet.columns.map((column, index) => {
    const width = Math.min(Math.max(column.width, MIN_WIDTH), MAX_WIDTH);
    return `<col min="${index + 1}" max="${index + 1}" width="${width}" style="${styleIndex(valueStyle(column))}" customWidth="1"/>`;
  });
  return `<cols>${columns.join('')}</cols>`;
}

function titleRow(sheet: ExportSheet): string {
  if (sheet.title === undefined) return '';
  return `<row r="1" ht="30" customHeight="1">${textCell('A1', sheet.title, 'title')}</row>`;
}

function headings(sheet: ExportSheet): string {
  const row = headingRow(sheet);
  const cells = sheet.columns.map((column, index) => textCell(`${columnLetters(index)}${row}`, column.title, 'heading'));
  return `<row r="${row}" ht="24" customHeight="1">${cells.join('')}</row>`;
}

/** Everything after the last row; `lastRow` is its number. The order of the elements is the schema's. */
export function sheetClosing(sheet: ExportSheet, lastRow: number): string {
  const merged =
    sheet.title === undefined || sheet.columns.length < 2
      ? ''
      : `<mergeCells count="1"><mergeCell ref="A1:${columnLetters(sheet.columns.length - 1)}1"/></mergeCells>`;
  return (
    `</sheetData><autoFilter ref="${filterRange(sheet, lastRow)}"/>${merged}` +
    '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>' +
    `<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>${ignoredErrors(sheet, lastRow)}</worksheet>`
  );
}

/** `A1:T500` of headings and rows. */
export function filterRange(sheet: ExportSheet, lastRow: number): string {
  return `A${headingRow(sheet)}:${columnLetters(sheet.columns.length - 1)}${lastRow}`;
}

/** Spares the reader Excel's green corners on mail numbers, which are texts on purpose. */
function ignoredErrors(sheet: ExportSheet, lastRow: number): string {
  const first = headingRow(sheet) + 1;
  if (lastRow < first) return '';
  const ranges = sheet.columns.flatMap((column, index) =>
    column.kind === 'mail-no' || column.kind === 'text' ? [`${columnLetters(index)}${first}:${columnLetters(index)}${lastRow}`] : [],
  );
  if (ranges.length === 0) return '';
  return `<ignoredErrors><ignoredError sqref="${ranges.join(' ')}" numberStoredAsText="1"/></ignoredErrors>`;
}
