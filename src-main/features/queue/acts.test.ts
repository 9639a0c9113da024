import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppContract } from '#shared/contract/contract.ts';
import type { InputOf, OutputOf } from '#shared/contract/define.ts';
import { queue, undo } from '#shared/contract/queue.ts';
import { views } from '#shared/contract/views.ts';
import { dayOf, dayStart, DAY_MS, HOUR_MS } from '#shared/kernel/instant.ts';
import { makeAreaFixture, playDays } from '../area-fixture.ts';
import type { AreaFixture } from '../area-fixture.ts';
import { OPS_OF_ACT, reconcileFindings } from '../exceptions/index.ts';
import { addPerson } from '../people/index.ts';
import { verifyLedger } from '../verification/index.ts';
import { createViewsHandlers } from '../views/index.ts';
import { createActTurns, createQueueHandlers, createUndoHandlers } from './index.ts';
import { HELD } from './counts-reader.ts';
import { GROUPS_SQL } from './groups-reader.ts';

type Queue = AppContract['queue'];
type Row = OutputOf<Queue['rows']>['rows'][number];
type Detail = OutputOf<Queue['get']>;
type Act = InputOf<Queue['act']>['act'];
type Outcome = OutputOf<Queue['act']>;
type UndoList = OutputOf<AppContract['undo']['list']>['acts'];
type Undone = OutputOf<AppContract['undo']['run']>;
const FILTER = { view: 'all-open', sort: 'due', descending: false } as const;
const neverAsked = (): never => expect.fail('no suggestion without findings');

let fixture: AreaFixture;
// Generated days are driven through import and screening once for all tests: some seconds.
beforeAll(async () => {
  fixture = makeAreaFixture({
    contract: { queue, undo, views },
    handlers: (context) => {
      const turns = createActTurns();
      return { queue: createQueueHandlers(context, turns), undo: createUndoHandlers(context, turns), views: createViewsHandlers(context) };
    },
  });
  fixture.ledger.write((tx) => {
    const leader = { id: 'p3', name: '陈静', staffNo: 'XT003', role: 'leader', station: '岳塘揽投部' } as const;
    addPerson(tx, leader, { opId: 'add-p3', actor: 'p1', now: fixture.clock.now() });
  });
  await playDays(fixture, { mails: 2500, days: 3, seed: 72 });
}, 120_000);
afterAll(() => fixture.remove());

const ids = async (filter: object = {}) => (await fixture.ask<{ ids: number[] }>('queue.ids', { ...FILTER, ...filter })).ids;
const row = async (id: number): Promise<Row> => {
  const [found] = (await fixture.ask<{ rows: Row[] }>('queue.rows', { ids: [id] })).rows;
  if (!found) throw new Error('no row');
  return found;
};
const rows = async (list: number[]) => (await fixture.ask<{ rows: Row[] }>('queue.rows', { ids: list })).rows;
const get = (id: number) => fixture.ask<Detail>('queue.get', { id });
const act = (what: Act, list: number[], more: object = {}) => fixture.ask<Outcome>('queue.act', { act: what, ids: list, ...more });
const undoLast = () => fixture.ask<Undone>('undo.last');
/** Ids of unclaimed exceptions that no test has touched yet. */
let used = 0;
const fresh = async (count: number): Promise<number[]> => {
  const list = (await ids({ view: 'unclaimed', sort: 'raised' })).filter((id) => id > used).slice(0, count);
  expect(list.length).toBe(count);
  used = Math.max(used, ...list);
  return list;
};
const one = async (): Promise<number> => (await fresh(1))[0] ?? 0;

