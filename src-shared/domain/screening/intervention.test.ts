import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS, parseInstant } from '../../kernel/instant.ts';
import { compileRules } from '../rules/compile.ts';
import { DEFAULT_RULES } from '../rules/defaults.ts';
import { interventionDueAt, interventionSignal, yellowFrom } from './intervention.ts';

const rules = compileRules(DEFAULT_RULES);
const at = (text: string) => parseInstant(text) ?? 0;

describe('yellowFrom', () => {
  it('counts duty hours back from the deadline', () => {
    const clock = { raisedAt: at('2026-03-02T09:00:00'), dueAt: at('2026-03-02T17:00:00') };
    expect(yellowFrom(clock, rules)).toBe(at('2026-03-02T15:00:00'));
  });

  it('goes back over the night when the rest begins in the morning', () => {
    const clock = { raisedAt: at('2026-03-02T14:00:00'), dueAt: at('2026-03-03T10:00:00') };
    expect(yellowFrom(clock, rules)).toBe(at('2026-03-02T20:00:00'));
  });

  it('is the first instant at which the signal is not green', () => {
    const start = at('2026-03-02T00:00:00');
    const raised = fc.integer({ min: 0, max: 10 * 24 * 60 }).map((minute) => start + minute * MINUTE_MS);
    fc.assert(
      fc.property(raised, fc.integer({ min: 1, max: 5 * DAY_MS }), (raisedAt, span) => {
        const clock = { raisedAt, dueAt: raisedAt + span };
        const from = yellowFrom(clock, rules);
        expect(interventionSignal(clock, from, rules)).toBe('yellow');
        if (from > raisedAt) expect(interventionSignal(clock, from - 1, rules)).toBe('green');
        const due = interventionDueAt(raisedAt, 'P3', rules);
        expect(yellowFrom({ raisedAt, dueAt: due }, rules)).toBeLessThanOrEqual(due);
      }),
    );
  });
});
