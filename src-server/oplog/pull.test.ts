import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyBundle } from '#shared/domain/sync/mail-bundle.ts';
import type { MailBundle } from '#shared/domain/sync/mail-bundle.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import { sha256Hex } from '#shared/kernel/sha256.ts';
import { changeHash, STREAM_GENESIS } from '#shared/wire/change.ts';
import type { Change } from '#shared/wire/change.ts';
import { decidedOp } from '#shared/wire/mutation.ts';
import type { Database } from '../platform/database.ts';
import { openPglite } from '../platform/pglite.ts';
import { checksum } from './checksum.ts';
import { takeFacts } from './facts.ts';
import { deviceId, found, START } from './oplog-fixture.ts';
import type { Device } from './oplog-fixture.ts';

let database: Database;
let a: Device;
let b: Device;
let far: Device;
let boss: Device;

beforeAll(async () => {
  database = await openPglite();
  const devices = await found(database, {
    a: { id: 'an', role: 'agent' },
    b: { id: 'bo', role: 'agent' },
    c: { id: 'boss', role: 'administrator' },
    f: { id: 'far', role: 'agent', station: '雨湖揽投部' },
  });
  [a, b, boss, far] = ['a', 'b', 'c', 'f'].map((letter) => devices[letter] as Device) as [Device, Device, Device, Device];
  for (const [code, station] of [
    ['C-near', '岳塘揽投部'],
    ['C-far', '雨湖揽投部'],
  ]) {
    const client = { code, name: '客户', tiers: [], accountManager: '', industry: '', groups: [], station };
    await boss.act({ kind: 'client.save', entityId: String(code), args: client });
  }
}, 120_000);
afterAll(() => database.close());

function bundle(mailNo: string, client: string | null, asOf = START): MailBundle {
  const fields = client === null ? { remark: '急' } : { clientCode: client };
  return { ...emptyBundle(mailNo), client, statements: [{ source: 'new-generation', asOf, fields }] };
}

function take(device: Device, ...bundles: MailBundle[]) {
  return takeFacts(database, { inc: device.inc, epoch: null, wire: 1, bundles: bundles.map((each) => canonicalJson(each)) }, device.caller);
}

/** All that a device may see and does not hold, page after page. */
async function pullAll(device: Device, limits: { maxRows?: number; maxBytes?: number } = {}): Promise<Record<string, Change[]>> {
  const rows: Record<string, Change[]> = {};
  for (;;) {
    const reply = await device.pull(limits);
    for (const [stream, page] of Object.entries(reply.streams)) rows[stream] = [...(rows[stream] ?? []), ...page.rows];
    if (!reply.more) return rows;
  }
}

describe('a pull', () => {
  it('gives each stream without a gap, chained, in pages of any size', async () => {
    const uid = a.raise('1180000000001', { client: 'C-near' });
    await a.push();
    for (let turn = 0; turn < 5; turn++)
      await a.act({ kind: 'exception.feedback', entityId: uid, args: { text: `第 ${turn} 次`, to: 'client' } });
    const rows = (await pullAll(b, { maxRows: 2 }))['cl:C-near'] ?? [];
    expect(rows).toHaveLength(6);
    let prev = STREAM_GENESIS;
    rows.forEach((row, index) => {
      expect(row.seq).toBe(index + 1);
      expect(row.prev).toBe(prev);
      expect(row.hash).toBe(changeHash(prev, row));
      expect(row.bodyHash).toBe(sha256Hex(row.body ?? ''));
      expect(decidedOp.parse(JSON.parse(row.body ?? ''))).toMatchObject({ entityId: uid, ver: index + 1 });
      prev = row.hash;
    });
    expect(await pullAll(b)).toEqual({});
    const byOneByte = new Set(
      Object.keys(await pullAll(Object.assign(Object.create(Object.getPrototypeOf(b)) as Device, b, { cursors: {} }), { maxBytes: 1 })),
    );
    expect(byOneByte.has('cl:C-near')).toBe(true);
  });

  it('gives nothing of another station, and drops what the device may not see any more', async () => {
    expect(Object.keys(await pullAll(far))).not.toContain('cl:C-near');
    far.cursors['cl:C-near'] = 3;
    expect((await far.pull()).drop).toEqual(['cl:C-near']);
  });

  it('tells the last decided mutation, and refused ones in the stream of the device alone', async () => {
    await a.act({ kind: 'exception.claim', entityId: 'f'.repeat(32) });
    const reply = await a.pull();
    expect(reply).toMatchObject({ lmid: a.log.length, lmidHash: a.log.at(-1)?.hash });
    const told = reply.streams[`d:${deviceId('a')}`]?.rows.at(-1);
    expect(decidedOp.parse(JSON.parse(told?.body ?? ''))).toMatchObject({ verdict: 'rejected', code: 'dependency', ver: 0 });
  });

  it('refuses another version, another line of time and a revoked device', async () => {
    const { pull } = await import('./pull.ts');
    const request = { inc: b.inc, epoch: null, wire: 1, cursors: {}, maxRows: 1, maxBytes: 1 };
    await expect(pull(database, { ...request, wire: 2 }, b.caller)).rejects.toMatchObject({ reason: 'upgrade-required' });
    await expect(pull(database, { ...request, epoch: 'x' }, b.caller)).rejects.toMatchObject({ reason: 'epoch' });
    await expect(pull(database, request, { ...b.caller, revoked: true })).rejects.toMatchObject({ reason: 'revoked' });
    await expect(pull(database, { ...request, inc: a.inc }, b.caller)).rejects.toMatchObject({ reason: 'forbidden' });
  });
});