describe('accepting a suggestion', () => {
  it('is one act: type, stage, organisation, claim and follow-up, as the panel foretold, and one undo', async () => {
    const id = await one();
    const before = await row(id);
    const { suggestion } = await get(id);
    expect(suggestion.text).toMatch(/\S/);
    expect(await act({ kind: 'accept' }, [id])).toMatchObject({ applied: 1, refused: [] });
    const after = await row(id);
    expect(after).toMatchObject({
      type: suggestion.type,
      typeConfirmed: true,
      responsibleStage: suggestion.responsibleStage,
      organisation: suggestion.organisation,
      stageConfirmed: true,
      ownerId: 'p1',
      firstAskerName: '周敏',
      nextAt: suggestion.nextAt,
      dueAt: suggestion.nextAt,
      followUps: 1,
      lastFollowUp: { text: suggestion.text, by: '周敏' },
    });
    expect((await get(id)).history.filter(({ actor }) => actor === '周敏').map(({ kind }) => kind)).toEqual(['accept']);
    expect(await undoLast()).toEqual({ actId: expect.any(String), kind: 'accept', count: 1, mailNo: before.mailNo });
    expect(await row(id)).toEqual(before);
    const history = (await get(id)).history.filter(({ actor }) => actor === '周敏');
    expect(history).toEqual([
      expect.objectContaining({ kind: 'accept', text: suggestion.text, detail: expect.objectContaining({ undone: true }) as object }),
      expect.objectContaining({ kind: 'undo', detail: { kinds: ['accept'] } }),
    ]);
  });

  it('takes another type with that type’s macro', async () => {
    const id = await one();
    await act({ kind: 'set-type', type: 'damage' }, [id]);
    expect((await get(id)).suggestion).toMatchObject({ type: 'damage', macroId: 'damage-photos' });
    await act({ kind: 'accept' }, [id]);
    expect(await row(id)).toMatchObject({ type: 'damage', lastFollowUp: { text: expect.stringContaining('拍摄外包装') as string } });
  });
});

describe('a batch', () => {
  it('of 23 is one act and one undo, and says what it refused and why', async () => {
    const list = await fresh(25);
    const before = await rows(list);
    const [closed, taken] = [list[0] ?? 0, list[1] ?? 0];
    fixture.seat('p2');
    await act({ kind: 'claim' }, [taken]);
    await act({ kind: 'follow-up', text: '催', nextAt: fixture.clock.now() + DAY_MS }, [closed]);
    await act({ kind: 'feedback', text: '已知', to: 'client' }, [closed]);
    await act({ kind: 'close', result: '妥投' }, [closed]);
    fixture.seat('p1');
    fixture.topics.length = 0;
    const outcome = await act({ kind: 'accept' }, list, { opId: 'batch-of-23' });
    expect(outcome).toMatchObject({ actId: 'batch-of-23', applied: 23 });
    expect(outcome.refused).toEqual([
      expect.objectContaining({ exceptionId: before[0]?.exceptionId, mailNo: before[0]?.mailNo, reason: 'exception-closed' }),
      expect.objectContaining({
        exceptionId: before[1]?.exceptionId,
        reason: 'claimed-by-other',
        detail: { owner: 'p2', ownerName: '李航' },
      }),
    ]);
    expect(fixture.topics.filter(({ topic }) => topic === 'undo.changed').length).toBeGreaterThan(0);
    // A repeated key press does nothing more.
    expect(await act({ kind: 'accept' }, list.slice(2), { opId: 'batch-of-23' })).toMatchObject({ applied: 23, refused: [] });
    expect((await row(list[2] ?? 0)).followUps).toBe(1);
    const [listed] = (await fixture.ask<{ acts: UndoList }>('undo.list')).acts;
    expect(listed).toMatchObject({ actId: 'batch-of-23', kind: 'accept', count: 23, undone: false, refusal: null });
    expect(await undoLast()).toMatchObject({ actId: 'batch-of-23', count: 23 });
    expect(await rows(list.slice(2))).toEqual(before.slice(2));
    expect(await fixture.call('undo.run', { actId: 'batch-of-23' })).toMatchObject({ error: { reason: 'undo-done-already' } });
  });

  it('of a whole group acts on what the filter keeps of it', async () => {
    const filter = { view: 'unclaimed' } as const;
    const { groups, total } = await fixture.ask<OutputOf<Queue['groups']>>('queue.groups', { filter });
    expect(total).toBe((await ids(filter)).length);
    expect(groups.map(({ count }) => count)).toEqual(groups.map(({ count }) => count).sort((a, b) => b - a));
    const [largest] = groups;
    const group = { type: largest?.type, organisation: largest?.organisation };
    const members = (await fixture.ask<{ ids: number[] }>('queue.groupIds', { filter, ...group })).ids;
    expect(members.length).toBe(largest?.count);
    const outcome = await fixture.ask<Outcome>('queue.act', { act: { kind: 'claim' }, group: { filter, ...group } });
    expect(outcome).toMatchObject({ applied: largest?.count, refused: [] });
    expect(new Set((await rows(members.slice(0, 200))).map(({ ownerId }) => ownerId))).toEqual(new Set(['p1']));
    expect((await undoLast()).count).toBe(largest?.count);
    expect((await rows(members.slice(0, 200))).every(({ ownerId, firstAskerName }) => ownerId === null && firstAskerName === null)).toBe(
      true,
    );
  });

  it('names one target, and only present ones', async () => {
    expect(await fixture.call('queue.act', { act: { kind: 'claim' } })).toMatchObject({ error: { reason: 'one-target' } });
    const none = await fixture.ask<Outcome>('queue.act', { act: { kind: 'claim' }, exceptionIds: ['gone'] });
    expect(none).toMatchObject({ applied: 0, refused: [{ exceptionId: 'gone', mailNo: '', reason: 'not-found' }] });
  });
});

