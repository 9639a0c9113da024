import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { enrolReply, heartbeatReply } from '#shared/wire/messages.ts';
import { refusal } from '#shared/wire/refusal.ts';
import { makeDevice, signedHeaders } from '../accounts/device-fixture.ts';
import type { FixtureDevice } from '../accounts/device-fixture.ts';
import { revoke } from '../accounts/devices.ts';
import { enrolMessage, makeHttpFixture } from './http-fixture.ts';
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
describe('enrolment', () => {
  it('answers with the epoch and the person', async () => {
    const joining = makeDevice();
    const { status, json } = await fixture.send(joining, '/v1/enrol', { json: enrolMessage(joining, await fixture.codeFor('p1')) });
    expect(status).toBe(200);
    expect(enrolReply.parse(json)).toMatchObject({ epoch: fixture.epoch, serverName: '测试服务器', person: { id: 'p1', role: 'agent' } });
  });

  it('refuses wrong codes, and after a while the address that tries them', async () => {
    await fixture.close();
    fixture = await makeHttpFixture({ perAddress: { perSecond: 0.1, burst: 3 } });
    const attempt = async () => {
      const joining = makeDevice();
      return fixture.send(joining, '/v1/enrol', { json: enrolMessage(joining, '2222-2222-2222') });
    };
    for (let tries = 0; tries < 3; tries++) refused(await attempt(), 403, 'code-not-valid');
    const late = await attempt();
    refused(late, 429, 'throttled');
    expect(late.response.headers['retry-after']).toBe('10');
    fixture.clock.advance(10_000);
    refused(await attempt(), 403, 'code-not-valid');
  });

  it('must be signed by the key that it brings, for the incarnation that it signs', async () => {
    const joining = makeDevice();
    const message = enrolMessage(joining, await fixture.codeFor('p1'));
    refused(await fixture.send(joining, '/v1/enrol', { json: { ...message, publicKey: makeDevice().publicKey } }), 401, 'unsigned');
    refused(await fixture.send(joining, '/v1/enrol', { json: { ...message, inc: makeDevice().inc } }), 401, 'unsigned');
    refused(await fixture.send(joining, '/v1/enrol', { json: { ...message, publicKey: 'A'.repeat(60) } }), 401, 'unsigned');
  });
});

describe('limits', () => {
  it('hold one device to its rate, and not the others', async () => {
    await fixture.close();
    fixture = await makeHttpFixture({ perDevice: { perSecond: 1, burst: 2 } });
    await fixture.addPerson('p1');
    const [first, second] = [await fixture.joined('p1'), await fixture.joined('p1')];
    const beat = (who: FixtureDevice) => fixture.send(who, '/v1/heartbeat');
    expect([(await beat(first)).status, (await beat(first)).status, (await beat(second)).status]).toEqual([200, 200, 200]);
    const late = await beat(first);
    refused(late, 429, 'throttled');
    expect(late.response.headers['retry-after']).toBe('1');
    fixture.clock.advance(1000);
    expect((await beat(first)).status).toBe(200);
  });

  it('turn fetching away before handing over, and let in again who comes later', async () => {
    await fixture.close();
    fixture = await makeHttpFixture({ inFlight: 2 });
    await fixture.addPerson('p1');
    device = await fixture.joined('p1');
    const release = fixture.hold();
    const reached = async (count: number) => {
      while (fixture.reached.length < count) await new Promise((resolve) => setImmediate(resolve));
    };
    const first = fixture.send(device, '/v1/pull', { json: pull(device.inc) });
    await reached(1);
    const shed = await fixture.send(device, '/v1/pull', { json: pull(device.inc) });
    refused(shed, 503, 'busy');
    expect(shed.response.headers['retry-after']).toBe('2');
    const second = fixture.send(device, '/v1/push', { json: push(device.inc) });
    await reached(2);
    refused(await fixture.send(device, '/v1/push', { json: push(device.inc) }), 503, 'busy');
    release();
    expect([(await first).status, (await second).status]).toEqual([200, 200]);
    expect((await fixture.send(device, '/v1/pull', { json: pull(device.inc) })).status).toBe(200);
  });
});

