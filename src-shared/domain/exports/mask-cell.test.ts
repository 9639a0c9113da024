import { describe, expect, it } from 'vitest';
import type { ColumnKind, ColumnMask } from './column.ts';
import { maskCell } from './mask-cell.ts';

const mask = (text: string, kind: ColumnKind, how?: ColumnMask): string =>
  maskCell(text, { key: 'k', title: '列', kind, width: 10, ...(how && { mask: how }) });

const cases: [text: string, kind: ColumnKind, how: ColumnMask | undefined, masked: string][] = [
  ['张三丰', 'text', 'name', '张*'],
  ['', 'text', 'name', ''],
  ['13812345678', 'text', 'phone', '138******78'],
  ['长沙市岳麓区麓山南路932号3栋2单元501室', 'text', 'address', '长沙市岳麓区麓山南路932号***'],
  ['致电 13812345678', 'text', 'free-text', '致电 138******78'],
  ['致电 13812345678', 'text', undefined, '致电 138******78'],
  ['查 1272451234567', 'text', undefined, '查 1272451234567'],
  ['13812345678', 'mail-no', undefined, '13812345678'],
  ['13812345678', 'choice', undefined, '13812345678'],
];

describe('maskCell', () => {
  it.each(cases)('masks %j of kind %s as %s', (text, kind, how, masked) => {
    expect(mask(text, kind, how)).toBe(masked);
  });
});
