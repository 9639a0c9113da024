import { describe, expect, it } from 'vitest';
import { wholeNumber } from './number-setting.ts';

describe('wholeNumber', () => {
  it.each([
    ['1', 1],
    ['120', 120],
    [' 40 ', 40],
    ['0', null],
    ['121', null],
    ['', null],
    ['4.5', null],
    ['-3', null],
    ['1e2', null],
  ])('%j → %j', (words, expected) => {
    expect(wholeNumber(words, { min: 1, max: 120 })).toBe(expected);
  });
});