describe('attachments', () => {
  const bytes = randomBytes(5000);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const url = `/v1/blobs/${sha256}`;
  const put = (who: FixtureDevice, from: number, to: number) =>
    fixture.send(who, `${url}?offset=${from}&size=${bytes.length}`, { method: 'PUT', bytes: bytes.subarray(from, to) });
  const head = async (who: FixtureDevice) => {
    const { headers } = (await fixture.send(who, url, { method: 'HEAD' })).response;
    return [headers['x-youshao-offset'], headers['x-youshao-complete']];
  };

  it('arrive in pieces, go on where they stopped, and are there when they are whole', async () => {
    expect(await head(device)).toEqual(['0', '0']);
    expect((await put(device, 0, 2000)).json).toEqual({ offset: 2000, complete: false });
    expect(await head(device)).toEqual(['2000', '0']);
    refused(await fixture.send(device, url), 404, 'not-found');
    const lost = await put(device, 0, 2000);
    refused(lost, 409, 'offset-differs');
    expect(lost.json).toMatchObject({ error: { detail: { offset: 2000 } } });
    expect((await put(device, 2000, 5000)).json).toEqual({ offset: 5000, complete: true });
    expect(await head(device)).toEqual(['5000', '1']);
    expect((await put(device, 2000, 5000)).json).toEqual({ offset: 5000, complete: true });
    expect((await fixture.send(device, url)).response.rawPayload.equals(bytes)).toBe(true);
  });

  it('are seen by those who see an op that refers to them', async () => {
    await put(device, 0, 5000);
    const other = await fixture.joined('p1');
    refused(await fixture.send(other, url), 404, 'not-found');
    expect(await head(other)).toEqual(['0', '0']);
    fixture.references.add(`${sha256} cl:other`);
    refused(await fixture.send(other, url), 404, 'not-found');
    fixture.references.add(`${sha256} p:p1`);
    expect((await fixture.send(other, url)).response.rawPayload.equals(bytes)).toBe(true);
  });

  it('with another hash, too long, or with names that are paths never appear', async () => {
    const wrong = `/v1/blobs/${'0'.repeat(64)}`;
    refused(await fixture.send(device, `${wrong}?offset=0&size=4`, { method: 'PUT', bytes: Buffer.from('abcd') }), 409, 'hash-differs');
    refused(await fixture.send(device, wrong), 404, 'not-found');
    refused(await fixture.send(device, `${wrong}?offset=0&size=3`, { method: 'PUT', bytes: Buffer.from('abcd') }), 413, 'too-large');
    refused(await fixture.send(device, `${wrong}?offset=0&size=99999999`, { method: 'PUT', bytes: Buffer.from('abcd') }), 413, 'too-large');
    refused(await fixture.send(device, '/v1/blobs/..%2F..%2Fetc%2Fpasswd'), 400, 'invalid-input');
    refused(await fixture.send(device, `${wrong}?offset=-1`, { method: 'PUT', bytes: Buffer.from('abcd') }), 400, 'invalid-input');
  });
});

describe('heartbeat', () => {
  it('tells the heads of granted streams alone', async () => {
    fixture.headsNow.set('ref', 7).set('cl:foreign', 9).set('p:p1', 2);
    const { json } = await fixture.send(device, '/v1/heartbeat');
    const beat = heartbeatReply.parse(json);
    expect(beat.heads).toEqual({ ref: 7, 'p:p1': 2, 'cl:?': 0, [`d:${device.inc}`]: 0 });
    expect(beat.people).toEqual([{ id: 'p1', staffNo: 'no-p1', name: '人p1', role: 'agent', station: '' }]);
  });
});

describe('poke', () => {
  it('tells a waiting device that something it may see has changed, and lets it go when it is revoked', async () => {
    const address = await fixture.http.app.listen({ port: 0, host: '127.0.0.1' });
    const response = await fetch(`${address}/v1/poke`, {
      headers: signedHeaders(device, { method: 'GET', path: '/v1/poke', body: Buffer.alloc(0) }),
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = response.body!.getReader();
    const next = async () => new TextDecoder().decode((await reader.read()).value);
    expect(await next()).toBe('event: poke\ndata: {}\n\n');
    await fixture.http.poke();
    fixture.headsNow.set('cl:foreign', 1);
    await fixture.http.poke();
    fixture.headsNow.set('p:p1', 1);
    await fixture.http.poke();
    expect(await next()).toBe('event: poke\ndata: {}\n\n');
    fixture.clock.advance(15_000);
    await fixture.http.poke();
    expect(await next()).toBe(': alive\n\n');
    await fixture.database.transaction((tx) => revoke(tx, device.inc, 1));
    fixture.clock.advance(15_000);
    await fixture.http.poke();
    expect((await reader.read()).done).toBe(true);
  });
});

describe('what is told of the server', () => {
  const get = (url: string, remoteAddress = '127.0.0.1') => fixture.http.app.inject({ method: 'GET', url, remoteAddress });

  it('is health, readiness, and numbers to its own machine', async () => {
    await fixture.send(device, '/v1/push', { json: push(device.inc) });
    expect((await get('/health')).statusCode).toBe(200);
    expect((await get('/ready')).json()).toEqual({ ok: true, epoch: fixture.epoch });
    const metrics = await get('/metrics');
    expect(metrics.body).toContain('youshao_verdicts_total{verdict="applied"} 1');
    expect(metrics.body).toContain(`youshao_epoch{epoch="${fixture.epoch}"} 1`);
    expect(metrics.body).toMatch(/youshao_commit_seconds_count [1-9]/u);
    expect((await get('/metrics', '10.0.0.7')).statusCode).toBe(404);
    expect((await get('/v1/nothing')).statusCode).toBe(404);
  });

  it('is not ready without its epoch', async () => {
    await fixture.database.transaction((tx) => tx.query('DELETE FROM sync_epoch'));
    expect((await get('/ready')).statusCode).toBe(503);
  });
});
