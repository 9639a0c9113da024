import { describe, expect, it } from 'vitest';
import { HOUR_MS, SECOND_MS } from '../../kernel/instant.ts';
import type { MailFields, TraceEvent } from '../mail/statement.ts';
import { evaluated, fired, instant, mail, scan } from './fixtures.ts';
import type { Region, Rule } from './vocabulary.ts';

const FROM = instant('2025-11-20T10:00:00+08:00');
const REACH: Partial<Record<Region, string>> = { 'same-city': '1', 'in-province': '3', 'out-of-province': '4', international: '5' };

type Row = [rule: Rule, code: string, region: Region, hours: number, more?: Partial<TraceEvent>];

const ROWS: Row[] = [
  ['not-dispatched', '203', 'same-city', 24],
  ['not-dispatched', '303', 'out-of-province', 24],
  ['not-dispatched', '345', 'unknown', 24],
  ['stalled', '305', 'same-city', 24],
  ['stalled', '954', 'in-province', 24],
  ['stalled', '389', 'out-of-province', 48],
  ['stalled', '989', 'unknown', 48],
  ['stalled', '912', 'international', 168],
  ['stalled', 'EXA', 'international', 168],
  ['not-out-for-delivery', '306', 'same-city', 12],
  ['not-out-for-delivery', '307', 'international', 12],
  ['no-delivery-result', '702', 'in-province', 10],
  ['uncollected', '999', 'in-province', 72, { name: '已入柜' }],
  ['suspected-loss', '203', 'same-city', 168],
  ['suspected-loss', '954', 'in-province', 168],
  ['suspected-loss', '305', 'out-of-province', 240],
  ['suspected-loss', '305', 'unknown', 240],
  ['suspected-loss', '305', 'international', 720],
  ['suspected-loss', '702', 'same-city', 168],
];

function aged(row: Row, age: number) {
  const [, code, region, , more] = row;
  const reach = REACH[region];
  const fields: MailFields = { acceptedAt: FROM - HOUR_MS, ...(reach ? { reach } : {}) };
  return mail({ fields, events: [scan(FROM, code, more)], traceAsOf: FROM + age });
}

describe('ages', () => {
  it.each(ROWS)('%s at %s, %s after %i h', (...row) => {
    const [rule, , , hours] = row as unknown as Row;
    const threshold = hours * HOUR_MS;
    const late = FROM + 100 * 24 * HOUR_MS;
    expect(fired(aged(row as unknown as Row, threshold - SECOND_MS), late)).not.toContain(rule);
    expect(fired(aged(row as unknown as Row, threshold), late)).toContain(rule);
    const state = aged(row as unknown as Row, threshold + SECOND_MS);
    expect(evaluated(state, late).findings.find((each) => each.rule === rule)?.since).toBe(FROM + threshold);
    // The evaluation's clock limits the age as well, and tells when it will pass.
    expect(fired(state, FROM + threshold - SECOND_MS)).not.toContain(rule);
    expect(fired(state, FROM + threshold)).toContain(rule);
  });

  it.each([
    ['not-dispatched', '10'],
    ['not-out-for-delivery', '306'],
  ] as const)('%s needs a complete trace', (rule, code) => {
    const source = code === '306' ? { source: 'quality-grid' as const, summary: true } : {};
    const state = mail({ fields: { acceptedAt: FROM }, events: [scan(FROM, code, source)], traceAsOf: FROM + 48 * HOUR_MS });
    expect(fired(state, FROM + 48 * HOUR_MS)).not.toContain(rule);
  });

  it('counts silence from any event, other ages from the decisive one', () => {
    const events = [scan(FROM, '305'), scan(FROM + HOUR_MS, '801')];
    const stale = (age: number) => mail({ fields: { acceptedAt: FROM, reach: '1' }, events, traceAsOf: FROM + age });
    expect(fired(stale(24 * HOUR_MS), FROM + 24 * HOUR_MS)).not.toContain('stalled');
    expect(fired(stale(25 * HOUR_MS), FROM + 25 * HOUR_MS)).toContain('stalled');
    const out = mail({
      fields: { acceptedAt: FROM },
      events: [scan(FROM, '702'), scan(FROM + HOUR_MS, '999')],
      traceAsOf: FROM + 10 * HOUR_MS,
    });
    expect(fired(out, FROM + 10 * HOUR_MS)).toContain('no-delivery-result');
  });

  it('counts from acceptance without events, from 24:00 of a bare date', () => {
    const noData = { noDataAt: ['2025-11-28T10:00:00+08:00'], traceAsOf: '2025-11-28T10:00:00+08:00' };
    const exact = mail({ fields: { acceptedAt: instant('2025-11-21T10:00:00+08:00'), reach: '1' }, ...noData });
    expect(fired(exact, '2025-11-28T10:00:00+08:00')).toContain('suspected-loss');
    const bare = mail({ fields: { acceptedAt: instant('2025-11-21T00:00:00+08:00'), acceptedDateOnly: true, reach: '1' }, ...noData });
    expect(fired(bare, '2025-11-28T10:00:00+08:00')).not.toContain('suspected-loss');
  });

  it('finds no loss on a mail that waits to be collected or has ended', () => {
    for (const event of [scan(FROM, '999', { name: '已入柜' }), scan(FROM, '704'), scan(FROM, '708')]) {
      const state = mail({ fields: { acceptedAt: FROM }, events: [event], traceAsOf: FROM + 1000 * HOUR_MS });
      expect(fired(state, FROM + 1000 * HOUR_MS)).not.toContain('suspected-loss');
    }
  });

  it('finds nothing without a trace, without acceptance, or on a void mail', () => {
    const weights = { declaredG: 100, actualG: 900 };
    expect(fired(mail({ fields: { acceptedAt: FROM, ...weights } }), FROM)).toEqual([]);
    expect(fired(mail({ fields: weights, events: [scan(FROM, '305')], traceAsOf: FROM }), FROM)).toEqual([]);
    const voided = [scan(FROM, '207'), scan(FROM + 1, '708', { text: '破损' })];
    expect(fired(mail({ fields: { acceptedAt: FROM, ...weights }, events: voided, traceAsOf: FROM + 1 }), FROM + 1)).toEqual([]);
  });
});

