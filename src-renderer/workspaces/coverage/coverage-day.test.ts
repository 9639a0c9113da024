import { describe, expect, it } from 'vitest';
import { parseInstant } from '#shared/kernel/instant.ts';
import { shiftDay, shownDay, slotState } from './coverage-day.ts';

const NOW = parseInstant('2026-11-24T23:30:00') ?? 0;

describe('shownDay', () => {
  it.each([
    { wanted: undefined, expected: '2026-11-24' },
    { wanted: '2026-02-30', expected: '2026-11-24' },
    { wanted: 'yesterday', expected: '2026-11-24' },
    { wanted: '2026-11-20', expected: '2026-11-20' },
  ])('$wanted → $expected', ({ wanted, expected }) => {
    expect(shownDay(wanted, NOW)).toBe(expected);
  });
});

describe('shiftDay', () => {
  it.each([
    { day: '2026-12-31', days: 1, expected: '2027-01-01' },
    { day: '2028-03-01', days: -1, expected: '2028-02-29' },
  ])('$day by $days → $expected', ({ day, days, expected }) => {
    expect(shiftDay(day, days)).toBe(expected);
  });
});

describe('slotState', () => {
  const slot = { due: 1, undetermined: 0, opensAt: 100, ranAt: null, open: false };
  it.each([
    { name: 'before it opens', slot, now: 99, expected: 'notYet' },
    { name: 'open', slot: { ...slot, open: true }, now: 150, expected: 'open' },
    { name: 'ended without a run', slot, now: 200, expected: 'missed' },
    { name: 'ended after a run', slot: { ...slot, ranAt: 150 }, now: 200, expected: 'closed' },
  ])('$name → $expected', ({ slot: one, now, expected }) => {
    expect(slotState(one, now)).toBe(expected);
  });
});
