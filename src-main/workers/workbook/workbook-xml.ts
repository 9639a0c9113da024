/** The small parts of a workbook: directory of sheets, relations, content types, properties. */
import type { ExportNote } from '#shared/domain/exports/column.ts';
import { looksLikeFormula } from '#shared/domain/exports/formula-guard.ts';
import type { ExportContext } from '#shared/domain/exports/notes.ts';
import { textCell } from './cell-xml.ts';
import { styleIndex } from './styles-xml.ts';
import { escapeXml } from './xml-text.ts';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** A sheet as the directory names it; the filter range and heading row only where there are rows. */
export type SheetEntry = { name: string; filter?: string; headingRow?: number };

export function sheetPath(index: number): string {
  return `xl/worksheets/sheet${index + 1}.xml`;
}

export function workbookXml(sheets: readonly SheetEntry[]): string {
  const list = sheets.map(({ name }, index) => `<sheet name="${escapeXml(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`);
  const names = sheets.map(definedNames).join('');
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><bookViews><workbookView activeTab="0"/></bookViews><sheets>${list.join('')}</sheets>${names === '' ? '' : `<definedNames>${names}</definedNames>`}</workbook>`;
}

/** Filter and print titles; Excel keeps both as hidden or built-in names of the sheet. */
function definedNames({ name, filter, headingRow }: SheetEntry, index: number): string {
  if (filter === undefined || headingRow === undefined) return '';
  const quoted = `'${escapeXml(name.replaceAll("'", "''"))}'!`;
  const range = filter.replace(/([A-Z]+)(\d+)/g, '$$$1$$$2');
  return (
    `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">${quoted}${range}</definedName>` +
    `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">${quoted}$1:$${headingRow}</definedName>`
  );
}

export function workbookRelationsXml(sheetCount: number): string {
  const sheets = Array.from(
    { length: sheetCount },
    (_, index) => `<Relationship Id="rId${index + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  );
  const styles = `<Relationship Id="rId${sheetCount + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/>`;
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${sheets.join('')}${styles}</Relationships>`;
}

export function packageRelationsXml(): string {
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`;
}

export function contentTypesXml(sheetCount: number): string {
  const sheets = Array.from({ length: sheetCount }, (_, index) => override(sheetPath(index), `${SHEET_TYPE}.worksheet+xml`));
  return `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override('xl/workbook.xml', `${SHEET_TYPE}.sheet.main+xml`)}${sheets.join('')}${override('xl/styles.xml', `${SHEET_TYPE}.styles+xml`)}${override('docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml')}</Types>`;
}

function override(path: string, type: string): string {
  return `<Override PartName="/${path}" ContentType="${type}"/>`;
}

export function corePropertiesXml(context: ExportContext): string {
  const created = new Date(context.exportedAtMs).toISOString().replace(/\.\d+Z$/, 'Z');
  return `${XML}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>${escapeXml(context.exportedBy)}</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">${created}</dcterms:created></cp:coreProperties>`;
}

/** The notes sheet: two columns, label and text. */
export function notesSheetXml(notes: readonly ExportNote[]): string {
  const rows = notes.map(({ label, text }, index) => {
    const style = looksLikeFormula(text) ? 'wrappedGuarded' : 'wrapped';
    const value = text === '' ? '' : textCell(`B${index + 1}`, text, style);
    return `<row r="${index + 1}">${textCell(`A${index + 1}`, label, 'label')}${value}</row>`;
  });
  const columns = `<cols><col min="1" max="1" width="20" style="${styleIndex('label')}" customWidth="1"/><col min="2" max="2" width="90" style="${styleIndex('wrapped')}" customWidth="1"/></cols>`;
  return `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="18"/>${columns}<sheetData>${rows.join('')}</sheetData></worksheet>`;
}