describe('overdue', () => {
  const posted = instant('2025-11-20T23:59:59+08:00');
  const overdueAt = (words: { reach: string; code: string; at?: string; asOf: string; now: string }) =>
    evaluated(
      mail({
        fields: { acceptedAt: posted, reach: words.reach },
        events: [scan(words.at ?? '2025-11-21T01:00:00+08:00', words.code)],
        traceAsOf: words.asOf,
      }),
      words.now,
    );
  const has = (...args: Parameters<typeof overdueAt>) => overdueAt(...args).findings.some(({ rule }) => rule === 'overdue');

  it.each([
    ['same-city, one second before its opening', '1', '305', '2025-11-21T12:00:00', '2025-11-21T11:59:59', false],
    ['same-city, at its opening', '1', '305', '2025-11-21T12:00:00', '2025-11-21T12:00:00', true],
    ['same-city, stale trace', '1', '305', '2025-11-21T11:59:59', '2025-11-21T18:00:00', false],
    ['in-province, the eve', '3', '305', '2025-11-22T00:00:00', '2025-11-21T23:59:59', false],
    ['in-province, at its opening', '3', '305', '2025-11-22T00:00:00', '2025-11-22T00:00:00', true],
    ['out-of-province', '4', '305', '2025-11-23T00:00:00', '2025-11-23T00:00:00', true],
    ['out-of-province, stale', '4', '305', '2025-11-22T23:59:59', '2025-11-23T08:30:00', false],
    ['international has no slot', '5', '305', '2025-11-25T00:00:00', '2025-11-25T00:00:00', false],
    ['unknown region', '', '305', '2025-11-25T00:00:00', '2025-11-25T00:00:00', false],
    ['delivered', '1', '704', '2025-11-21T12:00:00', '2025-11-21T12:00:00', false],
    ['returned', '1', '708', '2025-11-21T12:00:00', '2025-11-21T12:00:00', false],
  ])('%s', (_name, reach, code, asOf, now, expected) => {
    expect(has({ reach, code, asOf: `${asOf}+08:00`, now: `${now}+08:00` })).toBe(expected);
  });

  it.each(['306', '702', '705'])('waits for the evening when %s is of the day itself', (code) => {
    const asked = { reach: '1', code, at: '2025-11-21T00:00:00+08:00', asOf: '2025-11-21T13:00:00+08:00' };
    expect(has({ ...asked, now: '2025-11-21T19:59:59+08:00' })).toBe(false);
    expect(overdueAt({ ...asked, now: '2025-11-21T19:59:59+08:00' }).nextAt).toBe(instant('2025-11-21T20:00:00+08:00'));
    expect(has({ ...asked, now: '2025-11-21T20:00:00+08:00' })).toBe(true);
    const late = overdueAt({ ...asked, now: '2025-11-22T09:00:00+08:00' }).findings.find(({ rule }) => rule === 'overdue');
    expect(late?.since).toBe(instant('2025-11-21T20:00:00+08:00'));
  });

  it('does not wait when the delivery side was reached on another day', () => {
    const asked = { reach: '3', code: '702', asOf: '2025-11-22T08:00:00+08:00', now: '2025-11-22T08:30:00+08:00' };
    expect(has({ ...asked, at: '2025-11-21T23:59:59+08:00' })).toBe(true);
    expect(has({ ...asked, at: '2025-11-22T00:00:00+08:00' })).toBe(false);
  });

  it.each([
    ['month end', '2025-11-30T12:00:00', '2025-12-01T12:00:00'],
    ['year end', '2025-12-31T23:59:59', '2026-01-01T12:00:00'],
    ['29 February', '2024-02-28T08:00:00', '2024-02-29T12:00:00'],
    ['after 29 February', '2024-02-29T08:00:00', '2024-03-01T12:00:00'],
  ])('crosses the %s', (_name, accepted, opening) => {
    const state = mail({
      fields: { acceptedAt: instant(`${accepted}+08:00`), reach: '1' },
      events: [scan(`${accepted}+08:00`, '305')],
      traceAsOf: `${opening}+08:00`,
    });
    expect(fired(state, `${opening}+08:00`)).toContain('overdue');
    expect(fired(state, instant(`${opening}+08:00`) - 1)).not.toContain('overdue');
  });
});