describe('transfer, snoozing, next dates', () => {
  it('hands over what one holds; a leader hands over anything; the first asker stays', async () => {
    const id = await one();
    await act({ kind: 'claim' }, [id]);
    await act({ kind: 'transfer', to: 'p2', reason: '片区归李航' }, [id]);
    expect(await row(id)).toMatchObject({ ownerId: 'p2', firstAskerName: '周敏' });
    expect(await act({ kind: 'transfer', to: 'p1' }, [id])).toMatchObject({ applied: 0, refused: [{ reason: 'claimed-by-other' }] });
    fixture.seat('p3');
    expect(await act({ kind: 'transfer', to: 'p2' }, [id])).toMatchObject({ refused: [{ reason: 'already-held' }] });
    expect(await act({ kind: 'transfer', to: 'p1' }, [id])).toMatchObject({ applied: 1 });
    expect(await fixture.call('queue.act', { act: { kind: 'transfer', to: 'nobody' }, ids: [id] })).toMatchObject({
      error: { reason: 'person-not-found' },
    });
    fixture.seat('p1');
    expect(await row(id)).toMatchObject({ ownerId: 'p1', firstAskerName: '周敏' });
  });

  it('a snoozed one leaves 今日必办 and resurfaces by itself', async () => {
    const id = await one();
    const now = fixture.clock.now();
    await act({ kind: 'follow-up', text: '已联系', nextAt: now + HOUR_MS }, [id]);
    expect(await ids({ view: 'due-today' })).toContain(id);
    await act({ kind: 'snooze', until: now + 2 * HOUR_MS, reason: '等客户答复 13812345678' }, [id]);
    const snoozed = await row(id);
    expect(snoozed).toMatchObject({ clock: 'pause', snoozedUntil: now + 2 * HOUR_MS, dueAt: now + 2 * HOUR_MS });
    expect(snoozed.snoozeReason).not.toMatch(/\d{11}/);
    expect(await ids({ view: 'due-today' })).not.toContain(id);
    expect(await ids({ view: 'snoozed' })).toEqual([id]);
    const counts = await fixture.ask<OutputOf<Queue['counts']>>('queue.counts');
    expect(counts.views['snoozed']).toBe(1);
    expect(await act({ kind: 'snooze', until: now, reason: '早' }, [id])).toMatchObject({ refused: [{ reason: 'next-date-in-past' }] });
    fixture.clock.setWall(now + 2 * HOUR_MS + 1000);
    expect(await ids({ view: 'due-today' })).toContain(id);
    expect(await ids({ view: 'snoozed' })).toEqual([]);
    expect((await row(id)).snoozedUntil).toBeNull();
    await act({ kind: 'snooze', until: now + 5 * HOUR_MS, reason: '再等' }, [id]);
    await act({ kind: 'wake' }, [id]);
    expect(await row(id)).toMatchObject({ snoozedUntil: null });
    expect(await act({ kind: 'wake' }, [id])).toMatchObject({ refused: [{ reason: 'not-snoozed' }] });
    await undoLast();
    expect(await row(id)).toMatchObject({ snoozedUntil: now + 5 * HOUR_MS });
    await act({ kind: 'set-next', nextAt: now + DAY_MS }, [id]);
    expect(await row(id)).toMatchObject({ snoozedUntil: null, nextAt: now + DAY_MS, dueAt: now + DAY_MS });
    fixture.clock.setWall(now);
  });
});

