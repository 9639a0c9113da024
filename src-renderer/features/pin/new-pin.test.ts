import { describe, expect, it } from 'vitest';
import { newPinProblem } from './new-pin.ts';

describe('newPinProblem', () => {
  it.each([
    { first: '', second: '', expected: 'missing' },
    { first: '12a456', second: '12a456', expected: 'not-digits' },
    { first: '80415', second: '80415', expected: 'too-short' },
    { first: '804152', second: '80415', expected: 'different' },
    { first: '804152', second: '804152', expected: null },
  ])('$first / $second → $expected', ({ expected, ...pin }) => {
    expect(newPinProblem(pin)).toBe(expected);
  });
});
