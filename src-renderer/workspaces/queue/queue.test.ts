import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HOUR_MS, parseInstant } from '#shared/kernel/instant.ts';
import { ABNORMAL_TYPES } from '#shared/domain/screening/vocabulary.ts';
import { startTopics } from '#renderer/api/topics.ts';
import { api } from '#renderer/api/client.ts';
import { fetchQueryOf, queryClient } from '#renderer/api/queries.ts';
import { FAKE_NOW } from '#renderer/dev/fake-engine.ts';
import { createFakeBridge } from '#renderer/dev/fake-bridge.ts';
import { startFresh } from '#renderer/features/session/fresh-start.ts';
import { statusLine } from '#renderer/features/status-line/status-line.ts';
import { startTexts } from '#renderer/i18n/text.ts';
import { EMPTY_GRID, allToggled, movedTo, withIds } from '#renderer/ui/grid/grid-state.ts';
import { peopleFound } from './TransferForm.tsx';
import { patchOf } from './act-patch.ts';
import type { ActContext, QueueAct } from './act-patch.ts';
import { refusalsByReason, reportStore } from './act-report.ts';
import { acceptSuggestion, claim, perform, performForm, readAhead, setType } from './acts.ts';
import { COLUMN_IDS, DEFAULT_CHOICE, hiddenColumns, readChoice, withMoved, withShown } from './column-choice.ts';
import { dropDrafts, drafts, setDraft } from './drafts.ts';
import { historyWords } from './history-words.ts';
import { drawnIds, headOf } from './grouping.ts';
import { definitionNow, openBuiltIn, openSaved } from './open-view.ts';
import { filterOf, queueGrid, queueRows, queueStore, toggledIn } from './queue-store.ts';
import type { QueueRow } from './queue-store.ts';
import { QUICK_DATES, quickDate } from './quick-dates.ts';
import { TYPE_KEYS, liveClock, missingStamps } from './row-facts.ts';
import { clockWords } from './row-acts.ts';
import { beginAtTop } from './streak-moves.ts';
import { endStreak, paceOf, streakStore } from './streak.ts';
import { undoLast } from './undo.ts';

const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 5));
const row = (id: number) => {
  const found = queueRows.get(id);
  if (found === undefined) throw new Error(`row ${id} is not loaded`);
  return found;
};