describe('messages to clients', () => {
  it('are made from templates without personal data, and recorded as they were copied', async () => {
    const id = await one();
    const { exceptionId, mailNo } = await row(id);
    const ask = (input: object) => fixture.ask<OutputOf<Queue['pushTexts']>>('queue.pushTexts', { exceptionIds: [exceptionId], ...input });
    const [made] = (await ask({})).texts;
    expect(made).toMatchObject({ exceptionId, mailNo, text: expect.stringContaining(mailNo) as string });
    expect(made?.text).not.toContain('{');
    expect(await act({ kind: 'push', text: '请致电 13812345678', channel: 'copied' }, [id])).toMatchObject({
      applied: 0,
      refused: [{ reason: 'personal-data-in-text' }],
    });
    await act({ kind: 'push', templateId: 'general', channel: 'copied' }, [id]);
    expect(await row(id)).toMatchObject({ pushes: 1, pushedAt: fixture.clock.now() });
    const [general] = (await ask({ templateId: 'general' })).texts;
    expect((await get(id)).history.find(({ kind }) => kind === 'push')).toMatchObject({
      text: general?.text,
      detail: { template: 'general' },
    });
    await act({ kind: 'waive-push', reason: '散户，客户要求免推送' }, [id]);
    expect(await row(id)).toMatchObject({ pushWaived: '散户，客户要求免推送' });
    expect(await fixture.call('queue.pushTexts', { exceptionIds: [exceptionId], templateId: 'gone' })).toMatchObject({
      error: { reason: 'push-template-not-found' },
    });
  });

  it('and macros are the ones in force, in the order of their keys', async () => {
    const { macros, pushTemplates } = await fixture.ask<OutputOf<Queue['phrases']>>('queue.phrases');
    expect([macros.length > 11, pushTemplates.length > 5]).toEqual([true, true]);
    expect(macros.every(({ nextAt }) => nextAt > fixture.clock.now())).toBe(true);
    const list = await fresh(3);
    await act({ kind: 'macro', macroId: 'other-verify' }, list);
    for (const each of await rows(list)) {
      expect(each).toMatchObject({ ownerId: 'p1', followUps: 1, nextAt: macros.find(({ id }) => id === 'other-verify')?.nextAt });
    }
    expect(await act({ kind: 'macro', macroId: 'gone' }, list)).toMatchObject({
      applied: 0,
      refused: list.map(() => ({ reason: 'macro-not-found' })),
    });
  });
});

