import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../kernel/instant.ts';
import { NO_RECORDS } from '../mail/derive-state.ts';
import { evaluated, instant, mail, RULES_IN_FORCE, scan } from './fixtures.ts';
import { suggest } from './suggest.ts';
import { ownSlot } from './slots.ts';
import { RULES } from './vocabulary.ts';

const ACCEPTED = instant('2025-11-20T10:00:00+08:00');

const anyScan = fc
  .record({
    hours: fc.oneof(
      fc.integer({ min: -1, max: 60 }),
      fc.integer({ min: -60, max: 3600 }).map((minutes) => minutes / 60),
    ),
    code: fc.constantFrom(
      '203',
      '303',
      '305',
      '954',
      '389',
      '912',
      'EXA',
      '306',
      '702',
      '705',
      '704',
      '708',
      '801',
      '802',
      '999',
      '10',
      '80',
    ),
    city: fc.constantFrom('', '湘潭市', '长沙市', '广州市'),
    text: fc.constantFrom('', '破损', '无破损', '窗口', '无人接听'),
    name: fc.constantFrom('', '已入柜'),
  })
  .map(({ hours, ...more }) => scan(Math.round(ACCEPTED + hours * HOUR_MS), more.code, more));

const anyMail = fc.record({
  events: fc.array(anyScan, { maxLength: 8 }),
  reach: fc.constantFrom('', '1', '3', '4', '5'),
  destCity: fc.constantFrom('', '湘潭市', '长沙市', '广州市'),
  asOfHours: fc.integer({ min: 0, max: 400 }),
  noData: fc.boolean(),
});

function stateOf(words: { events: ReturnType<typeof scan>[]; reach: string; destCity: string; asOfHours: number; noData: boolean }) {
  const traceAsOf = ACCEPTED + words.asOfHours * HOUR_MS;
  return mail({
    fields: { acceptedAt: ACCEPTED, reach: words.reach, destCity: words.destCity, declaredG: 500, actualG: 520 },
    events: words.events,
    traceAsOf,
    noDataAt: words.noData ? [new Date(traceAsOf).toISOString()] : [],
    records: NO_RECORDS,
  });
}

describe('evaluation', () => {
  it('lists findings in the order of precedence, each once', () => {
    fc.assert(
      fc.property(anyMail, fc.integer({ min: 0, max: 500 }), (words, hours) => {
        const order = evaluated(stateOf(words), ACCEPTED + hours * HOUR_MS).findings.map(({ rule }) => RULES.indexOf(rule));
        expect(order).toEqual([...new Set(order)].sort((a, b) => a - b));
      }),
      { numRuns: 1500 },
    );
  });

  it('changes nothing before the next moment that it names', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
    fc.assert(
      fc.property(anyMail, fc.integer({ min: -10, max: 30_000 }), share, (words, minutes, part) => {
        const state = stateOf(words);
        const now = ACCEPTED + minutes * MINUTE_MS;
        const first = evaluated(state, now);
        const end = first.nextAt ?? now + 1000 * HOUR_MS;
        expect(end).toBeGreaterThan(now);
        const slotDay = ownSlot(state, RULES_IN_FORCE)?.day ?? null;
        const answer = (at: number, findings = evaluated(state, at).findings) => [
          findings,
          suggest(state, findings, { now: at, rules: RULES_IN_FORCE, isKeyClient: true, slotDay }),
        ];
        for (const at of [now + Math.floor((end - now) * part), end - 1]) {
          if (at >= now) expect(answer(at)).toEqual(answer(now, first.findings));
        }
        // What is named is a change, but for the day on which a long overdue mail may rise in priority.
        const isOverdue = first.findings.some(({ rule }) => rule === 'overdue');
        if (first.nextAt !== null && !isOverdue) expect(answer(first.nextAt)).not.toEqual(answer(now, first.findings));
      }),
      { numRuns: 3000 },
    );
  });

  it('never changes once the trace ends, but for overdue', () => {
    fc.assert(
      fc.property(anyMail, (words) => {
        const state = stateOf(words);
        const others = (at: number) => evaluated(state, at).findings.filter(({ rule }) => rule !== 'overdue');
        expect(others(ACCEPTED + 5000 * HOUR_MS)).toEqual(others(ACCEPTED + words.asOfHours * HOUR_MS));
      }),
      { numRuns: 500 },
    );
  });

  it('names the threshold that comes next', () => {
    const state = mail({
      fields: { acceptedAt: ACCEPTED, reach: '5' },
      events: [scan(ACCEPTED, '702')],
      traceAsOf: ACCEPTED + 30 * HOUR_MS,
    });
    expect(evaluated(state, ACCEPTED).nextAt).toBe(ACCEPTED + 10 * HOUR_MS);
    expect(evaluated(state, ACCEPTED + 10 * HOUR_MS).nextAt).toBeNull();
  });
});
