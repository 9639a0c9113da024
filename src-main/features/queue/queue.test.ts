import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { QUEUE_SORTS, QUEUE_VIEWS, queue } from '#shared/contract/queue.ts';
import { interventionSignal } from '#shared/domain/screening/intervention.ts';
import { ABNORMAL_TYPES, REGIONS, RESPONSIBLE_STAGES } from '#shared/domain/screening/vocabulary.ts';
import { dayOf, dayStart, HOUR_MS } from '#shared/kernel/instant.ts';
import { makeAreaFixture, playDays } from '../area-fixture.ts';
import type { AreaFixture } from '../area-fixture.ts';
import { reconcileFindings } from '../exceptions/index.ts';
import { rulesAt } from '../rules/index.ts';
import { verifyLedger } from '../verification/index.ts';
import { createActTurns } from './act-turns.ts';
import { createQueueHandlers } from './handlers.ts';
import { orderSql } from './ids-reader.ts';

type Row = OutputOf<AppContract['queue']['rows']>['rows'][number];
type Detail = OutputOf<AppContract['queue']['get']>;
type Outcome = OutputOf<AppContract['queue']['act']>;
type Counts = OutputOf<AppContract['queue']['counts']>;
/** Nothing is found any more, so nothing is suggested. */
const neverAsked = (): never => expect.fail('no suggestion without findings');
const FILTER = { view: 'all-open', sort: 'due', descending: false } as const;

let fixture: AreaFixture;
// Generated days are driven through import and screening once for all tests: some seconds.
beforeAll(async () => {
  fixture = makeAreaFixture({ contract: { queue }, handlers: (context) => ({ queue: createQueueHandlers(context, createActTurns()) }) });
  await playDays(fixture, { mails: 2500, days: 3, seed: 71 });
}, 120_000);
afterAll(() => fixture.remove());

const ids = async (filter: object = {}) => (await fixture.ask<{ ids: number[] }>('queue.ids', { ...FILTER, ...filter })).ids;
const rows = async (list: number[]) => {
  const windows: Row[] = [];
  for (let from = 0; from < list.length; from += 200) {
    windows.push(...(await fixture.ask<{ rows: Row[] }>('queue.rows', { ids: list.slice(from, from + 200) })).rows);
  }
  return windows;
};
const act = async (exceptionId: string, what: object) => {
  const { refused } = await fixture.ask<Outcome>('queue.act', { act: what, exceptionIds: [exceptionId] });
  expect(refused).toEqual([]);
};
const refusal = async (exceptionId: string, what: object) =>
  (await fixture.ask<Outcome>('queue.act', { act: what, exceptionIds: [exceptionId] })).refused[0];
const first = async (filter: object = {}) => {
  const [row] = await rows((await ids(filter)).slice(0, 1));
  if (!row) throw new Error('no row');
  return row;
};

describe('acts of people', () => {
  it('claims, follows up, decides, answers and closes, each stamp demanded', async () => {
    const { exceptionId, id } = await first({ view: 'unclaimed' });
    await act(exceptionId, { kind: 'claim' });
    const refused = await refusal(exceptionId, { kind: 'close', result: '已妥投' });
    expect(refused).toMatchObject({ reason: 'stamps-missing', detail: { missing: 'intervention,follow-up,feedback' } });
    const now = fixture.clock.now();
    expect(await refusal(exceptionId, { kind: 'follow-up', text: '催', nextAt: now })).toMatchObject({ reason: 'next-date-in-past' });
    await act(exceptionId, { kind: 'follow-up', text: '已联系投递员 13812345678', nextAt: now + 24 * HOUR_MS });
    await act(exceptionId, { kind: 'set-type', type: 'damage' });
    await act(exceptionId, { kind: 'set-stage', responsibleStage: 'transport', organisation: '长沙邮区中心' });
    await act(exceptionId, { kind: 'feedback', text: '客户已知', to: 'client' });
    const [row] = await rows([id]);
    expect(row).toMatchObject({
      ownerName: '周敏',
      firstAskerName: '周敏',
      type: 'damage',
      typeConfirmed: true,
      responsibleStage: 'transport',
      organisation: '长沙邮区中心',
      stageConfirmed: true,
      dueAt: now + 24 * HOUR_MS,
      nextAt: now + 24 * HOUR_MS,
      followUps: 1,
      clock: 'ok',
    });
    expect(row?.lastFollowUp?.text).not.toMatch(/\d{11}/);
    fixture.topics.length = 0;
    await act(exceptionId, { kind: 'close', result: '已妥投' });
    expect(fixture.topics).toContainEqual({ topic: 'queue.changed', payload: { ids: [id] } });
    expect((await rows([id]))[0]).toMatchObject({ status: 'closed', clock: 'done', dueAt: null });
    expect(await refusal(exceptionId, { kind: 'claim' })).toMatchObject({ reason: 'exception-closed' });
    const detail = await fixture.ask<Detail>('queue.get', { id });
    expect(detail.history.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['raise', 'find', 'claim', 'follow-up', 'set-type', 'set-stage', 'feedback', 'close']),
    );
    expect(await ids({ view: 'closed' })).toContain(id);
  });

  it('keeps what one person has claimed from another', async () => {
    const { exceptionId } = await first({ view: 'unclaimed' });
    await act(exceptionId, { kind: 'claim' });
    fixture.seat('p2');
    expect(await refusal(exceptionId, { kind: 'claim' })).toMatchObject({ reason: 'claimed-by-other', detail: { ownerName: '周敏' } });
    expect(await refusal('none', { kind: 'claim' })).toMatchObject({ reason: 'not-found' });
    fixture.seat('p1');
  });

  it('confirms only what has cleared itself', async () => {
    const { exceptionId } = await first();
    expect(await refusal(exceptionId, { kind: 'confirm-self-cleared' })).toMatchObject({ reason: 'exception-not-self-cleared' });
    const { mailNo } = await first({ sort: 'mailNo' });
    fixture.ledger.write((tx) => void reconcileFindings(tx, mailNo, { now: fixture.clock.now(), findings: [], assess: neverAsked }));
    const cleared = await first({ view: 'self-cleared' });
    expect(cleared.mailNo).toBe(mailNo);
    expect(cleared.clock).toBe('pause');
    await act(cleared.exceptionId, { kind: 'confirm-self-cleared' });
    expect((await rows([cleared.id]))[0]?.status).toBe('closed');
  });
});

