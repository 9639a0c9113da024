import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, formatDay, formatInstant, HOUR_MS, MINUTE_MS, parseInstant } from '../../kernel/instant.ts';
import { compileRules } from '../rules/compile.ts';
import { DEFAULT_RULES } from '../rules/defaults.ts';
import { dueRuns } from './due-runs.ts';
import { autoRunAt, type Slot } from './slots.ts';

const rules = compileRules(DEFAULT_RULES);
const at = (text: string): number => parseInstant(text) ?? Number.NaN;
const words = (slots: readonly Slot[]): string[] => slots.map(({ day, region }) => `${formatDay(day)} ${region}`);
const SINCE = at('2026-03-02T09:00:00+08:00');
const never = (): undefined => undefined;

describe('automatic runs', () => {
  it.each([
    ['before the first moment', '2026-03-02T13:59:59+08:00', [], []],
    ['at the moment itself', '2026-03-02T14:00:00+08:00', ['2026-03-02 same-city'], []],
    ['ten minutes after it', '2026-03-02T14:10:00+08:00', ['2026-03-02 same-city'], []],
    ['later than that', '2026-03-02T14:10:01+08:00', [], ['2026-03-02 same-city']],
    ['next morning', '2026-03-03T08:30:00+08:00', ['2026-03-03 in-province', '2026-03-03 out-of-province'], ['2026-03-02 same-city']],
  ])('%s', (_name, now, due, missed) => {
    const runs = dueRuns(at(now), rules, { since: SINCE, lastRunAt: never });
    expect([words(runs.due).sort(), words(runs.missed)]).toEqual([due, missed]);
  });

  it('are not due in a ledger without facts', () => {
    expect(dueRuns(at('2026-03-04T20:00:00+08:00'), rules, { since: null, lastRunAt: never })).toEqual({ due: [], missed: [] });
  });

  it('are done by any run at or after their moment, not by one before it', () => {
    const now = at('2026-03-02T15:00:00+08:00');
    const ran = (text: string) => dueRuns(now, rules, { since: SINCE, lastRunAt: () => at(text) }).missed.length;
    expect(ran('2026-03-02T12:30:00+08:00')).toBe(1);
    expect(ran('2026-03-02T14:00:00+08:00')).toBe(0);
  });

  it('come once for each slot whenever and however often the planner looks', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 40 * 60 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(gaps, (minutes) => {
        const lastRuns = new Map<string, number>();
        const seen = new Map<string, number>();
        let now = SINCE;
        for (const gap of minutes) {
          now += gap * MINUTE_MS;
          const { due, missed } = dueRuns(now, rules, { since: SINCE, lastRunAt: ({ day, region }) => lastRuns.get(`${day}/${region}`) });
          const moments = missed.map(({ day, region }) => autoRunAt(day, region, rules));
          expect(moments).toEqual([...moments].sort((a, b) => a - b));
          for (const { day, region } of [...missed, ...due]) {
            expect(autoRunAt(day, region, rules)).toBeLessThanOrEqual(now);
            seen.set(`${day}/${region}`, (seen.get(`${day}/${region}`) ?? 0) + 1);
            lastRuns.set(`${day}/${region}`, now);
          }
        }
        expect(
          [...seen.values()].every((times) => times === 1),
          formatInstant(now),
        ).toBe(true);
        const wholeDays = dayOf(now - 15 * HOUR_MS) - dayOf(SINCE);
        expect(seen.size).toBeGreaterThanOrEqual(wholeDays * 3 - 2);
      }),
    );
  });
});
