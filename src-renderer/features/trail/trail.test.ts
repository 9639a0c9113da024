import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '#shared/kernel/instant.ts';
import { buildTrail } from './trail.ts';

const scan = (hour: number, stage: string | null = 'at-centre') => ({ at: hour * HOUR_MS, name: `scan ${hour}`, stage, organisation: 'o' });
const kinds = (items: ReturnType<typeof buildTrail>) => items.map((item) => (item.kind === 'event' ? item.event.name : item.kind));

describe('trail', () => {
  it('ends with the gap and now while the mail is under way', () => {
    expect(kinds(buildTrail([scan(0, 'accepted'), scan(4)], { now: 30 * HOUR_MS, keep: null }))).toEqual([
      'scan 0',
      'scan 4',
      'gap',
      'now',
    ]);
  });
  it('shows no gap after a short silence', () => {
    expect(kinds(buildTrail([scan(0)], { now: 5 * HOUR_MS, keep: null }))).toEqual(['scan 0', 'now']);
  });
  it('ends with the delivery', () => {
    expect(kinds(buildTrail([scan(0), scan(40, 'delivered')], { now: 99 * HOUR_MS, keep: null }))).toEqual(['scan 0', 'gap', 'scan 40']);
  });
  it('counts silence only as far as it was observed', () => {
    const items = buildTrail([scan(0)], { now: 90 * HOUR_MS, observedUntil: 30 * HOUR_MS, keep: null });
    expect(items).toContainEqual({ kind: 'gap', ms: 30 * HOUR_MS });
    expect(kinds(buildTrail([scan(0)], { now: 90 * HOUR_MS, observedUntil: 5 * HOUR_MS, keep: null }))).toEqual(['scan 0', 'now']);
  });
  it('takes the threshold of the rule that fired', () => {
    expect(kinds(buildTrail([scan(0)], { now: 10 * HOUR_MS, gapMs: 10 * HOUR_MS, keep: null }))).toEqual(['scan 0', 'gap', 'now']);
  });
  it('folds the early steps, never a single one', () => {
    const scans = [0, 1, 2, 3, 4].map((hour) => scan(hour));
    expect(kinds(buildTrail(scans, { now: 40 * HOUR_MS, keep: 2 }))).toEqual(['folded', 'scan 3', 'scan 4', 'gap', 'now']);
    expect(kinds(buildTrail(scans, { now: 5 * HOUR_MS, keep: 4 }))[0]).toBe('scan 0');
  });
  it('says now alone of a mail without scans', () => {
    expect(kinds(buildTrail([], { now: 0, keep: 3 }))).toEqual(['now']);
  });
});
