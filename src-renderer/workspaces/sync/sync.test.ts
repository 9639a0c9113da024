import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseInstant } from '#shared/kernel/instant.ts';
import { api } from '#renderer/api/client.ts';
import { fetchQueryOf, queryClient } from '#renderer/api/queries.ts';
import { startTopics } from '#renderer/api/topics.ts';
import { createFakeBridge } from '#renderer/dev/fake-bridge.ts';
import { startFresh } from '#renderer/features/session/fresh-start.ts';
import { statusLine } from '#renderer/features/status-line/status-line.ts';
import { hasServer, syncNow } from '#renderer/features/sync/sync-now.ts';
import { startTexts } from '#renderer/i18n/text.ts';
import { fieldWords, valueWords } from './field-words.ts';
import { missingFields, plainCode } from './join-fields.ts';
import { listedOf } from './listed.ts';
import { differingParts, keptMine, missingOf, nextOpen } from './picks.ts';
import { confirmHere, moveItem, moveLine, pickAll, pickHere, present, takeNote, takeNoteHere } from './sync-acts.ts';
import { placeCursor, showListed, showTab, syncStore } from './sync-store.ts';
import { uploadProgress } from './upload.ts';

const page = { limit: 50, before: null };
const state = () => api.sync.state({});
const lastWords = () => statusLine.getState().lastAct?.words;

describe('the sync centre on an engine of invented data', () => {
  let stop: () => void;
  const begin = (sync: string) => {
    vi.stubGlobal('window', { youshao: createFakeBridge({ rows: 4, ledger: 'open', kind: 'real', sync }) });
    stop = startTopics(() => queryClient.clear());
  };
  const showConflicts = async () => {
    showTab('conflicts');
    showListed((await api.sync.conflicts(page)).entries.map(listedOf));
  };
  beforeEach(() => {
    startTexts();
    startFresh();
  });
  afterEach(() => {
    stop();
    queryClient.clear();
    vi.unstubAllGlobals();
  });

  it('walks the fields of a conflict, and past the last one to the next conflict', async () => {
    begin('conflict');
    await showConflicts();
    const places = () => [syncStore.getState().cursor, syncStore.getState().field];
    moveLine(1);
    moveLine(1);
    expect(places()).toEqual([0, 2]);
    moveLine(1);
    expect(places()).toEqual([1, 0]);
    moveItem(-1);
    moveItem(-1);
    expect(places()).toEqual([0, 0]);
  });

  it('settles a conflict by keys alone once each field has a side', async () => {
    begin('conflict');
    await showConflicts();
    const before = (await state()).conflicts;
    pickHere('mine');
    await confirmHere();
    expect(syncStore.getState().field).toBe(1);
    pickHere('theirs');
    await confirmHere();
    expect(syncStore.getState().field).toBe(2);
    expect((await state()).conflicts).toBe(before);
    pickHere('mine');
    await confirmHere();
    expect((await state()).conflicts).toBe(before - 1);
    expect(syncStore.getState().picks).toEqual({});
    expect(lastWords()).toContain('已定下');
  });

  it('takes one side for all fields', async () => {
    begin('conflict');
    await showConflicts();
    pickAll('theirs');
    const here = present();
    expect(keptMine(here?.fields ?? [], syncStore.getState().picks[here?.opId ?? ''] ?? {})).toEqual([]);
    pickAll('mine');
    expect(keptMine(here?.fields ?? [], syncStore.getState().picks[here?.opId ?? ''] ?? {})).toHaveLength(3);
  });

  it('takes note of one failure, and of all', async () => {
    begin('failed');
    showTab('failures');
    const { entries } = await api.sync.failures(page);
    showListed(entries.map(listedOf));
    takeNoteHere();
    await vi.waitFor(async () => expect((await state()).failed).toBe(entries.length - 1));
    await takeNote(entries.map(({ opId }) => opId));
    expect((await state()).failed).toBe(0);
  });

  it('keeps the cursor on its entry while others come and go', () => {
    begin('conflict');
    const of = (...ids: string[]) => ids.map((opId) => ({ opId, subject: '', entity: 'exception', seenAt: null, fields: [] }));
    showTab('failures');
    showListed(of('a', 'b', 'c'));
    placeCursor(2);
    showListed(of('new', 'a', 'b', 'c'));
    expect(present()?.opId).toBe('c');
    showListed(of('new', 'a'));
    expect(present()?.opId).toBe('a');
    placeCursor(-4);
    expect(present()?.opId).toBe('new');
    showListed([]);
    expect(present()).toBeUndefined();
  });

  it('reads a list page below page', async () => {
    begin('sending');
    const first = await api.sync.pending({ limit: 100, before: null });
    const second = await api.sync.pending({ limit: 100, before: first.entries.at(-1)?.seq ?? 0 });
    expect(new Set([...first.entries, ...second.entries].map(({ opId }) => opId)).size).toBe(200);
  });

  it('sends only where a server was joined', async () => {
    begin('none');
    await fetchQueryOf(api.sync.state, {});
    expect(hasServer()).toBe(false);
    await syncNow();
    expect(lastWords()).toBe('没有发出去：这个账本还没有加入服务器');
    await api.sync.enrol({ url: 'https://10.43.3.8', code: '7K2QF9D0', deviceName: '' });
    await fetchQueryOf(api.sync.state, {});
    expect(hasServer()).toBe(true);
    await syncNow();
    expect(statusLine.getState().lastAct?.state).toBe('saved');
  });
});

