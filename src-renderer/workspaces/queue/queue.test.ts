import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HOUR_MS, parseInstant } from '#shared/kernel/instant.ts';
import { ABNORMAL_TYPES } from '#shared/domain/screening/vocabulary.ts';
import { startTopics } from '#renderer/api/topics.ts';
import { queryClient } from '#renderer/api/queries.ts';
import { FAKE_NOW } from '#renderer/dev/fake-engine.ts';
import { createFakeBridge } from '#renderer/dev/fake-bridge.ts';
import { startFresh } from '#renderer/features/session/fresh-start.ts';
import { statusLine } from '#renderer/features/status-line/status-line.ts';
import { startTexts } from '#renderer/i18n/text.ts';
import { EMPTY_GRID, allToggled, movedTo, withIds } from '#renderer/ui/grid/grid-state.ts';
import { acceptSuggestion, claim, confirmSelfCleared, perform, setType } from './acts.ts';
import { dropDrafts, drafts, setDraft } from './drafts.ts';
import { historyWords } from './history-words.ts';
import { filterOf, queueGrid, queueRows, queueStore, toggledIn } from './queue-store.ts';
import { QUICK_DATES, quickDate } from './quick-dates.ts';
import { TYPE_KEYS, liveClock, missingStamps } from './row-facts.ts';

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
    queueStore.setState({ error: null });
    queueGrid.setState(withIds(EMPTY_GRID, ids), true);
    for (const id of ids) queueRows.subscribe(id, () => undefined);
    queueRows.want(ids);
    queueRows.refresh(ids);
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

  it('take back a type only when a person had decided the earlier one', async () => {
    queueGrid.setState((state) => movedTo(state, 0), true);
    const before = row(1).type;
    setType('damage');
    await settled();
    statusLine.getState().lastAct?.undo?.();
    await settled();
    expect(row(1).type).toBe(before);
    queueGrid.setState((state) => movedTo(state, 2), true);
    setType('damage');
    await settled();
    expect(statusLine.getState().lastAct?.undo).toBeUndefined();
  });

  it('accept a suggestion: claimed, decided, followed up, and on to the next row', async () => {
    queueGrid.setState((state) => movedTo(state, 2), true);
    await acceptSuggestion();
    await settled();
    expect(row(3)).toMatchObject({ typeConfirmed: true, stageConfirmed: true, ownerName: '周敏', followUps: 1 });
    expect(queueGrid.getState().cursor).toBe(3);
  });

  it('leave a decided row alone', async () => {
    queueGrid.setState((state) => movedTo(state, 0), true);
    await acceptSuggestion();
    expect(queueGrid.getState().cursor).toBe(0);
  });

  it('confirm only rows that have cleared themselves', async () => {
    queueGrid.setState((state) => movedTo(state, 0), true);
    statusLine.setState({ lastAct: null });
    confirmSelfCleared();
    await settled();
    expect(statusLine.getState().lastAct).toBeNull();
  });

  it('show the change at once, and the old row again when the engine refuses', async () => {
    const type = row(3).type;
    const done = perform([row(3)], { words: 'w', patch: () => ({ type: 'other' }), send: () => Promise.reject(new Error('gone')) });
    expect(row(3).type).toBe('other');
    expect(statusLine.getState().lastAct?.state).toBe('saving');
    await expect(done).resolves.toBe(false);
    await settled();
    expect(row(3).type).toBe(type);
    expect(statusLine.getState().lastAct?.state).toBe('failed');
    expect(queueStore.getState().error).toBeInstanceOf(Error);
  });
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
