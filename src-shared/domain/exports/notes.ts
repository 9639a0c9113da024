/** The rows of the notes sheet: where an exported workbook comes from and how to check it. */
import type { ExportNote, ExportSheet } from './column.ts';
import { cellText, moneyText } from './column.ts';

export const NOTES_SHEET_NAME = '说明';

/** Who exports, when, and whether personal data is masked. */
export type ExportContext = {
  exportedAtMs: number;
  /** Name and staff number as they shall be read in the file. */
  exportedBy: string;
  masked: boolean;
};

/** Sum of one column over all rows: an integer, or fen. */
export type ColumnSum = { key: string; title: string; kind: 'integer' | 'money-fen'; sum: number };

/** What was written of one sheet. */
export type SheetTotals = {
  name: string;
  /** Names of the sheets in the file that hold the rows, more than one when they overflow. */
  parts: readonly string[];
  rows: number;
  sums: readonly ColumnSum[];
  /** SHA-256, 64 hex digits; its definition is in the doc comment of the tally. */
  checksum: string;
  cutCells: number;
};

const CHECKSUM_RULE =
  '逐行逐格取文本（日期时间为“YYYY-MM-DD hh:mm:ss”、日期为“YYYY-MM-DD”、金额两位小数、整数无分隔符、空值为空串），' +
  '格间以 U+001F 连接，每行以 U+001E 结尾，不含标题行与表头，按 UTF-8 计算 SHA-256';

export function listNotes(context: ExportContext, written: readonly { sheet: ExportSheet; totals: SheetTotals }[]): ExportNote[] {
  const time = cellText(context.exportedAtMs, INSTANT_COLUMN);
  return [
    { label: '导出时间', text: time },
    { label: '导出人', text: context.exportedBy },
    { label: '个人信息', text: context.masked ? '已脱敏' : '未脱敏，请妥善保管' },
    ...written.flatMap(({ sheet, totals }) => listSheetNotes(sheet, totals)),
    { label: '校验值算法', text: CHECKSUM_RULE },
  ];
}

function listSheetNotes(sheet: ExportSheet, totals: SheetTotals): ExportNote[] {
  return [
    { label: '工作表', text: totals.parts.join('、') },
    ...sheet.notes,
    { label: '行数', text: String(totals.rows) },
    ...totals.sums.map((sum) => ({ label: `合计：${sum.title}`, text: sumText(sum) })),
    { label: '校验值', text: totals.checksum },
    ...(totals.cutCells === 0 ? [] : [{ label: '超长截断', text: `${totals.cutCells} 个单元格超过 32767 字，已截断` }]),
  ];
}

export function sumText(sum: ColumnSum): string {
  return sum.kind === 'money-fen' ? moneyText(sum.sum) : String(sum.sum);
}

const INSTANT_COLUMN = { key: 'at', title: '', kind: 'instant', width: 20 } as const;
