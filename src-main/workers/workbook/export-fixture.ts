/** A sheet and rows that hold everything that spreadsheets are known to damage. */
import type { ExportRow, ExportSheet } from '#shared/domain/exports/column.ts';
import type { ExportContext } from '#shared/domain/exports/notes.ts';

export const FIXTURE_CONTEXT: ExportContext = {
  exportedAtMs: Date.UTC(2026, 2, 2, 1, 30, 15),
  exportedBy: '王敏（430001）',
  masked: true,
};

export const FIXTURE_SHEET: ExportSheet = {
  name: '异常邮件跟踪台账',
  notes: [{ label: '筛选条件', text: '区域：省内；状态：在办' }],
  columns: [
    { key: 'mailNo', title: '邮件号', kind: 'mail-no', width: 16 },
    { key: 'note', title: '跟进记录', kind: 'text', width: 40, wrap: true },
    { key: 'kind', title: '异常类型', kind: 'choice', width: 12 },
    { key: 'acceptedAt', title: '收寄时间', kind: 'instant', width: 20 },
    { key: 'dueDay', title: '应查日期', kind: 'day', width: 12 },
    { key: 'pieces', title: '件数', kind: 'integer', width: 8 },
    { key: 'postage', title: '邮资', kind: 'money-fen', width: 12 },
  ],
};

const AT = Date.UTC(2026, 2, 2, 1, 2, 3);
const DAY = 20_514;

/** Texts that every program shows as they are. */
export const PLAIN_TEXTS = [
  '已联系投递机构，预计明日再投',
  '=1+1',
  '+8673158291234',
  '-5',
  '@SUM(A1)',
  '＝HYPERLINK("x")',
  "'=保留引号",
  '1e5',
  '2026-01-02',
  'TRUE',
  '1,234.50',
  '引号"逗号,分号;',
  '<b>&amp;</b>',
  '_x0041_',
  '两行\n第二行',
  '  前后空格  ',
  '表情😀与𠮷',
  '007',
];

/** Texts with characters that XML cannot hold as they are. */
export const CONTROL_TEXTS = ['回车\r\n换行', '制\t表', '控制\u0001\u001f符', '孤\ud800立', '\tTAB'];

export const NUMBERS = ['1272451234567', '0012724512345', 'EA123456785CN', '99999999999999999999'];

export function fixtureRows(texts: readonly string[]): ExportRow[] {
  return texts.map((text, index) => [
    NUMBERS[index % NUMBERS.length] ?? null,
    text,
    index % 2 === 0 ? '滞留' : '退回',
    index === 3 ? null : AT + index * 86_399_000 + 999,
    index === 4 ? null : DAY - index * 400,
    index === 5 ? null : index * 1_000_003 - 7,
    index === 6 ? null : index * 12_345 - 5,
  ]);
}