describe('ids, rows and counts', () => {
  it('agree with a plain recount of all rows, whatever the filter', async () => {
    const all = [
      ...(await rows(await ids())),
      ...(await rows(await ids({ view: 'self-cleared' }))),
      ...(await rows(await ids({ view: 'closed' }))),
    ];
    const now = fixture.clock.now();
    const inView: Record<(typeof QUEUE_VIEWS)[number], (row: Row) => boolean> = {
      'all-open': (row) => row.status === 'open',
      'due-today': (row) => row.status === 'open' && row.snoozedUntil === null && (row.dueAt ?? 0) < dayStart(dayOf(now) + 1),
      soon: (row) => row.clock === 'soon',
      over: (row) => row.clock === 'over',
      mine: (row) => row.status === 'open' && row.ownerId === 'p1',
      'my-first-asked': (row) => row.status === 'open' && row.firstAskerName === '周敏',
      unclaimed: (row) => row.status === 'open' && row.ownerId === null,
      snoozed: (row) => row.snoozedUntil !== null,
      'self-cleared': (row) => row.status === 'self-cleared',
      closed: (row) => row.status === 'closed',
    };
    const subset = <T>(list: readonly T[]) => fc.option(fc.subarray([...list], { minLength: 1 }), { nil: undefined });
    const tiers = [...new Set(all.flatMap((row) => row.tiers))];
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          view: fc.constantFrom(...QUEUE_VIEWS),
          sort: fc.constantFrom(...QUEUE_SORTS),
          descending: fc.boolean(),
          types: subset(ABNORMAL_TYPES),
          regions: subset(REGIONS),
          stages: subset(RESPONSIBLE_STAGES),
          tiers: subset(tiers),
          search: fc.constantFrom(undefined, '12', '投递', '公司', '99'),
        }),
        async ({ search, ...filter }) => {
          const found = await ids({ ...filter, ...(search !== undefined && { search }) });
          const expected = all.filter(
            (row) =>
              inView[filter.view](row) &&
              (filter.types?.includes(row.type) ?? true) &&
              (filter.regions?.includes(row.region) ?? true) &&
              (filter.stages?.includes(row.responsibleStage) ?? true) &&
              (filter.tiers?.some((tier) => row.tiers.includes(tier)) ?? true) &&
              (search === undefined || [row.mailNo, row.clientName, row.organisation ?? ''].some((text) => text.includes(search))),
          );
          expect([...found].sort((a, b) => a - b)).toEqual(expected.map((row) => row.id).sort((a, b) => a - b));
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);

  it('sorts by each key, equal ones by deadline', async () => {
    const keyOf: Record<(typeof QUEUE_SORTS)[number], (row: Row) => number | string> = {
      due: (row) => row.dueAt ?? 0,
      raised: (row) => row.raisedAt,
      mailNo: (row) => row.mailNo,
      priority: (row) => row.priority,
      client: (row) => (row.clientName === '' ? '\uffff' : row.clientName),
      type: (row) => ABNORMAL_TYPES.indexOf(row.type),
      stage: (row) => RESPONSIBLE_STAGES.indexOf(row.responsibleStage),
      nextAt: (row) => row.nextAt ?? 0,
    };
    for (const sort of QUEUE_SORTS) {
      const keys = (await rows(await ids({ sort }))).map(keyOf[sort]);
      expect(keys, sort).toEqual([...keys].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
      expect(await ids({ sort, descending: true })).toEqual((await ids({ sort })).reverse());
    }
  });

  it('counts what the views hold', async () => {
    const counts = await fixture.ask<Counts>('queue.counts');
    for (const view of QUEUE_VIEWS) expect([view, counts.views[view]]).toEqual([view, (await ids({ view })).length]);
    const open = await rows(await ids());
    const by = (keysOf: (row: Row) => readonly string[]) => {
      const sums: Record<string, number> = {};
      for (const key of open.flatMap(keysOf)) sums[key] = (sums[key] ?? 0) + 1;
      return sums;
    };
    expect(counts.types).toEqual(by((row) => [row.type]));
    expect(counts.regions).toEqual(by((row) => [row.region]));
    expect(counts.tiers).toEqual(by((row) => row.tiers));
  });

  it('reads the clock of an intervention as the domain does, at any moment', async () => {
    const list = (await ids()).slice(0, 60);
    const rules = fixture.ledger.read((tx) => rulesAt(tx, fixture.clock.now()));
    const start = fixture.clock.now();
    for (let hours = 0; hours < 40; hours += 1) {
      fixture.clock.setWall(start + hours * 0.37 * HOUR_MS);
      const now = fixture.clock.now();
      for (const row of (await rows(list)).filter((each) => each.interventionAt === null && each.dueAt !== null)) {
        const signal = interventionSignal({ raisedAt: row.raisedAt, dueAt: row.dueAt ?? 0 }, now, rules);
        expect(row.clock).toBe({ green: 'ok', yellow: 'soon', red: 'over' }[signal]);
      }
    }
    fixture.clock.setWall(start);
  });
});

describe('the panel', () => {
  it('shows findings, suggestion, trail, verdicts and facts, no phone number among them', async () => {
    const list = await ids();
    let [events, verdicts, recipients] = [0, 0, 0];
    for (const id of list) {
      const detail = await fixture.ask<Detail>('queue.get', { id });
      expect(detail.suggestion.nextAt).toBeGreaterThan(fixture.clock.now());
      expect(detail.findings.length).toBeGreaterThan(0);
      expect(detail.history).toContainEqual(expect.objectContaining({ kind: 'raise', actor: 'system' }));
      expect(detail.mail.batches.length).toBeGreaterThan(0);
      if (detail.mainRule === 'suspected-swap') expect(detail.partners.length).toBeGreaterThan(0);
      const { mailNo: _, partners: __, ...shown } = detail;
      const text = JSON.stringify(shown, (key, value: unknown) => (typeof value === 'number' || key === 'exceptionId' ? 0 : value));
      expect(text).not.toMatch(/(?<![0-9a-zA-Z])1[3-9]\d{9}(?!\d)/);
      events += detail.events.length;
      verdicts += detail.verdicts.length;
      recipients += detail.mail.recipient?.endsWith('*') ? 1 : 0;
    }
    expect([events > list.length, verdicts > 0, recipients > 0]).toEqual([true, true, true]);
    expect(await fixture.call('queue.get', { id: 1_000_000 })).toMatchObject({ error: { reason: 'not-found' } });
  });
});

describe('the ledger beneath', () => {
  it('answers every order, condition and count from an index alone', () => {
    const plan = (sql: string) =>
      fixture.ledger
        .read((tx) => tx.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`))
        .map(({ detail }) => detail)
        .join('\n');
    const orders = {
      due: 'due',
      raised: 'raised',
      mailNo: 'mail_no',
      priority: 'priority',
      nextAt: 'next',
      client: 'client',
      type: 'type',
      stage: 'stage',
    };
    for (const [sort, index] of Object.entries(orders)) {
      const text = plan(orderSql(sort as keyof typeof orders).replace('?', "'open'"));
      expect(text).toContain(`USING COVERING INDEX exception_${index} `);
      expect(text).not.toContain('TEMP B-TREE');
    }
    const conditions = {
      due_at: 'due',
      warn_at: 'warned',
      // The groups' index begins like that of the types.
      held_type: '(type|group)',
      held_stage: 'stage',
      region: 'region',
      client_code: 'client',
    };
    for (const [column, index] of Object.entries(conditions)) {
      const wanted = new RegExp(`USING COVERING INDEX exception_${index} `);
      expect(plan(`SELECT id FROM exception WHERE status = 'open' AND ${column} IN (SELECT value FROM json_each('[]'))`)).toMatch(wanted);
      expect(plan(`SELECT count(*) FROM exception WHERE status = 'open' AND ${column} < 5`)).toMatch(wanted);
    }
    const soon = plan(
      "SELECT id FROM exception INDEXED BY exception_warned WHERE status = 'open' AND warn_at <= 5 AND due_at >= 5 ORDER BY due_at, id",
    );
    expect(soon).toMatch(/USING COVERING INDEX exception_warned /);
    expect(plan("SELECT id FROM exception WHERE status = 'open' AND owner = 'p1'")).toContain('USING COVERING INDEX exception_owner ');
    expect(plan("SELECT count(*) FROM exception WHERE status = 'open' AND owner IS NULL")).toContain(
      'USING COVERING INDEX exception_owner ',
    );
    expect(plan("SELECT id FROM exception WHERE status = 'open' AND first_asker = 'p1'")).toContain(
      'USING COVERING INDEX exception_first_asker ',
    );
  });

  it('still verifies after all acts', async () => {
    const { differences } = await verifyLedger({ ledger: fixture.ledger, now: fixture.clock.now() });
    expect(differences).toEqual([]);
  });
});
