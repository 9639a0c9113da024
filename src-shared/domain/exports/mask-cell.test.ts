import { describe, expect, it } from 'vitest';
import type { ColumnKind, ColumnMask } from './column.ts';
import { maskCell } from './mask-cell.ts';

const mask = (text: string, kind: ColumnKind, how?: ColumnMask): string =>
  maskCell(text, { key: 'k', title: '列', kind, width: 10, ...(how && { mask: how }) });

const cases: [text: string, kind: ColumnKind, how: ColumnMask | undefined, masked: string][] = [
  ['张三丰', 'text', 'name', '张**'],
  ['李', 'text', 'name', '*'],
  ['', 'text', 'name', ''],
  ['13812345678', 'text', 'phone', '138******78'],
  ['138 1234 5678', 'text', 'phone', '138******78'],
  ['0731-58291234', 'text', 'phone', '0731******34'],
  ['58291234', 'text', 'phone', '******34'],
  ['长沙市岳麓区麓山南路932号3栋2单元501室', 'text', 'address', '长沙市岳麓区麓山南路932号***'],
  ['湘潭市雨湖区韶山中路12号邮政大楼旁', 'text', 'address', '湘潭市雨湖区韶山中路12号***'],
  ['湘潭县易俗河镇', 'text', 'address', '湘潭县易俗河镇'],
  ['收件人 13812345678 要求改投，备用+8613987654321', 'text', undefined, '收件人 138******78 要求改投，备用+86139******21'],
  ['查 1272451234567 与１３８１２３４５６７８', 'text', undefined, '查 1272451234567 与１３８******７８'],
  ['13812345678', 'mail-no', undefined, '13812345678'],
];

describe('maskCell', () => {
  it.each(cases)('masks %j of kind %s as %s', (text, kind, how, masked) => {
    expect(mask(text, kind, how)).toBe(masked);
  });
});
