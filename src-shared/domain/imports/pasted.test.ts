import { describe, expect, it } from 'vitest';
import { readPastedNumbers } from './pasted.ts';

const numbers = (text: string): string[] => readPastedNumbers(text).statements.map((statement) => statement.mailNo);

describe('pasted numbers', () => {
  it('are found whatever stands between them', () => {
    expect(numbers('1272448151316\n9858638312956，9883681600967；请查 LZ290346175CN 谢谢\r\n１１３６２８１３８１６７５')).toEqual([
      '1272448151316',
      '9858638312956',
      '9883681600967',
      'LZ290346175CN',
      '1136281381675',
    ]);
  });

  it('are split in thirteens and counted once', () => {
    expect(numbers('12724481513169858638312956 1272448151316')).toEqual(['1272448151316', '9858638312956']);
  });

  it('are refused when they are none', () => {
    const { statements, refusals } = readPastedNumbers('127244815131\n1.27E+12\nLZ290346176CN');
    expect(statements).toEqual([]);
    expect(refusals.map((refusal) => [refusal.row, refusal.reason])).toEqual([
      [1, 'mail-no-shape'],
      [2, 'mail-no-scientific'],
      [3, 'mail-no-check-digit'],
    ]);
  });

  it('say nothing of a mail but that it exists', () => {
    expect(readPastedNumbers('1272448151316').statements).toEqual([{ row: 1, mailNo: '1272448151316', source: 'other', mail: {} }]);
  });
});
