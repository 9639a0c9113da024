import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../kernel/canonical-json.ts';
import { instant, mail, RULES_IN_FORCE, scan } from '../screening/fixtures.ts';
import { foldEvents } from './fold-events.ts';
import { resolveFields, type FieldStatement } from './resolve-fields.ts';
import type { TraceEvent } from './statement.ts';

const NOON = '2025-11-20T12:00:00+08:00';

describe('fold of events', () => {
  it('merges copies and keeps all names, texts and sources', () => {
    const copy = { orgCode: '41110001', city: '湘潭市' };
    const folded = foldEvents(
      [
        scan(NOON, '705', { ...copy, text: '电话无人接听', name: '未妥投', source: 'trace-web' }),
        scan(NOON, '705', { ...copy, text: '收件人拒收', name: '投递结果反馈-未妥投', orgName: '某揽投部' }),
        scan(NOON, '705', { ...copy, text: '收件人拒收' }),
      ],
      RULES_IN_FORCE,
    );
    expect(folded).toHaveLength(1);
    expect(folded[0]).toMatchObject({
      texts: ['收件人拒收', '电话无人接听'],
      names: ['投递结果反馈-未妥投', '未妥投'],
      sources: ['trace-push', 'trace-web'],
      source: 'trace-push',
      orgName: '某揽投部',
      stage: 'attempt-failed',
      cityKey: '4303',
    });
  });

  it.each([
    ['time', { at: instant(NOON) + 1 }],
    ['code', { code: '704' }],
    ['organisation code', { orgCode: '2' }],
    ['code system', { system: 'kdniao' as const }],
  ])('tells events apart by %s', (_what, other) => {
    const one = scan(NOON, '705', { orgCode: '1' });
    expect(foldEvents([one, { ...one, ...other }], RULES_IN_FORCE)).toHaveLength(2);
  });

  it('tells events without an organisation code apart by its name', () => {
    const one = scan(NOON, '705', { orgName: '甲' });
    expect(foldEvents([one, { ...one, orgName: '乙' }], RULES_IN_FORCE)).toHaveLength(2);
    expect(
      foldEvents(
        [
          { ...one, orgCode: '1' },
          { ...one, orgCode: '1', orgName: '乙' },
        ],
        RULES_IN_FORCE,
      ),
    ).toHaveLength(1);
  });

  it('sorts by time, stage rank with none first, code, organisation', () => {
    const codes = ['704', '702', '954', '801', '748', '999', '747'];
    const folded = foldEvents([...codes.map((code) => scan(NOON, code)), scan('2025-11-20T11:59:59+08:00', '711')], RULES_IN_FORCE);
    expect(folded.map(({ code }) => code)).toEqual(['711', '801', '999', '954', '702', '704', '747', '748']);
    const organised = ['b', 'a', 'c'].map((orgCode) => scan(NOON, '704', { orgCode }));
    expect(foldEvents(organised, RULES_IN_FORCE).map(({ orgCode }) => orgCode)).toEqual(['a', 'b', 'c']);
  });

  it('takes the stage of an unknown code from its names by the order of the patterns', () => {
    const copies = [scan(NOON, '999', { name: '安排投递' }), scan(NOON, '999', { name: '妥投' })];
    for (const order of [copies, [...copies].reverse()]) expect(foldEvents(order, RULES_IN_FORCE)[0]?.stage).toBe('delivered');
  });

  it.each([
    ['kuaidi100', '201', null],
    ['kuaidi100', '3', 'delivered'],
    ['kdniao', '201', 'at-centre'],
    ['kdniao', '999', null],
    ['post', '3', 'delivered'],
  ] as const)('reads %s %s by its own table', (system, code, stage) => {
    const name = '签收';
    expect(foldEvents([scan(NOON, code, { system, name })], RULES_IN_FORCE)[0]?.stage).toBe(stage);
  });

  it('does not know the city when copies disagree on it', () => {
    const copies = [scan(NOON, '702', { orgCode: '1', city: '湘潭市' }), scan(NOON, '702', { orgCode: '1', city: '长沙市' })];
    expect(foldEvents(copies, RULES_IN_FORCE)[0]?.cityKey).toBeNull();
  });

  it('falls back to the organisation name for the city', () => {
    expect(foldEvents([scan(NOON, '702', { orgName: '湘潭市岳塘投递部' })], RULES_IN_FORCE)[0]?.cityKey).toBe('4303');
    const elsewhere = scan(NOON, '702', { orgName: '湘潭市岳塘投递部', province: '广东省' });
    expect(foldEvents([elsewhere], RULES_IN_FORCE)[0]?.cityKey).toBeNull();
  });
});

