import { describe, expect, it } from 'vitest';
import type { ColumnKind, ExportColumn, ExportValue } from './column.ts';
import { CUT_MARK, MAX_CELL_LENGTH, cellText, isCut, isNumberCell } from './column.ts';

const column = (kind: ColumnKind): ExportColumn => ({ key: 'k', title: '列', kind, width: 10 });
const SHANGHAI_9 = Date.UTC(2026, 2, 2, 1, 2, 3, 999);

const cases: [name: string, value: ExportValue, kind: ColumnKind, text: string][] = [
  ['nothing', null, 'text', ''],
  ['a text as it is', ' 拒收 \n', 'text', ' 拒收 \n'],
  ['line ends as one', '一\r\r\n二\r三', 'text', '一\n二\r三'],
  ['a mail number', '0012724512345', 'mail-no', '0012724512345'],
  ['an integer', -42, 'integer', '-42'],
  ['money', 123_456, 'money-fen', '1234.56'],
  ['money below one yuan', -5, 'money-fen', '-0.05'],
  ['no money', 0, 'money-fen', '0.00'],
  ['an instant in Shanghai, milliseconds dropped', SHANGHAI_9, 'instant', '2026-03-02 09:02:03'],
  ['an instant before 1970', -1, 'instant', '1970-01-01 07:59:59'],
  ['a day', 20_514, 'day', '2026-03-02'],
  ['a text in a column of times', '不详', 'instant', '不详'],
  ['a number in a column of texts', 12, 'text', '12'],
];

describe('cellText', () => {
  it.each(cases)('writes %s', (_name, value, kind, text) => {
    expect(cellText(value, column(kind))).toBe(text);
  });

  it('cuts a text at the cell limit without splitting a character', () => {
    const long = `${'长'.repeat(MAX_CELL_LENGTH - CUT_MARK.length - 1)}😀${'尾'.repeat(100)}`;
    const text = cellText(long, column('text'));
    expect(isCut(long)).toBe(true);
    expect(text).toBe('长'.repeat(MAX_CELL_LENGTH - CUT_MARK.length - 1) + CUT_MARK);
    expect(isCut('长'.repeat(MAX_CELL_LENGTH))).toBe(false);
  });
});

describe('isNumberCell', () => {
  it('keeps integers that Excel would round as text', () => {
    expect(isNumberCell(999_999_999_999_999, column('integer'))).toBe(true);
    expect(isNumberCell(1_000_000_000_000_000, column('integer'))).toBe(false);
    expect(isNumberCell(12, column('mail-no'))).toBe(false);
  });
});
