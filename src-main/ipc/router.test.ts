import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { seededIds } from '#main/platform/ids.ts';
import { createLog, silentLog } from '#main/platform/log.ts';
import { fixedClock } from '#main/platform/clock.ts';
import { command, query, topic } from '#shared/contract/define.ts';
import type { CancelSignal, ReplyMessage, TopicMessage } from '#shared/contract/define.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { createRouter } from './router.ts';
import type { RouterPorts } from './router.ts';
import { connectInProcess } from './transport-in-process.ts';
import { fromNodePort, servePort } from './transport-port.ts';

const none = z.object({});
const contract = {
  notes: {
    read: query({ open: true, input: z.object({ key: z.string().max(10) }), output: z.object({ text: z.string() }) }),
    secret: query({ input: none, output: z.object({ personId: z.string().nullable() }) }),
    add: command({
      open: true,
      input: z.object({ amount: z.number().int() }),
      output: z.object({ total: z.number() }),
      reasons: ['too-much'],
    }),
    fail: query({ open: true, input: z.object({ how: z.string() }), output: none, reasons: ['too-much'] }),
    wait: query({ open: true, input: none, output: none }),
    wrong: query({ open: true, input: none, output: z.object({ n: z.number() }) }),
    changed: topic(z.object({ keys: z.array(z.string()) })),
  },
};

function setUp(options: { personId?: string | null; answersKept?: number } = {}) {
  let total = 0;
  const lines: string[] = [];
  const clock = fixedClock(0);
  const ports: RouterPorts = {
    log: createLog({ clock, sink: (line) => lines.push(line) }),
    ids: seededIds('router'),
    caller: () => ({ personId: options.personId ?? null }),
    ...(options.answersKept !== undefined && { answersKept: options.answersKept }),
  };
  const router = createRouter(
    contract,
    {
      notes: {
        read: ({ key }) => ({ text: `text of ${key}` }),
        secret: (_input, caller) => ({ personId: caller.personId }),
        add: ({ amount }) => {
          if (amount > 100) throw new AppError('conflict', 'too-much', { detail: { amount } });
          total += amount;
          return { total };
        },
        fail: ({ how }) => fail(how),
        wait: (_input, _caller, signal) => untilAborted(signal),
        wrong: () => ({ n: 'seven' }) as unknown as { n: number },
      },
    },
    ports,
  );
  return { router, client: connectInProcess(router), lines, total: () => total };
}

function fail(how: string): never {
  if (how === 'declared') throw new AppError('conflict', 'too-much', { detail: { most: 100 } });
  if (how === 'common') throw new AppError('unavailable', 'disk-full');
  if (how === 'undeclared') throw new AppError('conflict', 'made-up');
  // Not an Error, as careless packages throw.
  if (how === 'text') throw 'a bare text';
  throw new TypeError('a bug');
}

function untilAborted(signal: CancelSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new AppError('cancelled', 'cancelled')));
  });
}

describe('a call', () => {
  it('is answered with the checked output', async () => {
    const { client } = setUp();
    expect(await client.call('notes.read', { key: 'a' })).toEqual({ id: 1, ok: true, value: { text: 'text of a' } });
  });

  it.each([
    ['an unknown endpoint', 'notes.nothing', {}, 'not-found', 'endpoint-unknown'],
    ['a topic', 'notes.changed', {}, 'not-found', 'endpoint-unknown'],
    ['an inherited name', 'notes.constructor', {}, 'not-found', 'endpoint-unknown'],
    ['an inherited area', '__proto__.toString', {}, 'not-found', 'endpoint-unknown'],
    ['a wrong input', 'notes.read', { key: 7 }, 'invalid-input', 'input-not-valid'],
    ['a command without request id', 'notes.add', { amount: 1 }, 'invalid-input', 'input-not-valid'],
    ['a locked ledger', 'notes.secret', {}, 'forbidden', 'locked'],
    ['a declared reason', 'notes.fail', { how: 'declared' }, 'conflict', 'too-much'],
    ['a common reason', 'notes.fail', { how: 'common' }, 'unavailable', 'disk-full'],
  ])('is refused with a code and a reason: %s', async (_name, path, input, code, reason) => {
    const { client } = setUp();
    const reply = await client.call(path, input);
    expect(reply).toMatchObject({ ok: false, error: { code, reason } });
    expect(reply).not.toHaveProperty('error.incident');
  });

  it('tells where an input is wrong, but nothing of its values', async () => {
    const { client } = setUp();
    const reply = await client.call('notes.read', { key: '13812345678 or longer' });
    expect(reply).toMatchObject({ error: { detail: { part: 'input', path: 'key', issue: 'too_big' } } });
    expect(JSON.stringify(reply)).not.toContain('138');
  });

  it.each([
    ['notes.fail', { how: 'bug' }, 'bug', 'call-failed'],
    ['notes.fail', { how: 'text' }, 'bug', 'call-failed'],
    ['notes.wrong', {}, 'output-not-valid', 'call-failed'],
    ['notes.fail', { how: 'undeclared' }, 'made-up', 'reason-undeclared'],
  ])('gets an incident number that the log has too: %s %j', async (path, input, reason, event) => {
    const { client, lines } = setUp();
    const reply = await client.call(path, input);
    expect(reply).toMatchObject({ ok: false, error: { reason, incident: expect.stringMatching(/^[0-9A-F]{8}$/) } });
    const { incident } = (reply as { error: { incident: string } }).error;
    expect(lines.filter((line) => line.includes(incident) && line.includes(event))).toHaveLength(1);
  });

  it('knows who is unlocked', async () => {
    const { client } = setUp({ personId: 'p1' });
    expect(await client.call('notes.secret', {})).toMatchObject({ value: { personId: 'p1' } });
  });

  it('ends when it is cancelled, and is still answered', async () => {
    const { client } = setUp();
    const abort = new AbortController();
    const reply = client.call('notes.wait', {}, { signal: abort.signal });
    abort.abort();
    expect(await reply).toMatchObject({ ok: false, error: { code: 'cancelled', reason: 'cancelled' } });
  });
});

