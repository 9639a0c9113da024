import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS } from '#shared/kernel/instant.ts';
import { refusal } from '#shared/wire/refusal.ts';
import { makeDevice, signedHeaders } from '../accounts/device-fixture.ts';
import type { FixtureDevice } from '../accounts/device-fixture.ts';
import { revoke } from '../accounts/devices.ts';
import { jsonOf, makeHttpFixture } from './http-fixture.ts';
import type { HttpFixture, Sent } from './http-fixture.ts';

let fixture: HttpFixture;
let device: FixtureDevice;
beforeEach(async () => {
  fixture = await makeHttpFixture();
  await fixture.addPerson('p1');
  device = await fixture.joined('p1');
  // The first one begins the engine in memory, which takes its time on a busy machine.
}, 120_000);
afterEach(() => fixture.close());

const push = (inc: string, mutations: unknown[] = []) => ({ inc, epoch: fixture.epoch, wire: 1, ackedThrough: 0, mutations });
const pull = (inc: string) => ({ inc, epoch: fixture.epoch, wire: 1, cursors: {}, maxRows: 10, maxBytes: 1000 });
const refused = ({ status, json }: Sent, expected: number, reason: string): void => {
  expect([status, refusal.parse(json).error.reason]).toEqual([expected, reason]);
};
const reachedNames = () => fixture.reached.map(({ name }) => name);
const mutation = (args: string) => {
  const hash = 'a'.repeat(64);
  const text = { id: 'op1', kind: 'exception.claim', entity: 'exception', entityId: 'e1', actor: 'p1' };
  const numbers = { mid: 1, seq: 1, sv: 1, occurredAt: 1, recordedAt: 1 };
  return { ...text, ...numbers, args, salt: 'b'.repeat(32), argsHash: hash, clockFlag: 'ok', prevHash: hash, hash };
};

describe('a signed request', () => {
  it('reaches the op log, plain and compressed', async () => {
    expect((await fixture.send(device, '/v1/push', { json: push(device.inc) })).status).toBe(200);
    expect((await fixture.send(device, '/v1/pull', { json: pull(device.inc), gzip: true })).status).toBe(200);
    expect(reachedNames()).toEqual(['push', 'pull']);
  });

  it('is answered compressed from one kilobyte on, where the device takes it', async () => {
    const ask = (headers: Record<string, string>) => fixture.send(device, '/v1/pull', { json: pull(device.inc), headers });
    const zipped = await ask({ 'accept-encoding': 'gzip' });
    const plain = await ask({ 'accept-encoding': 'identity' });
    expect([zipped.response.headers['content-encoding'], plain.response.headers['content-encoding']]).toEqual(['gzip', undefined]);
    expect(zipped.json).toEqual(plain.json);
    const small = await fixture.send(device, '/v1/push', { json: push(device.inc), headers: { 'accept-encoding': 'gzip' } });
    expect(small.response.headers['content-encoding']).toBeUndefined();
  });

  it('is taken once, whoever sends it again', async () => {
    const nonce = 'c'.repeat(32);
    expect((await fixture.send(device, '/v1/push', { json: push(device.inc), nonce })).status).toBe(200);
    refused(await fixture.send(device, '/v1/push', { json: push(device.inc), nonce }), 401, 'replayed');
    fixture.clock.advance(DAY_MS + 1);
    await fixture.http.sweep();
    expect((await fixture.send(device, '/v1/push', { json: push(device.inc), nonce })).status).toBe(200);
  });

  it.each(['/v1/push', '/v1/pull', '/v1/facts', '/v1/rekey', '/v1/checksum'])('to %s is refused without its signature', async (url) => {
    const body = JSON.stringify(push(device.inc));
    const response = await fixture.http.app.inject({ method: 'POST', url, payload: body, headers: { 'content-type': 'application/json' } });
    refused({ status: response.statusCode, json: jsonOf(response), response }, 401, 'unsigned');
    expect(fixture.reached).toEqual([]);
  });

  it.each([
    ['another body', { 'x-youshao-signature': 'A'.repeat(86) + '==' }],
    ['another time', { 'x-youshao-at': '5' }],
    ['another nonce', { 'x-youshao-nonce': 'd'.repeat(32) }],
    ['a nonce that is none', { 'x-youshao-nonce': "'; DROP TABLE device; --" }],
    ['an incarnation that is none', { 'x-youshao-inc': "' OR 1=1 --" }],
    ['no signature', { 'x-youshao-signature': '' }],
  ])('signed for %s is refused', async (_, headers) => {
    refused(await fixture.send(device, '/v1/push', { json: push(device.inc), headers }), 401, 'unsigned');
    expect(fixture.reached).toEqual([]);
  });

  it('of a foreign key in the name of a device is refused, and so is an unknown device', async () => {
    refused(await fixture.send(makeDevice(device.inc), '/v1/push', { json: push(device.inc) }), 401, 'unsigned');
    const stranger = makeDevice();
    refused(await fixture.send(stranger, '/v1/push', { json: push(stranger.inc) }), 401, 'unknown-device');
  });

  it('speaks for its own incarnation only', async () => {
    const other = await fixture.joined('p1');
    refused(await fixture.send(device, '/v1/push', { json: push(other.inc) }), 403, 'forbidden');
    refused(await fixture.send(device, '/v1/pull', { json: pull(`${device.inc}~1abcd`) }), 403, 'forbidden');
    const forked = { ...device, inc: `${device.inc}~1abcd` };
    expect((await fixture.send(forked, '/v1/pull', { json: pull(forked.inc) })).status).toBe(200);
  });

  it('is bound to its path', async () => {
    const { headers, payload } = capture('/v1/pull');
    const response = await fixture.http.app.inject({ method: 'POST', url: '/v1/pull?x=1', headers, payload });
    expect(response.statusCode).toBe(401);
  });
});

