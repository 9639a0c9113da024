import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf } from '../../kernel/instant.ts';
import type { MailFields } from '../mail/statement.ts';
import { evaluated, instant, mail, RULES_IN_FORCE as rules, scan } from './fixtures.ts';
import { decideVerdict, mergeVerdict, timing, verdictId, type VerdictRecord } from './verdict.ts';
import { VERDICTS, type SlotRegion } from './vocabulary.ts';

const ACCEPTED = instant('2025-11-20T10:00:00+08:00');

describe('verdict of a mail in its slot', () => {
  const decide = (fields: MailFields, code: string | null, asOf: string | null, region: SlotRegion = 'same-city') => {
    const state = mail({
      fields: { acceptedAt: ACCEPTED, ...fields },
      events:
        code === null ? [] : [scan(ACCEPTED + 3_600_000, '702', { city: '湘潭市' }), scan(ACCEPTED + 3_700_000, code, { city: '湘潭市' })],
      traceAsOf: asOf,
    });
    const { findings } = evaluated(state, '2025-11-21T12:00:00+08:00');
    return decideVerdict(state, findings, { slot: { day: dayOf(ACCEPTED) + 1, region }, rules });
  };

  it.each([
    ['no trace', decide({ reach: '1' }, null, null), 'undetermined', ['trace'], []],
    ['no region, no trace', decide({}, null, null), 'undetermined', ['region', 'trace'], []],
    ['no region, stale', decide({}, '801', '2025-11-20T12:00:00+08:00'), 'undetermined', ['region', 'fresh-trace'], []],
    ['no region, a rule fires', decide({}, '705', '2025-11-20T12:00:00+08:00'), 'undetermined', ['region'], ['attempt-failed']],
    ['no region, delivered', decide({}, '704', '2025-11-20T12:00:00+08:00'), 'undetermined', ['region'], []],
    ['stale', decide({ reach: '1' }, '801', '2025-11-21T11:59:59+08:00'), 'abnormal', [], ['no-delivery-result']],
    ['stale and quiet', decide({ reach: '1' }, '801', '2025-11-20T12:00:00+08:00'), 'undetermined', ['fresh-trace'], []],
    ['stale, a rule fires', decide({ reach: '1' }, '705', '2025-11-20T12:00:00+08:00'), 'abnormal', [], ['attempt-failed']],
    ['stale, delivered', decide({ reach: '1' }, '704', '2025-11-20T12:00:00+08:00'), 'normal', [], []],
    ['fresh, delivered', decide({ reach: '1' }, '704', '2025-11-21T12:00:00+08:00'), 'normal', [], []],
    ['fresh, on the way', decide({ reach: '1' }, '801', '2025-11-21T12:00:00+08:00'), 'abnormal', [], ['no-delivery-result', 'overdue']],
  ])('%s', (_name, decision, verdict, missing, fired) => {
    expect(decision).toEqual({ verdict, missing, rules: fired });
  });
});

const CLOSE = 100;
function record(changes: Partial<VerdictRecord>): VerdictRecord {
  return {
    id: 'id',
    mailNo: '1',
    day: 1,
    region: 'same-city',
    verdict: 'normal',
    missing: [],
    rules: [],
    evidence: [],
    ruleVersion: 1,
    evaluatedAt: 50,
    traceAsOf: 10,
    device: 'b',
    sequence: 1,
    ...changes,
  };
}

describe('verdict that stands', () => {
  it.each<[string, Partial<VerdictRecord>, Partial<VerdictRecord>]>([
    ['determined over undetermined', { evaluatedAt: 150 }, { verdict: 'undetermined', evaluatedAt: 90 }],
    ['the later before the close', { evaluatedAt: 60 }, { evaluatedAt: 50 }],
    ['before the close over after it', { evaluatedAt: 50 }, { evaluatedAt: 150 }],
    ['one second before the close over the close', { evaluatedAt: 99 }, { evaluatedAt: 100 }],
    ['the first after the close', { evaluatedAt: 100 }, { evaluatedAt: 150 }],
    ['the smaller device', { device: 'a' }, { device: 'b' }],
    ['the later evaluation of one device', { sequence: 2 }, { sequence: 1 }],
    ['the first evaluation after the close', { evaluatedAt: 150, sequence: 1 }, { evaluatedAt: 150, sequence: 2 }],
    ['the later undetermined before the close', { verdict: 'undetermined', evaluatedAt: 60 }, { verdict: 'undetermined' }],
  ])('%s', (_name, better, worse) => {
    const [winner, loser] = [record(better), record(worse)];
    expect(mergeVerdict(loser, winner, { closeAt: CLOSE })).toBe(winner);
    expect(mergeVerdict(winner, loser, { closeAt: CLOSE })).toBe(winner);
    expect(mergeVerdict(null, loser, { closeAt: CLOSE })).toBe(loser);
  });

  it('is commutative, associative and idempotent', () => {
    const anyRecord = fc
      .record({
        verdict: fc.constantFrom(...VERDICTS),
        evaluatedAt: fc.constantFrom(50, 99, 100, 150),
        device: fc.constantFrom('a', 'b'),
        sequence: fc.integer({ min: 0, max: 2 }),
        traceAsOf: fc.constantFrom(null, 1, 2),
      })
      .map(record);
    const merge = (a: VerdictRecord, b: VerdictRecord) => mergeVerdict(a, b, { closeAt: CLOSE });
    fc.assert(
      fc.property(anyRecord, anyRecord, anyRecord, (a, b, c) => {
        expect(merge(a, b)).toEqual(merge(b, a));
        expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)));
        expect(merge(a, a)).toEqual(a);
      }),
      { numRuns: 2000 },
    );
  });

  it('is on time before the close, late from it on', () => {
    expect(timing(record({ evaluatedAt: 99 }), { closeAt: CLOSE })).toBe('on-time');
    expect(timing(record({ evaluatedAt: 100 }), { closeAt: CLOSE })).toBe('late');
    expect(timing(record({ verdict: 'undetermined' }), { closeAt: CLOSE })).toBeNull();
  });

  it('has one id per mail, day and region', () => {
    expect(verdictId('1', { day: 1, region: 'same-city' })).toMatch(/^[0-9a-f]{64}$/);
    expect(verdictId('1', { day: 1, region: 'same-city' })).not.toBe(verdictId('1', { day: 1, region: 'in-province' }));
  });
});
