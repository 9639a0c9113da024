import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bridge } from '#shared/contract/shell.ts';
import type { CallMessage, TopicMessage } from '#shared/contract/define.ts';
import { CallError, asCallError } from './call-error.ts';
import { api, read } from './client.ts';
import { STALE_AFTER, onBridgeTopic, onTopic, startTopics } from './topics.ts';

function fakeBridge(answer: (message: CallMessage) => unknown) {
  const sent: CallMessage[] = [];
  const cancelled: number[] = [];
  const listeners = new Set<(message: TopicMessage) => void>();
  const bridge: Bridge = {
    call: async (message) => {
      sent.push(message);
      const value = await answer(message);
      return value instanceof CallError
        ? { id: message.id, ok: false, error: { code: value.code, reason: value.reason, detail: value.detail, incident: 'YS-1' } }
        : { id: message.id, ok: true, value };
    },
    cancel: (id) => cancelled.push(id),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    shell: async () => ({ ok: false, error: { code: 'internal', reason: 'bug', detail: {} } }),
    pathOf: () => '',
    zoom: () => undefined,
  };
  vi.stubGlobal('window', { youshao: bridge });
  return {
    sent,
    cancelled,
    fire: (topic: string, payload: unknown) => listeners.forEach((listener) => listener({ topic, payload })),
    listeners,
  };
}

afterEach(() => vi.unstubAllGlobals());

describe('calls', () => {
  it('name the endpoint by its path and answer its value', async () => {
    const { sent } = fakeBridge(() => ({ ids: [1, 2], asOf: 3 }));
    const input = { view: 'due-today', sort: 'due', descending: false } as const;
    await expect(read(api.queue.ids, input)).resolves.toEqual({ ids: [1, 2], asOf: 3 });
    expect(sent[0]).toMatchObject({ path: 'queue.ids', input });
  });

  it('give a request id to commands only, a new one each time, and a new call id to all', async () => {
    const { sent } = fakeBridge(() => ({}));
    await api.queue.act({ act: { kind: 'claim' }, exceptionIds: ['a'] });
    await api.queue.act({ act: { kind: 'claim' }, exceptionIds: ['a'] });
    await read(api.queue.counts, {});
    expect(sent[0]?.requestId).toMatch(/^[0-9a-f]{32}$/);
    expect(sent[1]?.requestId).not.toBe(sent[0]?.requestId);
    expect(sent[2]?.requestId).toBeUndefined();
    expect(new Set(sent.map((message) => message.id)).size).toBe(3);
  });

  it('throw what the engine refused with its reason, detail and incident', async () => {
    fakeBridge(() => new CallError({ code: 'conflict', reason: 'claimed-by-other', detail: { owner: 'p-2' } }));
    const error = await api.queue.act({ act: { kind: 'claim' }, exceptionIds: ['a'] }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CallError);
    expect(error).toMatchObject({ code: 'conflict', reason: 'claimed-by-other', detail: { owner: 'p-2' }, incident: 'YS-1' });
  });

  it('tell the engine when nobody waits any longer, and only then', async () => {
    const { sent, cancelled } = fakeBridge(() => new Promise((resolve) => setTimeout(() => resolve({}), 5)));
    const stop = new AbortController();
    const answer = read(api.queue.counts, {}, stop.signal);
    stop.abort();
    await answer;
    expect(cancelled).toEqual([sent[0]?.id]);
    const late = new AbortController();
    await read(api.queue.counts, {}, late.signal);
    late.abort();
    expect(cancelled).toHaveLength(1);
  });

  it('are the same function each time, so that they can be keys', () => {
    expect(api.queue.counts).toBe(api.queue.counts);
    expect(api.queue.counts.path).toBe('queue.counts');
  });

  it('read any other throw as a bug', () => {
    expect(asCallError(new TypeError('x'))).toMatchObject({ code: 'internal', reason: 'bug' });
  });
});

describe('topics', () => {
  let made: (readonly string[] | 'all')[];
  beforeEach(() => {
    made = [];
  });

  it('make the queries of their line stale and call their listeners', () => {
    const { fire } = fakeBridge(() => ({}));
    const stop = startTopics((queries) => made.push(queries));
    const heard: unknown[] = [];
    const end = onTopic('queue.changed', (payload) => heard.push(payload));
    fire('queue.changed', { ids: [7] });
    end();
    fire('queue.changed', { ids: [8] });
    expect(made).toEqual([STALE_AFTER['queue.changed'], STALE_AFTER['queue.changed']]);
    expect(heard).toEqual([{ ids: [7] }]);
    stop();
  });

  it('make everything stale after a new connection', () => {
    const { fire, listeners } = fakeBridge(() => ({}));
    const stop = startTopics((queries) => made.push(queries));
    const heard: string[] = [];
    const end = onBridgeTopic((topic) => heard.push(topic));
    fire('bridge.connected', {});
    fire('unknown.topic', {});
    expect(made).toEqual(['all']);
    expect(heard).toEqual(['bridge.connected', 'unknown.topic']);
    end();
    stop();
    expect(listeners.size).toBe(0);
  });
});