describe('choosing sides', () => {
  const fields = ['type', 'stage', 'nextAt'];

  it('finds what is still open, after the cursor first', () => {
    expect(missingOf(fields, { stage: 'mine' })).toEqual(['type', 'nextAt']);
    expect(nextOpen(fields, { stage: 'mine' }, 0)).toBe(2);
    expect(nextOpen(fields, { stage: 'mine', nextAt: 'theirs' }, 2)).toBe(0);
    expect(nextOpen(fields, { type: 'mine', stage: 'mine', nextAt: 'theirs' }, 0)).toBe(-1);
  });

  it.each([
    { value: '今天 17:00', other: '今天 15:45', marked: ['17:00'] },
    { value: '已授权。拦截已口头确认。', other: '已授权。授权书见附件。', marked: ['拦截已口头确认'] },
    { value: '湘潭', other: '湘潭', marked: [] },
    { value: '', other: '湘潭', marked: [] },
    { value: '处理中心出口班', other: '处理中心', marked: ['出口班'] },
  ])('marks in $value only what differs from $other', ({ value, other, marked }) => {
    const parts = differingParts(value, other);
    expect(parts.map(({ text }) => text).join('')).toBe(value);
    expect(parts.filter(({ differs }) => differs).map(({ text }) => text)).toEqual(marked);
  });

  it('tells fields and values as people call them', () => {
    const now = parseInstant('2026-11-24T15:12:00') ?? 0;
    expect(fieldWords('nextAt')).toBe('下次跟进');
    expect(fieldWords('brandNew')).toBe('brandNew');
    expect(valueWords('type', 'missort', now)).toBe('错分');
    expect(valueWords('stage', 'delivery', now)).toBe('投递');
    expect(valueWords('nextAt', String(now), now)).toBe('今天 15:12');
    expect(valueWords('organisation', '', now)).toBe('空');
    expect(valueWords('organisation', '岳塘投递部', now)).toBe('岳塘投递部');
  });
});

describe('joining', () => {
  it.each([
    { url: '', code: '', missing: ['url', 'code'] },
    { url: '10.43.3.8:8443', code: '7K2Q-F9D0', missing: ['url'] },
    { url: 'https://', code: '7K2Q-F9D0', missing: ['url'] },
    { url: 'ftp://10.43.3.8', code: ' - ', missing: ['url', 'code'] },
    { url: ' https://10.43.3.8:8443 ', code: '7K2Q F9D0', missing: [] },
  ])('misses $missing of “$url” and “$code”', ({ url, code, missing }) => {
    expect(missingFields({ url, code, deviceName: '' })).toEqual(missing);
  });

  it('drops spaces and hyphens of a code that was read out', () => {
    expect(plainCode(' 7K2Q-F9 D0 ')).toBe('7K2QF9D0');
  });

  it('tells the first upload until it is done, also while work goes on', () => {
    expect(uploadProgress(null, 5)).toBeNull();
    expect(uploadProgress(100, 25)).toEqual({ done: 75, total: 100 });
    expect(uploadProgress(100, 120)).toEqual({ done: 0, total: 120 });
    expect(uploadProgress(100, 0)).toBeNull();
  });
});