describe('facts', () => {
  it('are merged, and told only where they say more', async () => {
    await pullAll(b);
    const one = bundle('1180000000100', 'C-near');
    expect(await take(a, one)).toMatchObject({ taken: 1, refused: [] });
    expect(await take(a, one)).toMatchObject({ taken: 1 });
    await take(b, bundle('1180000000100', 'C-near', START + 1));
    const rows = (await pullAll(b))['cl:C-near'] ?? [];
    expect(rows.map(({ entity, id, rowVer }) => [entity, id, rowVer])).toEqual([
      ['mail-bundle', '1180000000100', 1],
      ['mail-bundle', '1180000000100', 2],
    ]);
  });

  it('refuse what is no bundle or of a foreign client', async () => {
    const request = { inc: a.inc, epoch: null, wire: 1, bundles: ['{', '{}', canonicalJson(bundle('1180000000101', 'C-far'))] };
    expect(await takeFacts(database, request, a.caller)).toMatchObject({
      taken: 0,
      refused: [
        { index: 0, reason: 'invalid-bundle' },
        { index: 1, reason: 'invalid-bundle' },
        { index: 2, reason: 'forbidden' },
      ],
    });
  });

  it('bring all that a mail has into a stream that it gains', async () => {
    const mailNo = '1180000000102';
    await take(a, bundle(mailNo, null));
    const uid = a.raise(mailNo);
    await a.push();
    await a.act({ kind: 'mail.record', entityId: mailNo, args: { reason: '电话', remark: '易碎' } });
    await pullAll(b);
    await take(boss, bundle(mailNo, 'C-near', START + 5));
    const rows = (await pullAll(b))['cl:C-near'] ?? [];
    expect(rows.map(({ entity, id }) => [entity, entity === 'op' ? '' : id])).toEqual([
      ['mail-bundle', mailNo],
      ['op', ''],
      ['op', ''],
      ['mail-bundle', mailNo],
    ]);
    await a.act({ kind: 'exception.claim', entityId: uid });
    expect(Object.keys(await pullAll(b)).sort()).toEqual(['cl:?', 'cl:C-near']);
  });

  it('give a record of an unknown mail back to its author until somebody says whose it is', async () => {
    const mailNo = '1180000000103';
    expect(await a.act({ kind: 'mail.record', entityId: mailNo, args: { reason: '电话', remark: '易碎' } })).toMatchObject({
      verdict: 'applied',
    });
    const own = (await pullAll(a))[`d:${deviceId('a')}`] ?? [];
    expect(JSON.parse(own.at(-1)?.body ?? '')).toMatchObject({ entityId: mailNo, verdict: 'applied', ver: 1 });
    await take(b, bundle(mailNo, 'C-near'));
    expect((await pullAll(a))['cl:C-near']?.map(({ entity }) => entity)).toContain('op');
  });
});

describe('a checksum', () => {
  it('is that of the rows alive at the cursor, for those who may see the stream', async () => {
    const ask = (device: Device, stream: string) =>
      checksum(database, { inc: device.inc, epoch: null, wire: 1, stream, cursor: 1_000_000 }, device.caller);
    const [row] = await database.transaction((tx) =>
      tx.query<{ count: number }>("SELECT count(DISTINCT (entity, id))::integer AS count FROM change WHERE stream = 'cl:C-near'"),
    );
    expect(await ask(a, 'cl:C-near')).toMatchObject({ count: row?.count });
    await expect(ask(far, 'cl:C-near')).rejects.toMatchObject({ reason: 'forbidden' });
  });
});
