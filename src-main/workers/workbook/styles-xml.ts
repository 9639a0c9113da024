/** The styles of exported workbooks: a fixed table, cells refer to it by index. */
import type { ExportColumn } from '#shared/domain/exports/column.ts';

const MAIN_NAMESPACE = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const INSTANT_FORMAT = 164;
const DAY_FORMAT = 165;
/** Excel's built-in formats: `0`, `0.00` and text (`@`). */
const FORMAT = { general: 0, integer: 1, money: 2, text: 49 };
const FONT = { plain: 0, bold: 1, title: 2 };
const FILL = { none: 0, heading: 2 };
const CENTER = '<alignment vertical="center"/>';
const CENTER_BOTH = '<alignment horizontal="center" vertical="center" wrapText="1"/>';
const WRAP = '<alignment vertical="center" wrapText="1"/>';

type Look = { format?: number; font?: number; fill?: number; align: string; quotePrefix?: boolean };

const LOOKS = {
  plain: { align: CENTER },
  title: { font: FONT.title, align: CENTER_BOTH },
  heading: { font: FONT.bold, fill: FILL.heading, align: CENTER_BOTH },
  label: { font: FONT.bold, align: CENTER },
  text: { align: CENTER },
  textGuarded: { align: CENTER, quotePrefix: true },
  wrapped: { align: WRAP },
  wrappedGuarded: { align: WRAP, quotePrefix: true },
  code: { format: FORMAT.text, align: CENTER },
  codeGuarded: { format: FORMAT.text, align: CENTER, quotePrefix: true },
  codeWrapped: { format: FORMAT.text, align: WRAP },
  codeWrappedGuarded: { format: FORMAT.text, align: WRAP, quotePrefix: true },
  integer: { format: FORMAT.integer, align: CENTER },
  money: { format: FORMAT.money, align: CENTER },
  instant: { format: INSTANT_FORMAT, align: CENTER },
  day: { format: DAY_FORMAT, align: CENTER },
} as const satisfies Record<string, Look>;

export type StyleName = keyof typeof LOOKS;

const STYLE_NAMES = Object.keys(LOOKS);

export function styleIndex(name: StyleName): number {
  return STYLE_NAMES.indexOf(name);
}

/** Style of the texts of a column, and of its texts that look like formulas. */
export function textStyles(column: ExportColumn): { plain: StyleName; guarded: StyleName } {
  if (column.kind === 'mail-no') {
    return column.wrap ? { plain: 'codeWrapped', guarded: 'codeWrappedGuarded' } : { plain: 'code', guarded: 'codeGuarded' };
  }
  return column.wrap ? { plain: 'wrapped', guarded: 'wrappedGuarded' } : { plain: 'text', guarded: 'textGuarded' };
}

/** Style of the values of a column that are not text. */
export function valueStyle(column: ExportColumn): StyleName {
  switch (column.kind) {
    case 'integer':
      return 'integer';
    case 'money-fen':
      return 'money';
    case 'instant':
      return 'instant';
    case 'day':
      return 'day';
    default:
      return textStyles(column).plain;
  }
}

export function stylesXml(): string {
  const formats =
    `<numFmts count="2"><numFmt numFmtId="${INSTANT_FORMAT}" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>` +
    `<numFmt numFmtId="${DAY_FORMAT}" formatCode="yyyy\\-mm\\-dd"/></numFmts>`;
  const fonts = `<fonts count="3">${font(11, '')}${font(11, '<b/>')}${font(16, '<b/>')}</fonts>`;
  const fills =
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE7EFEA"/><bgColor indexed="64"/></patternFill></fill></fills>';
  const borders = '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>';
  const base = '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>';
  const looks = Object.values(LOOKS).map(formatXml);
  const cells = `<cellXfs count="${looks.length}">${looks.join('')}</cellXfs>`;
  const names = '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>';
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="${MAIN_NAMESPACE}">${formats}${fonts}${fills}${borders}${base}${cells}${names}</styleSheet>`;
}

function font(points: number, bold: string): string {
  return `<font>${bold}<sz val="${points}"/><name val="宋体"/><family val="3"/><charset val="134"/></font>`;
}

function formatXml(look: Look): string {
  const { format = FORMAT.general, font: fontId = FONT.plain, fill = FILL.none } = look;
  const quote = look.quotePrefix ? ' quotePrefix="1"' : '';
  return (
    `<xf numFmtId="${format}" fontId="${fontId}" fillId="${fill}" borderId="0" xfId="0"${quote}` +
    ` applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1">${look.align}</xf>`
  );
}
