import { describe, expect, it } from 'vitest';
import { dayOf, parseDay } from '../../kernel/instant.ts';
import { compileRules } from '../rules/compile.ts';
import { DEFAULT_RULES } from '../rules/defaults.ts';
import type { Finding } from './evaluation.ts';
import { evaluated, instant, mail, RULES_IN_FORCE as rules, scan } from './fixtures.ts';
import { interventionDueAt, interventionSignal } from './intervention.ts';
import { suggest } from './suggest.ts';
import type { Rule } from './vocabulary.ts';

const ACCEPTED = instant('2025-11-20T10:00:00+08:00');
const D = dayOf(ACCEPTED) + 1;
const of = (rule: Rule, evidence: Finding['evidence'] = {}): Finding => ({ rule, since: ACCEPTED, evidence });
const NOW = instant('2025-11-21T13:00:00+08:00');
const input = { now: NOW, rules, isKeyClient: false, slotDay: D };

const state = mail({
  fields: { acceptedAt: ACCEPTED, reach: '1' },
  events: [
    scan(ACCEPTED, '203', { orgName: '收寄局' }),
    scan(ACCEPTED + 1, '954', { orgName: '中心' }),
    scan(ACCEPTED + 2, '389', { orgName: '车队' }),
    scan(ACCEPTED + 3, '999', { orgName: '某处', text: '破损' }),
  ],
  traceAsOf: NOW,
});

describe('suggestion', () => {
  it.each<[Rule, string, string, string | null]>([
    ['suspected-loss', 'loss', 'transport', '车队'],
    ['suspected-swap', 'ab-label', 'client', null],
    ['suspected-false-signoff', 'false-signoff', 'delivery', null],
    ['suspected-missort', 'missort', 'processing', '中心'],
    ['recall-not-honoured', 'recall', 'transport', '车队'],
    ['redirect-not-honoured', 'address-change', 'delivery', null],
    ['weight-mismatch', 'weight-check', 'acceptance', '收寄局'],
    ['returned', 'other', 'delivery', null],
    ['attempt-failed', 'urge-delivery', 'delivery', null],
    ['uncollected', 'urge-delivery', 'delivery', null],
    ['no-delivery-result', 'urge-delivery', 'delivery', null],
    ['not-out-for-delivery', 'urge-delivery', 'delivery', null],
    ['stalled', 'delay', 'transport', '车队'],
    ['not-dispatched', 'delay', 'acceptance', '收寄局'],
    ['overdue', 'delay', 'transport', '车队'],
    ['no-trace', 'other', 'acceptance', '收寄局'],
    ['contradictory-trace', 'other', 'data', null],
  ])('%s', (rule, abnormalType, responsibleStage, organisation) => {
    expect(suggest(state, [of(rule)], input)).toMatchObject({ mainRule: rule, abnormalType, responsibleStage, organisation });
  });

  it('blames damage on the holder of its event', () => {
    const damaged = evaluated(
      mail({
        fields: { acceptedAt: ACCEPTED, reach: '1' },
        events: [scan(ACCEPTED + 1, '954', { orgName: '中心', text: '外件破损' }), scan(ACCEPTED + 2, '702', { orgName: '投递部' })],
        traceAsOf: NOW,
      }),
      NOW,
    );
    const at = mail({
      fields: {},
      events: [scan(ACCEPTED + 1, '954', { orgName: '中心', text: '外件破损' }), scan(ACCEPTED + 2, '702', { orgName: '投递部' })],
      traceAsOf: NOW,
    });
    expect(suggest(at, damaged.findings, input)).toMatchObject({
      mainRule: 'damage-reported',
      responsibleStage: 'processing',
      organisation: '中心',
    });
    expect(suggest(at, [of('damage-reported')], input)).toMatchObject({ responsibleStage: 'delivery', organisation: '投递部' });
  });

  it('follows the reason of an attempt and the side of an overdue mail', () => {
    expect(suggest(state, [of('attempt-failed', { reason: 'address' })], input)?.abnormalType).toBe('address-change');
    expect(suggest(state, [of('attempt-failed', { reason: 'phone' })], input)?.abnormalType).toBe('urge-delivery');
    const out = mail({ fields: { acceptedAt: ACCEPTED }, events: [scan(ACCEPTED, '702', { orgName: '投递部' })], traceAsOf: NOW });
    expect(suggest(out, [of('overdue')], input)).toMatchObject({
      abnormalType: 'urge-delivery',
      responsibleStage: 'delivery',
      organisation: '投递部',
    });
  });

  it('takes the main rule by precedence, whatever the order, and nothing without findings', () => {
    expect(suggest(state, [of('contradictory-trace'), of('overdue'), of('stalled')], input)?.mainRule).toBe('stalled');
    expect(suggest(state, [], input)).toBeNull();
  });
});