describe('acts on an engine of invented data', () => {
  let stop: () => void;
  const ids = [1, 2, 3, 4, 5, 6, 7, 8];
  beforeEach(async () => {
    startTexts();
    vi.stubGlobal('window', { youshao: createFakeBridge({ rows: 40, ledger: 'open', kind: 'real' }) });
    stop = startTopics(() => queryClient.clear());
    startFresh();
    queueGrid.setState(withIds(EMPTY_GRID, ids), true);
    for (const id of ids) queueRows.subscribe(id, () => undefined);
    queueRows.want(ids);
    queueRows.refresh(ids);
    readAhead();
    await fetchQueryOf(api.session.state, {});
    await settled();
  });
  afterEach(() => {
    stop();
    queryClient.clear();
    vi.unstubAllGlobals();
  });

  it('claim the row under the cursor and tell it saved', async () => {
    queueGrid.setState((state) => movedTo(state, 3), true);
    claim();
    await settled();
    expect(row(4)).toMatchObject({ ownerName: '周敏', firstAskerName: '周敏' });
    expect(statusLine.getState().lastAct).toMatchObject({ words: '已认领 1 件', state: 'saved' });
  });

  it('set the type of all marked rows and unmark them', async () => {
    queueGrid.setState(allToggled, true);
    setType('damage');
    await settled();
    expect(ids.every((id) => row(id).type === 'damage' && row(id).typeConfirmed)).toBe(true);
    expect(queueGrid.getState().selected.size).toBe(0);
    expect(statusLine.getState().lastAct?.words).toBe('已将 8 件改为邮件破损');
  });

  it('are undone whole, with the rows as they were', async () => {
    const before = ids.map((id) => row(id).type);
    queueGrid.setState(allToggled, true);
    setType('damage');
    await settled();
    expect(reportStore.getState().report).toMatchObject({ words: '已将 8 件改为邮件破损', refused: [] });
    await undoLast();
    await settled();
    expect(ids.map((id) => row(id).type)).toEqual(before);
    expect(statusLine.getState().lastAct?.words).toBe('已撤销改类型 8 件');
    expect(reportStore.getState().report).toBeNull();
  });

  it('are undone one after the other, until none is left', async () => {
    queueGrid.setState((state) => movedTo(state, 0), true);
    const before = row(1);
    setType('damage');
    setType('loss');
    await Promise.all([undoLast(), undoLast(), undoLast()]);
    await settled();
    expect(row(1)).toMatchObject({ type: before.type, typeConfirmed: before.typeConfirmed });
    expect(statusLine.getState().lastAct).toMatchObject({ state: 'failed' });
    expect(statusLine.getState().lastAct?.words).toContain('没有撤销');
  });

  it('accept a suggestion: claimed, decided, followed up, and on to the next row', async () => {
    queueGrid.setState((state) => movedTo(state, 2), true);
    acceptSuggestion();
    // Painted before the engine has answered.
    expect(row(3)).toMatchObject({ typeConfirmed: true, ownerName: '周敏' });
    expect(queueGrid.getState().cursor).toBe(3);
    await settled();
    expect(row(3)).toMatchObject({ typeConfirmed: true, stageConfirmed: true, ownerName: '周敏', followUps: 1 });
  });

  it('leave a row alone on which nothing waits', () => {
    queueGrid.setState((state) => movedTo(state, 0), true);
    acceptSuggestion();
    expect(queueGrid.getState().cursor).toBe(0);
  });

  it('name every refusal of a batch with its reason', async () => {
    await perform([1], { kind: 'close', result: '妥投' });
    await perform([1, 2, 3], { kind: 'set-type', type: 'delay' });
    await settled();
    const { report } = reportStore.getState();
    expect(report?.words).toBe('已将 2 件改为延误');
    expect(refusalsByReason(report?.refused ?? [])).toEqual([['exception-closed', [row(1).mailNo]]]);
  });

  it('refused for the only row: the row is shown as it was, the reason stands', async () => {
    await perform([1], { kind: 'close', result: '妥投' });
    await expect(perform([1], { kind: 'claim' })).resolves.toBe(false);
    await settled();
    expect(row(1).status).toBe('closed');
    expect(statusLine.getState().lastAct).toMatchObject({ state: 'failed' });
    expect(queueStore.getState().error).toMatchObject({ reason: 'exception-closed' });
  });

  it('count in 连续处理, each row once, and bring the next one', async () => {
    beginAtTop();
    acceptSuggestion();
    queueGrid.setState((state) => movedTo(state, 2), true);
    acceptSuggestion();
    await performForm({ kind: 'follow-up', text: '已联系', nextAt: FAKE_NOW + HOUR_MS });
    const streak = streakStore.getState().streak;
    expect(streak && paceOf(streak, ids)).toMatchObject({ done: 2, left: 6 });
    expect(queueGrid.getState().cursor).toBe(4);
    await undoLast();
    expect(streakStore.getState().streak?.done.size).toBe(1);
    endStreak();
  });

  it('take a whole group by its head', async () => {
    queueGrid.setState(withIds(EMPTY_GRID, [-1], { all: ids, groups: new Map([[-1, [2, 3, 4]]]) }), true);
    queueGrid.setState((state) => movedTo(state, 0), true);
    setType('missort');
    await settled();
    expect([2, 3, 4].every((id) => row(id).type === 'missort')).toBe(true);
    expect(statusLine.getState().lastAct?.words).toBe('已将 3 件改为错分');
  });
});

describe('the pace of 连续处理', () => {
  it('is the mean of what is done, and stands still between two', () => {
    const streak = { startedAt: 0, done: new Set([1, 2, 3, 4]), lastAt: 21_000 };
    expect(paceOf(streak, [-1, 1, 2, 5, 6, 7])).toEqual({ done: 4, left: 3, seconds: '5.3' });
    expect(paceOf({ ...streak, done: new Set() }, [1]).seconds).toBeNull();
  });
});

describe('what is painted before the answer', () => {
  const context: ActContext = {
    now: 100,
    me: { id: 'p-1', name: '周敏' },
    macros: [{ id: 'm', name: '催', types: ['delay'], text: '已催', nextAt: 900 }],
    nameOf: () => '李楠',
  };
  const open = {
    status: 'open',
    type: 'delay',
    ownerId: null,
    ownerName: null,
    firstAskerName: null,
    interventionAt: null,
    followUps: 0,
    pushes: 0,
  } as unknown as QueueRow;
  it('accepting: held, decided, followed up by the first macro of the type', () => {
    expect(patchOf(open, { kind: 'accept' }, context)).toMatchObject({ ownerId: 'p-1', typeConfirmed: true, followUps: 1, nextAt: 900 });
    expect(patchOf(open, { kind: 'accept', type: 'loss' }, context)).toMatchObject({ type: 'loss', typeConfirmed: true });
  });
  it('the first asker stays who asked first', () => {
    expect(patchOf({ ...open, firstAskerName: '何静' }, { kind: 'claim' }, context)).toMatchObject({ firstAskerName: '何静' });
  });
  it.each<[string, Partial<QueueRow>, QueueAct]>([
    ['a row that another holds', { ownerId: 'p-2' }, { kind: 'accept' }],
    ['a closed row', { status: 'closed' }, { kind: 'set-type', type: 'loss' }],
    ['a row that has not cleared itself', {}, { kind: 'confirm-self-cleared' }],
  ])('nothing on %s', (_name, facts, act) => expect(patchOf({ ...open, ...facts }, act, context)).toEqual({}));
});