describe('taking back', () => {
  it('is refused in words when a colleague has worked on one of a batch, and nothing of it is taken back', async () => {
    const list = await fresh(5);
    const { actId } = await act({ kind: 'set-type', type: 'loss' }, list);
    const touched = await row(list[3] ?? 0);
    fixture.seat('p2');
    await act({ kind: 'follow-up', text: '已查', nextAt: fixture.clock.now() + DAY_MS }, [touched.id]);
    expect(await fixture.call('undo.run', { actId })).toMatchObject({ error: { reason: 'undo-not-author', detail: { by: '周敏' } } });
    fixture.seat('p1');
    const detail = { by: '李航', kind: 'follow-up', mailNo: touched.mailNo, at: String(fixture.clock.now()) };
    expect(await fixture.call('undo.run', { actId })).toMatchObject({
      error: { code: 'conflict', reason: 'undo-touched-by-other', detail: { ...detail, count: '1', of: '5' } },
    });
    expect((await rows(list)).map(({ type }) => type)).toEqual(list.map(() => 'loss'));
    const listed = (await fixture.ask<{ acts: UndoList }>('undo.list')).acts.find((each) => each.actId === actId);
    expect(listed?.refusal).toEqual({ reason: 'undo-touched-by-other', detail });
    // Once the colleague has taken it back, nothing stands in the way.
    fixture.seat('p2');
    await undoLast();
    fixture.seat('p1');
    expect(await fixture.ask('undo.run', { actId })).toMatchObject({ count: 5 });
  });

  it('follows the person who has the seat', async () => {
    const [mine = 0, yours = 0] = await fresh(2);
    await act({ kind: 'claim' }, [mine]);
    fixture.seat('p2');
    await act({ kind: 'claim' }, [yours]);
    expect(await undoLast()).toMatchObject({ mailNo: (await row(yours)).mailNo });
    fixture.seat('p1');
    expect(await undoLast()).toMatchObject({ mailNo: (await row(mine)).mailNo });
    fixture.seat('p3');
    const acts = (await fixture.ask<{ acts: UndoList }>('undo.list')).acts;
    expect(acts.map(({ kind }) => kind)).toEqual(['transfer']);
    fixture.seat('p1');
  });

  it('reopens what was closed, but not beside a newer cycle; what a closure needs stays', async () => {
    const id = await one();
    const later = { nextAt: fixture.clock.now() + DAY_MS };
    const followUp = await act({ kind: 'follow-up', text: '已催', ...later }, [id]);
    await act({ kind: 'feedback', text: '已知', to: 'client' }, [id]);
    await act({ kind: 'close', result: '妥投' }, [id]);
    expect(await fixture.call('undo.run', { actId: followUp.actId })).toMatchObject({
      error: { reason: 'undo-relied-on', detail: { kind: 'close', why: 'stamps-missing' } },
    });
    await undoLast();
    const { mailNo, exceptionId, ...reopened } = await row(id);
    expect(reopened).toMatchObject({ status: 'open', nextAt: later.nextAt });
    expect(fixture.ledger.read((tx) => tx.pluck('SELECT dirty FROM mail WHERE mail_no = ?', [mailNo]))).not.toBe(0);
    await act({ kind: 'close', result: '妥投' }, [id]);
    const [found] = fixture.ledger.read((tx) =>
      tx.all<{ assessment: string }>("SELECT args_json AS assessment FROM op WHERE kind = 'exception.raise' AND entity_id = ?", [
        exceptionId,
      ]),
    );
    const { assessment } = JSON.parse(found?.assessment ?? '{}') as { assessment: never };
    const findings = [{ rule: 'suspected-loss', since: 1, evidence: {} }] as const;
    fixture.ledger.write((tx) => void reconcileFindings(tx, mailNo, { now: fixture.clock.now(), findings, assess: () => assessment }));
    expect(await fixture.call('undo.last')).toMatchObject({ error: { reason: 'undo-newer-cycle', detail: { mailNo } } });
  });

  it('leaves what screening found since as it is', async () => {
    const id = await one();
    const { mailNo, mainRule } = await row(id);
    await act({ kind: 'snooze', until: fixture.clock.now() + DAY_MS, reason: '等' }, [id]);
    fixture.ledger.write((tx) => void reconcileFindings(tx, mailNo, { now: fixture.clock.now(), findings: [], assess: neverAsked }));
    expect(await row(id)).toMatchObject({ status: 'self-cleared', snoozedUntil: null });
    await undoLast();
    expect(await row(id)).toMatchObject({ status: 'self-cleared', snoozedUntil: null, mainRule });
  });

  it('reaches twenty acts back', async () => {
    const list = await fresh(21);
    const acts: string[] = [];
    for (const id of list) acts.push((await act({ kind: 'claim' }, [id])).actId);
    expect(await fixture.call('undo.run', { actId: acts[0] })).toMatchObject({
      error: { reason: 'undo-too-old', detail: { depth: '20' } },
    });
    const listed = (await fixture.ask<{ acts: UndoList }>('undo.list')).acts;
    expect(listed.map(({ actId }) => actId)).toEqual(acts.slice(1).reverse());
    for (let count = 0; count < 20; count += 1) await undoLast();
    expect(await fixture.call('undo.last')).toMatchObject({ error: { code: 'not-found', reason: 'nothing-to-undo' } });
    expect(await row(list[0] ?? 0)).toMatchObject({ ownerId: 'p1' });
    expect((await rows(list.slice(1))).every(({ ownerId }) => ownerId === null)).toBe(true);
    expect(await fixture.call('undo.run', { actId: 'never-done' })).toMatchObject({ error: { reason: 'nothing-to-undo' } });
  });

  it('waits for a batch that is still running', async () => {
    const list = (await ids()).slice(0, 200);
    const before = await rows(list);
    const [outcome, undone] = await Promise.all([act({ kind: 'set-type', type: 'recall' }, list), undoLast()]);
    expect([outcome.applied, undone.actId, undone.count]).toEqual([list.length, outcome.actId, list.length]);
    expect(await rows(list)).toEqual(before);
  });
});