describe('priority', () => {
  const days = (count: number): number => NOW + count * 86_400_000;
  it.each<[string, Rule[], number, boolean, string]>([
    ['loss', ['suspected-loss'], NOW, false, 'P1'],
    ['damage', ['damage-reported', 'contradictory-trace'], NOW, false, 'P1'],
    ['overdue by one day, key client', ['overdue'], days(1), true, 'P3'],
    ['overdue by two days, key client', ['overdue'], days(2), true, 'P1'],
    ['overdue by two days', ['overdue'], days(2), false, 'P2'],
    ['false signoff', ['suspected-false-signoff'], NOW, true, 'P2'],
    ['redirect', ['redirect-not-honoured', 'weight-mismatch'], NOW, false, 'P2'],
    ['contradiction alone', ['contradictory-trace'], NOW, false, 'P4'],
    ['contradiction and more', ['stalled', 'contradictory-trace'], NOW, false, 'P3'],
    ['two days later, not overdue', ['stalled'], days(2), true, 'P3'],
  ])('%s', (_name, fired, now, isKeyClient, priority) => {
    expect(
      suggest(
        state,
        fired.map((rule) => of(rule)),
        { ...input, now, isKeyClient },
      )?.priority,
    ).toBe(priority);
  });

  it('counts working days where duty follows them', () => {
    const working = compileRules({ ...DEFAULT_RULES, dutyCalendar: 'working' });
    const asked = { rules: working, isKeyClient: false, slotDay: parseDay('2025-09-30') ?? 0 };
    const at = (time: string) => suggest(state, [of('overdue')], { ...asked, now: instant(time) })?.priority;
    expect(at('2025-10-08T12:00:00+08:00')).toBe('P3');
    expect(at('2025-10-10T12:00:00+08:00')).toBe('P2');
  });
});

describe('first intervention', () => {
  it.each([
    ['within the day', '2025-11-21T09:00:00', 'P1', '2025-11-21T11:00:00'],
    ['ends with the duty', '2025-11-21T18:00:00', 'P1', '2025-11-21T20:00:00'],
    ['goes on next morning', '2025-11-21T19:00:00', 'P1', '2025-11-22T09:00:00'],
    ['raised at night', '2025-11-21T23:00:00', 'P2', '2025-11-22T12:00:00'],
    ['raised before duty', '2025-11-21T06:00:00', 'P3', '2025-11-21T16:00:00'],
    ['two days', '2025-11-21T09:00:00', 'P4', '2025-11-23T09:00:00'],
  ] as const)('%s', (_name, raised, priority, due) => {
    expect(interventionDueAt(instant(`${raised}+08:00`), priority, rules)).toBe(instant(`${due}+08:00`));
  });

  it('turns yellow at a quarter left and red when past', () => {
    const clock = { raisedAt: instant('2025-11-21T19:00:00+08:00'), dueAt: instant('2025-11-22T09:00:00+08:00') };
    const signal = (time: string) => interventionSignal(clock, instant(time), rules);
    expect(signal('2025-11-22T08:29:59+08:00')).toBe('green');
    expect(signal('2025-11-22T08:30:00+08:00')).toBe('yellow');
    expect(signal('2025-11-22T09:00:00+08:00')).toBe('yellow');
    expect(signal('2025-11-22T09:00:01+08:00')).toBe('red');
  });
});