describe('why a clock stands where it stands', () => {
  const row = {
    status: 'open',
    priority: 'P3',
    raisedAt: FAKE_NOW - HOUR_MS,
    dueAt: FAKE_NOW + HOUR_MS,
    snoozedUntil: null,
    interventionAt: null,
  };
  it.each<[string, object, string]>([
    ['nobody has done anything', {}, '今天 16:12 前要首次跟进；今天 14:12 列入，三级'],
    ['followed up', { interventionAt: FAKE_NOW }, '今天 16:12 前要再跟进；今天 15:12 已介入，时限按约定的下次跟进'],
    ['snoozed', { snoozedUntil: FAKE_NOW + HOUR_MS, snoozeReason: '等客户' }, '搁置到 今天 16:12：等客户'],
    ['closed', { status: 'closed' }, '这一件已不在办，不再计时'],
  ])('%s', (_name, facts, words) => expect(clockWords({ ...row, ...facts } as unknown as QueueRow, FAKE_NOW)).toBe(words));
});

describe('columns', () => {
  it('follow the room until the person decides', () => {
    expect(hiddenColumns(DEFAULT_CHOICE, false)).toEqual(expect.arrayContaining(['region', 'owner', 'stamps']));
    expect(hiddenColumns(DEFAULT_CHOICE, true)).not.toContain('region');
    const decided = withShown(withShown(DEFAULT_CHOICE, 'region', true), 'client', false);
    expect(hiddenColumns(decided, false)).toContain('client');
    expect(hiddenColumns(decided, false)).not.toContain('region');
  });
  it('move, but never before the mail number, which never hides', () => {
    expect(withMoved(DEFAULT_CHOICE, 'left', -1)).toBe(DEFAULT_CHOICE);
    expect(withMoved(DEFAULT_CHOICE, 'left', 1).order.slice(0, 4)).toEqual(['state', 'mailNo', 'type', 'left']);
    expect(withShown(DEFAULT_CHOICE, 'mailNo', false)).toBe(DEFAULT_CHOICE);
  });
  it('are read back as they were kept; what is not known leaves', () => {
    const kept = withShown(withMoved(DEFAULT_CHOICE, 'last', -1), 'age', true);
    expect(readChoice(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
    const odd = readChoice({ order: ['last', 'gone', 'last', 'type'], decided: { gone: true, type: 'x', age: true } });
    expect(odd.order.slice(0, 4)).toEqual(['state', 'mailNo', 'last', 'type']);
    expect([...odd.order].sort()).toEqual([...COLUMN_IDS].sort());
    expect(odd.decided).toEqual({ age: true });
    expect(readChoice(null)).toEqual(DEFAULT_CHOICE);
  });
});

describe('groups', () => {
  it('keep their heads for ever, and show their rows when unfolded', () => {
    const head = headOf({ type: 'delay', organisation: '岳塘投递部' });
    expect(headOf({ type: 'delay', organisation: '岳塘投递部' })).toBe(head);
    const other = headOf({ type: 'delay', organisation: null });
    expect(drawnIds([head, other], new Map([[head, [4, 5]]]), new Set([head, other]))).toEqual([head, 4, 5, other]);
    expect(drawnIds([head, other], new Map([[head, [4, 5]]]), new Set())).toEqual([head, other]);
  });
});

describe('a view to be saved', () => {
  it('is what is shown, and shows it again', () => {
    queueStore.setState({ view: 'over', types: ['loss'], sort: 'client', descending: true, grouped: true });
    const definition = definitionNow('丢失');
    expect(definition).toMatchObject({ name: '丢失', conditions: { view: 'over', types: ['loss'] }, groupBy: 'type-organisation' });
    openBuiltIn('due-today');
    expect(queueStore.getState()).toMatchObject({ view: 'due-today', types: [] });
    openSaved({ id: 'v-1', definition });
    expect(queueStore.getState()).toMatchObject({
      view: 'over',
      types: ['loss'],
      sort: 'client',
      descending: true,
      grouped: true,
      savedViewId: 'v-1',
    });
    startFresh();
    expect(queueStore.getState().savedViewId).toBeNull();
  });
});

describe('people found by typing', () => {
  const people = [
    { id: 'a', name: '周敏', staffNo: '4301', station: '席位 03' },
    { id: 'b', name: '李楠', staffNo: '4302', station: '席位 04' },
  ];
  it.each([
    ['', ['a', 'b']],
    ['李', ['b']],
    ['4301', ['a']],
    ['04', ['b']],
  ])('%s', (typed, found) => expect(peopleFound(people, typed).map(({ id }) => id)).toEqual(found));
});

describe('filter', () => {
  it('leaves out what does not narrow', () => {
    expect(filterOf(queueStore.getState(), '  ')).toEqual({ view: 'due-today', sort: 'due', descending: false });
  });
  it('takes lists and the search', () => {
    expect(filterOf({ ...queueStore.getState(), types: ['loss'], regions: ['same-city'] }, ' 1272 ')).toMatchObject({
      types: ['loss'],
      regions: ['same-city'],
      search: '1272',
    });
  });
  it('puts a value in and takes it out', () => expect(toggledIn(toggledIn(['a'], 'b'), 'a')).toEqual(['b']));
});

describe('facts of a row', () => {
  it('has a key for every type, no key twice', () => {
    expect(TYPE_KEYS.map(([type]) => type).sort()).toEqual([...ABNORMAL_TYPES].sort());
    expect(new Set(TYPE_KEYS.map(([, key]) => key)).size).toBe(TYPE_KEYS.length);
  });
  it.each([
    ['nothing done', { interventionAt: null, followUps: 0, feedbackAt: null }, ['intervention', 'follow-up', 'feedback']],
    ['claimed', { interventionAt: 1, followUps: 0, feedbackAt: null }, ['follow-up', 'feedback']],
    ['all done', { interventionAt: 1, followUps: 2, feedbackAt: 3 }, []],
  ])('names missing stamps: %s', (_name, facts, missing) => expect(missingStamps(facts)).toEqual(missing));
  it('turns to over when the deadline passes on the screen', () => {
    expect(liveClock({ clock: 'soon', dueAt: 10 }, 11)).toBe('over');
    expect(liveClock({ clock: 'soon', dueAt: 10 }, 10)).toBe('soon');
    expect(liveClock({ clock: 'pause', dueAt: 10 }, 11)).toBe('pause');
    expect(liveClock({ clock: 'ok', dueAt: null }, 11)).toBe('ok');
  });
});

describe('history', () => {
  const entry = (kind: string, detail: Record<string, unknown> = {}, text = '') => ({ at: 0, actor: 'system', kind, text, detail });
  it.each([
    [entry('find', { rule: 'stalled' }), '查出停留过久'],
    [entry('set-type', { type: 'loss' }), '类型定为邮件丢失'],
    [entry('set-stage', { stage: 'delivery', organisation: '岳塘投递部' }), '责任环节定为岳塘投递部'],
    [entry('set-stage', { stage: 'delivery', organisation: null }), '责任环节定为投递'],
    [entry('follow-up', {}, '已联系'), '跟进：已联系'],
    [entry('feedback', { to: 'client' }, '已告知'), '反馈协议客户：已告知'],
    [entry('accept', { type: 'delay' }, '已催'), '采纳建议：延误：已催'],
    [entry('transfer', { to: '李楠' }, '换班'), '转派给李楠：换班'],
    [entry('set-type', { type: 'loss', undone: true }), '类型定为邮件丢失（已撤销）'],
    [entry('undo', { kinds: ['set-type', 'set-type', 'claim'] }), '撤销了改类型、认领'],
    [entry('never-heard-of'), '其他操作'],
  ])('%o', (given, words) => expect(historyWords(given)).toBe(words));
});

describe('quick dates', () => {
  const at = (iso: string) => parseInstant(iso);
  it.each([
    ['hour', '2026-11-24T16:15:00'],
    ['today17', '2026-11-24T17:00:00'],
    ['tomorrow9', '2026-11-25T09:00:00'],
    ['afterTomorrow9', '2026-11-26T09:00:00'],
  ] as const)('%s', (pick, iso) => expect(quickDate(pick, FAKE_NOW)).toBe(at(iso)));
  it('offers nothing that has passed', () => {
    expect(QUICK_DATES.filter((pick) => quickDate(pick, FAKE_NOW + 2 * HOUR_MS) === null)).toEqual(['today17']);
  });
});

describe('another person', () => {
  it('finds nothing of the last one', () => {
    setDraft('e-1 close text', 'mine');
    queueStore.setState({ view: 'over', form: 'close' });
    queueGrid.setState(withIds(EMPTY_GRID, [1, 2]), true);
    startFresh();
    expect(drafts.getState().texts).toEqual({});
    expect(queueStore.getState()).toMatchObject({ view: 'due-today', form: null });
    expect([queueGrid.getState().ids, queueRows.get(1)]).toEqual([[], undefined]);
  });
});

describe('drafts', () => {
  it('are kept by exception and forgotten by form', () => {
    setDraft('e-1 follow-up text', 'a');
    setDraft('e-1 feedback text', 'b');
    dropDrafts('e-1 follow-up');
    expect(drafts.getState().texts).toEqual({ 'e-1 feedback text': 'b' });
  });
});