const anyEvent: fc.Arbitrary<TraceEvent> = fc.record({
  at: fc.integer({ min: 0, max: 5 }).map((n) => instant(NOON) + n * 1000),
  system: fc.constantFrom('post', 'post', 'kuaidi100', 'kdniao'),
  code: fc.constantFrom('', '203', '305', '702', '704', '705', '708', '801', '999', '3', '10'),
  name: fc.constantFrom('', '妥投', '未妥投', '退回', '安排投递'),
  text: fc.constantFrom('', '破损', '无破损', '已代签收'),
  orgCode: fc.constantFrom('', '1', '2'),
  orgName: fc.constantFrom('', '湘潭市投递部', '长沙市投递部', '某部'),
  province: fc.constantFrom('', '湖南省', '广东省'),
  city: fc.constantFrom('', '湘潭市', '长沙市', '广州市'),
  summary: fc.boolean(),
  source: fc.constantFrom('trace-push', 'trace-web', 'quality-grid', 'kdniao'),
});

/** The same facts shuffled and some of them repeated. */
function disorder<T>(items: readonly T[]): fc.Arbitrary<T[]> {
  return items.length === 0
    ? fc.constant([])
    : fc
        .array(fc.constantFrom(...items), { maxLength: 6 })
        .chain((extra) => fc.shuffledSubarray([...items, ...extra], { minLength: items.length + extra.length }));
}

describe('order and repetition', () => {
  it('mean nothing to the fold', () => {
    const pairs = fc.array(anyEvent, { maxLength: 10 }).chain((events) => fc.tuple(fc.constant(events), disorder(events)));
    fc.assert(
      fc.property(pairs, ([events, disordered]) => {
        const plain = foldEvents(events, RULES_IN_FORCE);
        expect(foldEvents(disordered, RULES_IN_FORCE)).toEqual(plain);
        const state = (list: TraceEvent[]) => mail({ events: list, traceAsOf: instant(NOON) + 3000 });
        expect(state(disordered)).toEqual(state(events));
      }),
      { numRuns: 1500 },
    );
  });

  it('mean nothing to the record', () => {
    const statement: fc.Arbitrary<FieldStatement> = fc.record({
      source: fc.constantFrom('new-generation', 'registered', 'quality-grid', 'other'),
      asOf: fc.integer({ min: 0, max: 3 }),
      fields: fc.record(
        {
          acceptedAt: fc.integer({ min: 0, max: 3 }),
          acceptedDateOnly: fc.boolean(),
          destCity: fc.constantFrom('湘潭市', '长沙市'),
          declaredG: fc.integer({ min: 0, max: 3 }),
        },
        { requiredKeys: [] },
      ),
    });
    const pairs = fc.array(statement, { maxLength: 8 }).chain((list) => fc.tuple(fc.constant(list), disorder(list)));
    fc.assert(
      fc.property(pairs, ([list, disordered]) => {
        expect(canonicalJson(resolveFields(disordered))).toBe(canonicalJson(resolveFields(list)));
      }),
      { numRuns: 1500 },
    );
  });
});

describe('record of several statements', () => {
  it('takes the newer, then the more trusted', () => {
    const statements: FieldStatement[] = [
      { source: 'registered', asOf: 2, fields: { destCity: '长沙市', clientCode: 'B' } },
      { source: 'new-generation', asOf: 2, fields: { destCity: '湘潭市' } },
      { source: 'new-generation', asOf: 1, fields: { clientCode: 'A', declaredG: 5 } },
    ];
    expect(resolveFields(statements)).toEqual({ destCity: '湘潭市', clientCode: 'B', declaredG: 5 });
  });

  it('moves the acceptance and its precision together', () => {
    const dateOnly: FieldStatement = { source: 'other', asOf: 1, fields: { acceptedAt: 100, acceptedDateOnly: true } };
    const exact: FieldStatement = { source: 'other', asOf: 2, fields: { acceptedAt: 200 } };
    expect(resolveFields([dateOnly])).toEqual({ acceptedAt: 100, acceptedDateOnly: true });
    expect(resolveFields([exact, dateOnly])).toEqual({ acceptedAt: 200 });
    expect(resolveFields([{ ...exact, asOf: 0 }, dateOnly])).toEqual({ acceptedAt: 100, acceptedDateOnly: true });
  });
});
