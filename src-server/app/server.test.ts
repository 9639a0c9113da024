/**
 * The server as processes on the real embedded PostgreSQL: slow (about 40 s, most of it starts of the command line), because starts, stops, kills
 * and the command line beside a running server are what is tested.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OP_GENESIS, opArgsHash, opHash } from '#shared/domain/sync/op-hash.ts';
import type { Mutation } from '#shared/wire/mutation.ts';
import { makeDevice, signedHeaders } from '../accounts/device-fixture.ts';
import type { FixtureDevice } from '../accounts/device-fixture.ts';
import { end, makeServerFixture } from './server-fixture.ts';
import type { ServerFixture, ServerProcess } from './server-fixture.ts';

let fixture: ServerFixture;
let server: ServerProcess;
let device: FixtureDevice;
let personId: string;
let code: string;
const log: Mutation[] = [];

beforeAll(async () => {
  fixture = makeServerFixture();
  device = makeDevice();
  const added = await fixture.run('user', 'add', '--name', '张三', '--staff-no', '1001', '--role', 'administrator', '--station', '解放路');
  expect(added).toMatchObject({ code: 0, document: { code: expect.stringMatching(/^\w{4}-\w{4}-\w{4}$/u) as string } });
  ({ personId, code } = added.document as { personId: string; code: string });
  server = await fixture.start();
}, 120_000);
afterAll(async () => {
  if (server.child.exitCode === null) await end(server.child, 'SIGTERM');
  await fixture.remove();
}, 120_000);

async function send(path: string, message: object | undefined): Promise<{ status: number; json: unknown }> {
  const body = Buffer.from(message === undefined ? '' : JSON.stringify(message), 'utf8');
  const method = message === undefined ? 'GET' : 'POST';
  const headers = { ...signedHeaders(device, { method, path, body }), 'content-type': 'application/json' };
  const response = await fetch(`${server.url}${path}`, { method, headers, ...(message !== undefined && { body }) });
  return { status: response.status, json: await response.json() };
}

/** The next op of the device's log: a client of the register. */
function write(clientCode: string): void {
  const previous = log.at(-1);
  const seq = log.length + 1;
  const args = JSON.stringify({ accountManager: '', code: clientCode, groups: [], industry: '', name: `客户${clientCode}`, tiers: [] });
  const salt = String(seq).padStart(32, '0');
  const said = { seq, id: `op-${seq}`, kind: 'client.save', entity: 'client', entityId: clientCode, actor: personId, occurredAt: seq };
  const argsHash = opArgsHash(salt, args);
  const prevHash = previous?.hash ?? OP_GENESIS;
  const hash = opHash(prevHash, { ...said, argsHash, device: device.inc });
  log.push({ ...said, mid: seq, sv: 1, args, salt, argsHash, recordedAt: seq, clockFlag: 'ok', prevHash, hash });
}
const push = (from: number, epoch = server.epoch) =>
  send('/v1/push', { inc: device.inc, epoch, wire: 1, ackedThrough: 0, mutations: log.slice(from) });
const pull = () => send('/v1/pull', { inc: device.inc, epoch: server.epoch, wire: 1, cursors: {}, maxRows: 100, maxBytes: 100_000 });