describe('a command', () => {
  it('sent twice with one request id is done once', async () => {
    const { client, total } = setUp();
    const first = await client.call('notes.add', { amount: 5 }, { requestId: 'request-1' });
    const again = await client.call('notes.add', { amount: 5 }, { requestId: 'request-1' });
    expect([first, again]).toMatchObject([{ value: { total: 5 } }, { value: { total: 5 } }]);
    expect(total()).toBe(5);
    await client.call('notes.add', { amount: 5 }, { requestId: 'request-2' });
    expect(total()).toBe(10);
  });

  it('answers its first refusal again', async () => {
    const { client } = setUp();
    const options = { requestId: 'request-1' };
    expect(await client.call('notes.add', { amount: 101 }, options)).toMatchObject({ error: { reason: 'too-much' } });
    expect(await client.call('notes.add', { amount: 1 }, options)).toMatchObject({ error: { reason: 'too-much' } });
  });

  it('is remembered only among the last ones', async () => {
    const { client, total } = setUp({ answersKept: 2 });
    for (const requestId of ['request-1', 'request-2', 'request-3', 'request-1', 'request-3']) {
      await client.call('notes.add', { amount: 1 }, { requestId });
    }
    expect(total()).toBe(4);
  });
});

describe('a message that is none', () => {
  const answersTo = async (message: unknown): Promise<(ReplyMessage | TopicMessage)[]> => {
    const { router } = setUp();
    const sent: (ReplyMessage | TopicMessage)[] = [];
    router.connect((reply) => sent.push(reply)).receive(message);
    await router.whenIdle();
    return sent;
  };

  it.each([undefined, null, 7, 'text', [], {}, { id: 'x', path: 'notes.read' }, { path: 'notes.read', input: {} }])(
    'is answered once, under -1: %j',
    async (message) => {
      expect(await answersTo(message)).toMatchObject([{ id: -1, ok: false, error: { reason: 'input-not-valid' } }]);
    },
  );

  it('is refused by its size under its own id', async () => {
    const message = { id: 3, path: 'notes.read', input: { key: 'x'.repeat(5_000_000) } };
    expect(await answersTo(message)).toMatchObject([{ id: 3, error: { reason: 'message-too-large' } }]);
  });

  it('is refused when it is too deep or goes round in a circle', async () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    for (const input of [circle, deep]) {
      const answers = await answersTo({ id: 4, path: 'notes.read', input });
      expect(answers).toMatchObject([{ id: 4, error: { reason: 'message-too-large' } }]);
    }
  });
});

describe('topics', () => {
  it('reach every client until it closes', () => {
    const { router, client } = setUp();
    const other = connectInProcess(router);
    const heard: string[] = [];
    client.subscribe(({ topic: path }) => heard.push(`client ${path}`));
    const stop = other.subscribe(({ topic: path }) => heard.push(`other ${path}`));
    router.publish('notes.changed', { keys: ['a'] });
    stop();
    router.publish('notes.changed', { keys: ['a'] });
    client.close();
    router.publish('notes.changed', { keys: ['a'] });
    expect(heard).toEqual(['client notes.changed', 'other notes.changed', 'client notes.changed']);
  });

  it('with a payload of another shape are logged and not sent', () => {
    const { router, client, lines } = setUp();
    const heard: unknown[] = [];
    client.subscribe((message) => heard.push(message));
    router.publish('notes.changed', { keys: 'a' } as never);
    router.publish('notes.read' as never, {} as never);
    expect(heard).toEqual([]);
    expect(lines).toHaveLength(2);
  });
});

describe('the router', () => {
  it('refuses to start without a handler', () => {
    const ports = { log: silentLog, ids: seededIds('x'), caller: () => ({ personId: null }) };
    expect(() => createRouter(contract, { notes: {} } as never, ports)).toThrow('a handler for notes.read');
  });

  it('aborts queries of a client that left, and forgets it', async () => {
    const { router } = setUp();
    const sent: unknown[] = [];
    const connection = router.connect((reply) => sent.push(reply));
    connection.receive({ id: 1, path: 'notes.wait', input: {} });
    connection.close();
    await router.whenIdle();
    connection.receive({ id: 2, path: 'notes.read', input: { key: 'a' } });
    expect(sent).toEqual([]);
  });

  it('serves a message port', async () => {
    const { router } = setUp();
    const { port1, port2 } = new MessageChannel();
    servePort(router, fromNodePort(port1));
    const reply = new Promise((resolve) => port2.once('message', resolve));
    port2.postMessage({ id: 8, path: 'notes.read', input: { key: 'b' } });
    expect(await reply).toEqual({ id: 8, ok: true, value: { text: 'text of b' } });
    port2.close();
  });
});
