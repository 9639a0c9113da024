import { describe, expect, it } from 'vitest';
import { readFen, readGrams, readReach } from './amounts.ts';
import { cleanCode, cleanText, cutFloatTail } from './clean.ts';

describe('cleaning of cells', () => {
  it.each([
    ['\t1272448151316\t', '1272448151316'],
    ['\x1F1272448151316', '1272448151316'],
    ["'1272448151316", '1272448151316'],
    ['`1272448151316`', '1272448151316'],
    ['\uFEFF1272448151316', '1272448151316'],
    ['="1272448151316"', '1272448151316'],
    ['１２７２４４８１５１３１６', '1272448151316'],
    ['　1272448151316\u00a0', '1272448151316'],
    ['.', ''],
    ['--', ''],
    ['N/A', ''],
  ])('%j becomes %j', (raw, expected) => expect(cleanCode(raw)).toBe(expected));

  it('keeps full-width signs and inner quotes of prose', () => {
    expect(cleanText('已签收【家人，，】，"谢谢"，再见')).toBe('已签收【家人，，】，"谢谢"，再见');
    expect(cleanText('第一行\r\n第二行')).toBe('第一行  第二行');
  });

  it('cuts a float tail and nothing else', () => {
    expect(cutFloatTail('1272448151316.00')).toBe('1272448151316');
    expect(cutFloatTail('12.05')).toBe('12.05');
  });
});

describe('amounts', () => {
  it('reads weights in grams', () => {
    expect(readGrams('1,200')).toBe(1200);
    expect(readGrams('1.2kg')).toBe(1200);
    expect(readGrams('1.5', 1000)).toBe(1500);
    expect(readGrams('350克')).toBe(350);
    expect(readGrams('-5')).toBeUndefined();
    expect(readGrams('约三斤')).toBeUndefined();
  });

  it('reads money in fen', () => {
    expect(readFen('12.05', false)).toBe(1205);
    expect(readFen('￥1,012.5元', false)).toBe(101_250);
    expect(readFen('1205', true)).toBe(1205);
    expect(readFen('12元', true)).toBe(1200);
    expect(readFen('免费', false)).toBeUndefined();
  });

  it('reads 寄达范围 as digit or name', () => {
    expect(['1', '同城', '地市', '03', '4-国内', '国际', '火星', ''].map(readReach)).toEqual([
      '1',
      '1',
      '2',
      '3',
      '4',
      '5',
      undefined,
      undefined,
    ]);
  });
});