describe('saved views', () => {
  const definition = {
    name: '湘潭的延误',
    conditions: { view: 'all-open', types: ['delay'] },
    sort: 'due',
    descending: false,
    columns: ['mailNo', 'due'],
    groupBy: 'none',
  };
  const listed = async () => (await fixture.ask<OutputOf<AppContract['views']['list']>>('views.list')).views;
  const save = (more: object, id?: string) =>
    fixture.ask<{ id: string }>('views.save', { definition: { ...definition, ...more }, ...(id !== undefined && { id }) });

  it('belong to the person, keep their order and count what they keep', async () => {
    const { id: delays } = await save({});
    const { id: mine } = await save({ name: '我的', conditions: { view: 'mine' } });
    const { id: lots } = await save({
      name: '投递',
      conditions: { view: 'all-open', stages: ['delivery'], regions: ['same-city'] },
      groupBy: 'type-organisation',
    });
    expect(await fixture.call('views.save', { definition })).toMatchObject({ error: { reason: 'view-name-taken' } });
    await save({ name: '延误', descending: true }, delays);
    await fixture.ask('views.reorder', { ids: [lots, mine] });
    expect((await listed()).map(({ id, definition: { name } }) => [id, name])).toEqual([
      [lots, '投递'],
      [mine, '我的'],
      [delays, '延误'],
    ]);
    const { counts } = await fixture.ask<{ counts: Record<string, number> }>('views.counts');
    expect(counts).toEqual({
      [delays]: (await ids({ types: ['delay'] })).length,
      [mine]: (await ids({ view: 'mine' })).length,
      [lots]: (await ids({ stages: ['delivery'], regions: ['same-city'] })).length,
    });
    fixture.seat('p2');
    expect(await listed()).toEqual([]);
    expect(await fixture.call('views.remove', { id: mine })).toMatchObject({ error: { reason: 'not-found' } });
    expect(await fixture.call('views.save', { id: mine, definition })).toMatchObject({ error: { reason: 'not-found' } });
    await save({});
    fixture.seat('p1');
    await fixture.ask('views.remove', { id: mine });
    expect((await listed()).map(({ id }) => id)).toEqual([lots, delays]);
    for (let count = (await listed()).length; count < 30; count += 1) await save({ name: `第 ${count} 个` });
    expect(await fixture.call('views.save', { definition: { ...definition, name: '再一个' } })).toMatchObject({
      error: { reason: 'too-many-views' },
    });
  });
});

describe('the ledger beneath', () => {
  it('finds acts, groups and undone logs by an index', () => {
    const plan = (sql: string) =>
      fixture.ledger
        .read((tx) => tx.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`))
        .map(({ detail }) => detail)
        .join('\n');
    expect(plan(OPS_OF_ACT.replaceAll('?', "'a'"))).not.toMatch(/SCAN/);
    expect(plan(GROUPS_SQL.replace('?', "'open'"))).toMatch(/COVERING INDEX exception_group/);
    expect(plan(GROUPS_SQL.replace('?', "'open'"))).not.toMatch(/TEMP B-TREE/);
    expect(plan("SELECT * FROM act WHERE actor = 'p1' AND kind <> 'exception.undo' ORDER BY seq DESC LIMIT 20")).toMatch(
      /act_of_person \(actor=\?\)$/,
    );
    expect(plan("SELECT id FROM exception INDEXED BY exception_snoozed WHERE snoozed_until > 5 AND status = 'open'")).toMatch(
      /SEARCH exception USING COVERING INDEX exception_snoozed/,
    );
    expect(plan("SELECT id FROM exception WHERE status = 'open' AND held_org IN (SELECT value FROM json_each('[]'))")).toMatch(
      /COVERING INDEX exception_org/,
    );
    expect(plan(HELD)).toMatch(/SEARCH exception USING COVERING INDEX exception_owner \(owner>\?\)/);
    const today = `SELECT count(*) FROM exception INDEXED BY exception_due WHERE status = 'open' AND due_at < ${dayStart(dayOf(5))} AND coalesce(snoozed_until, 0) <= 5`;
    expect(plan(today)).toMatch(/COVERING INDEX exception_due/);
  });

  it('still verifies after all acts and undos', async () => {
    const { differences } = await verifyLedger({ ledger: fixture.ledger, now: fixture.clock.now() });
    expect(differences).toEqual([]);
    expect(fixture.ledger.read((tx) => tx.pluck<number>("SELECT count(*) FROM op WHERE kind = 'exception.undo'"))).toBeGreaterThan(100);
  });
});
