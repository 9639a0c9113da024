import { describe, expect, it } from 'vitest';
import { CallError } from '#renderer/api/call-error.ts';
import { pinTries, secondsLeft } from './tries.ts';

const refusal = (reason: string, detail: Record<string, number>) => new CallError({ code: 'forbidden', reason, detail });

describe('pinTries', () => {
  it('reads the tries left from a wrong PIN', () => {
    expect(pinTries(refusal('pin-wrong', { triesLeft: 3 }))).toEqual({ triesLeft: 3, waitMs: 0 });
  });

  it('reads the wait from a locked slot', () => {
    expect(pinTries(refusal('pin-locked', { waitMs: 30_000 }))).toEqual({ triesLeft: null, waitMs: 30_000 });
  });

  it('knows nothing without an error', () => {
    expect(pinTries(null)).toEqual({ triesLeft: null, waitMs: 0 });
  });
});

describe('secondsLeft', () => {
  it.each([
    { until: 10_000, now: 9_999, expected: 1 },
    { until: 10_000, now: 10_000, expected: 0 },
    { until: 10_000, now: 12_000, expected: 0 },
    { until: 10_000, now: 0, expected: 10 },
  ])('$until − $now → $expected', ({ until, now, expected }) => {
    expect(secondsLeft(until, now)).toBe(expected);
  });
});
