import { describe, expect, it } from 'vitest';
import { parseInstant } from '#shared/kernel/instant.ts';
import { isRangeWrong, rangeOf } from './export-period.ts';

const at = (words: string) => parseInstant(words) ?? 0;

describe('rangeOf', () => {
  it.each([
    { period: 'today', now: '2026-11-24T00:05:00', expected: { from: '2026-11-24', to: '2026-11-24' } },
    { period: 'week', now: '2026-11-24T15:00:00', expected: { from: '2026-11-18', to: '2026-11-24' } },
    { period: 'month', now: '2026-11-24T15:00:00', expected: { from: '2026-11-01', to: '2026-11-24' } },
    { period: 'lastMonth', now: '2026-01-02T15:00:00', expected: { from: '2025-12-01', to: '2025-12-31' } },
    { period: 'lastMonth', now: '2028-03-31T15:00:00', expected: { from: '2028-02-01', to: '2028-02-29' } },
    { period: 'all', now: '2026-11-24T15:00:00', expected: {} },
  ] as const)('$period at $now', ({ period, now, expected }) => {
    expect(rangeOf(period, at(now))).toEqual(expected);
  });
});

describe('isRangeWrong', () => {
  it('is wrong only when it ends before it begins', () => {
    expect(isRangeWrong({ from: '2026-11-24', to: '2026-11-23' })).toBe(true);
    expect(isRangeWrong({ from: '2026-11-24', to: '2026-11-24' })).toBe(false);
    expect(isRangeWrong({ from: '2026-11-24' })).toBe(false);
  });
});
