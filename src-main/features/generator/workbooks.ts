import * as sheets from 'xlsx';

/** A small xlsx: a title above the headings; plain mail numbers as numbers, damaged ones as text. */
export function workbookBytes(title: string, table: readonly (readonly string[])[]): Uint8Array {
  const cells = table.map((line) => line.map((cell) => (/^[1-9]\d{12}$/.test(cell) ? Number(cell) : cell)));
  const sheet = sheets.utils.aoa_to_sheet([[title], ...cells]);
  const book = sheets.utils.book_new();
  sheets.utils.book_append_sheet(book, sheet, '收寄清单');
  return new Uint8Array(sheets.write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer);
}

const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** SpreadsheetML 2003, which the 给据 system saves under the name .xls. */
export function spreadsheetHead(sheet: string, headings: readonly string[]): string {
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\r\n<?mso-application progid="Excel.Sheet"?>\r\n` +
    `<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">\r\n` +
    `<Worksheet ss:Name="${escapeXml(sheet)}"><Table>\r\n${spreadsheetRow(headings)}`
  );
}

export function spreadsheetRow(cells: readonly string[]): string {
  const written = cells.map((cell) => `<Cell><Data ss:Type="String">${escapeXml(cell)}</Data></Cell>`);
  return `<Row>${written.join('')}</Row>\r\n`;
}

export const SPREADSHEET_TAIL = '</Table></Worksheet></Workbook>\r\n';