function capture(path: string) {
  const payload = Buffer.from(JSON.stringify(pull(device.inc)));
  return { payload, headers: { ...signedHeaders(device, { method: 'POST', path, body: payload }), 'content-type': 'application/json' } };
}

describe('a message', () => {
  it.each([
    ['no JSON', Buffer.from('{"inc":')],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00])],
    ['nothing', Buffer.from('')],
    ['null', Buffer.from('null')],
    ['a list', Buffer.from('[]')],
  ])('of %s is refused', async (_, bytes) => {
    refused(await fixture.send(device, '/v1/pull', { method: 'POST', bytes }), 400, 'invalid-input');
  });

  it.each([
    ['a negative cursor', { cursors: { ref: -1 } }],
    ['a cursor of text', { cursors: { ref: "0'; DROP TABLE op; --" } }],
    ['too many rows', { maxRows: 1_000_000 }],
    ['a role of its own making', { wire: 'administrator' }],
  ])('with %s is refused, and only told where', async (_, more) => {
    const sent = await fixture.send(device, '/v1/pull', { json: { ...pull(device.inc), ...more } });
    refused(sent, 400, 'invalid-input');
    expect(JSON.stringify(sent.json)).not.toContain('DROP');
    expect(fixture.reached).toEqual([]);
  });

  it('gives the op log nothing but what its form names', async () => {
    await fixture.send(device, '/v1/push', { json: { ...push(device.inc), role: 'administrator', deviceId: 'x', revoked: false } });
    expect(fixture.reached[0]?.request).toEqual(push(device.inc));
  });

  it('that is too large is refused, as it comes and once decompressed', async () => {
    refused(await fixture.send(device, '/v1/pull', { method: 'POST', bytes: Buffer.alloc(10 * 1024 * 1024 + 1, 32) }), 413, 'too-large');
    refused(
      await fixture.send(device, '/v1/pull', { method: 'POST', bytes: Buffer.alloc(30 * 1024 * 1024, 32), gzip: true }),
      413,
      'too-large',
    );
    refused(
      await fixture.send(device, '/v1/pull', { json: pull(device.inc), headers: { 'content-encoding': 'gzip' } }),
      400,
      'invalid-input',
    );
    refused(
      await fixture.send(device, '/v1/pull', { json: pull(device.inc), headers: { 'content-encoding': 'br' } }),
      400,
      'invalid-input',
    );
  });

  it('of mutations is held to 256 kB, but one alone may be longer', async () => {
    const long = mutation('x'.repeat(300_000));
    expect((await fixture.send(device, '/v1/push', { json: push(device.inc, [long]), gzip: true })).status).toBe(200);
    refused(await fixture.send(device, '/v1/push', { json: push(device.inc, [long, long]), gzip: true }), 413, 'too-large');
  });

  it('of another version is told to be upgraded when it pulls, and taken when it pushes', async () => {
    refused(await fixture.send(device, '/v1/pull', { json: { ...pull(device.inc), wire: 2 } }), 426, 'upgrade-required');
    expect((await fixture.send(device, '/v1/push', { json: { ...push(device.inc), wire: 2 } })).status).toBe(200);
  });
});

describe('a revoked device', () => {
  beforeEach(() => fixture.database.transaction((tx) => revoke(tx, device.inc, 1)));

  it('is told to wipe itself, whatever it asks', async () => {
    const asked = [
      await fixture.send(device, '/v1/pull', { json: pull(device.inc) }),
      await fixture.send(device, '/v1/heartbeat'),
      await fixture.send(device, '/v1/poke'),
      await fixture.send(device, `/v1/blobs/${'a'.repeat(64)}`),
    ];
    for (const sent of asked) {
      refused(sent, 403, 'revoked');
      expect(sent.json).toMatchObject({ error: { detail: { wipe: true } } });
    }
    expect(fixture.reached).toEqual([]);
  });

  it('still hands over what it holds, marked as such', async () => {
    const sent = await fixture.send(device, '/v1/push', { json: push(device.inc) });
    refused(sent, 403, 'revoked');
    expect(sent.json).toMatchObject({ error: { detail: { wipe: true, lmid: 3 } } });
    expect(fixture.reached).toMatchObject([{ name: 'push', revoked: true }]);
  });
});

describe('the log', () => {
  it('has every refusal, and nothing of what was said', async () => {
    await fixture.send(device, '/v1/push', { json: push(device.inc, [mutation('{"text":"收件人张三 13800001111"}')]) });
    await fixture.send(makeDevice(device.inc), '/v1/push', { json: push(device.inc) });
    await fixture.http.app.inject({ method: 'GET', url: '/v1/13800001111', headers: { 'x-youshao-inc': '张三' } });
    const text = fixture.logLines.join('\n');
    expect(text).not.toMatch(/13800001111|张三|人p1|no-p1/u);
    const refusals = fixture.logLines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ event }) => event === 'request-refused');
    expect(refusals).toMatchObject([
      { route: '/v1/push', reason: 'unsigned', inc: device.inc },
      { route: 'none', reason: 'not-found', inc: null },
    ]);
  });
});