describe('the server', { timeout: 300_000 }, () => {
  it('lets a device join by a code, and decides and hands out what it writes', async () => {
    const enrol = { wire: 1, code, inc: device.inc, publicKey: device.publicKey, deviceName: '前台', localPersonId: null };
    expect(await send('/v1/enrol', enrol)).toMatchObject({
      status: 200,
      json: { epoch: server.epoch, person: { id: personId, staffNo: '1001' } },
    });
    write('A1');
    write('B2');
    expect(await push(0)).toMatchObject({ status: 200, json: { lmid: 2, results: [{ verdict: 'applied' }, { verdict: 'applied' }] } });
    const { json } = await pull();
    const { streams } = json as { streams: Record<string, { rows: { id: string }[] }> };
    expect(streams['ref']?.rows.map(({ id }) => id)).toEqual(expect.arrayContaining(['op-1', 'op-2']));
    expect(await send('/v1/heartbeat', undefined)).toMatchObject({ status: 200, json: { people: [{ id: personId }], heads: { ref: 3 } } });
  });

  it('is asked by commands while it runs, and started once', async () => {
    expect(await fixture.run('device', 'list')).toMatchObject({
      code: 0,
      document: { devices: [{ deviceId: device.inc, people: [personId] }] },
    });
    expect(await fixture.run('verify')).toMatchObject({ code: 0, document: { ok: true, mutations: 3, faults: [] } });
    expect(await fixture.run('start')).toMatchObject({ code: 1, document: { error: { reason: 'already-running' } } });
    expect(await fixture.run('restore', '--from', 'x')).toMatchObject({ code: 1, document: { error: { reason: 'already-running' } } });
    expect(await fixture.run('fly')).toMatchObject({ code: 2 });
  });

  it('loses nothing that it acknowledged when it is killed, and tells stored verdicts', async () => {
    write('C3');
    expect(await push(2)).toMatchObject({ json: { lmid: 3 } });
    await end(server.child, 'SIGKILL');
    const before = server.epoch;
    server = await fixture.start();
    expect(server.epoch).toBe(before);
    expect(await push(0)).toMatchObject({ json: { lmid: 3, results: [{ mid: 1 }, { mid: 2 }, { mid: 3, verdict: 'applied' }] } });
  });

  it('comes back from a copy on a new line of time, on which devices hand over again', async () => {
    const copy = join(fixture.dataFolder, 'copy.gz');
    expect(await fixture.run('backup', '--to', copy)).toMatchObject({ code: 0, document: { epoch: server.epoch, counts: { op: 4 } } });
    expect(await fixture.run('backup', '--to', copy)).toMatchObject({ code: 1, document: { error: { reason: 'file-exists' } } });
    write('D4');
    expect(await push(3)).toMatchObject({ json: { lmid: 4 } });
    expect(await end(server.child, 'SIGTERM')).toBe(0);
    expect(await fixture.run('restore', '--from', copy)).toMatchObject({ code: 1, document: { error: { reason: 'database-not-empty' } } });
    expect(await fixture.run('restore', '--from', copy, '--replace')).toMatchObject({ code: 0, document: { before: server.epoch } });
    const old = server.epoch;
    server = await fixture.start();
    expect(await push(3, old)).toMatchObject({
      status: 409,
      json: { error: { reason: 'epoch', detail: { epoch: server.epoch, lmid: 3 } } },
    });
    expect(await push(3)).toMatchObject({ status: 200, json: { lmid: 4, results: [{ verdict: 'applied' }] } });
  });

  it('sends a revoked device away within the same second', async () => {
    expect(await fixture.run('device', 'revoke', device.inc)).toMatchObject({ code: 0 });
    expect(await pull()).toMatchObject({ status: 403, json: { error: { reason: 'revoked', detail: { wipe: true } } } });
    write('E5');
    expect(await push(4)).toMatchObject({ status: 403, json: { error: { detail: { wipe: true, lmid: 5 } } } });
    expect(await fixture.run('device', 'revoke', device.inc)).toMatchObject({ code: 1 });
    expect(await fixture.run('quarantine', 'list')).toMatchObject({
      document: { entries: [{ inc: device.inc, mid: 5, mutation: { id: 'op-5' } }] },
    });
    const resolved = await fixture.run('quarantine', 'resolve', device.inc, '5', '--staff-no', '1001');
    expect(resolved).toMatchObject({ code: 0, document: { resolved: true } });
    expect(await fixture.run('quarantine', 'list')).toMatchObject({ document: { entries: [] } });
    expect(await fixture.run('compact', '--dry-run')).toMatchObject({ code: 0, document: { dryRun: true, streams: [] } });
    expect(await fixture.run('verify')).toMatchObject({ code: 0, document: { ok: true } });
  });

  it('starts neither in the clear on a network nor from a damaged copy', async () => {
    await expect(fixture.start({ HOST: '0.0.0.0' })).rejects.toThrow('certificate-missing');
    await end(server.child, 'SIGTERM');
    const copy = join(fixture.dataFolder, 'touched.gz');
    expect(await fixture.run('backup', '--to', copy)).toMatchObject({ code: 0 });
    writeFileSync(copy, readFileSync(copy).subarray(0, -20));
    expect(await fixture.run('restore', '--from', copy, '--replace')).toMatchObject({
      code: 1,
      document: { error: { reason: 'backup-damaged' } },
    });
  });
});
