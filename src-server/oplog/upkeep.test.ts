import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyBundle } from '#shared/domain/sync/mail-bundle.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { Database } from '../platform/database.ts';
import { seededIds } from '../platform/ids.ts';
import { openPglite } from '../platform/pglite.ts';
import { compact, decideServerOp, listQuarantine, refersToBlob, rekey, resolveQuarantine, takeFacts, verifyChains } from './index.ts';
import { deviceId, found, START } from './oplog-fixture.ts';
import type { Device } from './oplog-fixture.ts';

const FAR = START + 900_000_000_000;
let database: Database;
let a: Device;
let b: Device;
let boss: Device;

beforeAll(async () => {
  database = await openPglite();
  const devices = await found(database, {
    a: { id: 'an', role: 'agent' },
    b: { id: 'bo', role: 'agent' },
    c: { id: 'boss', role: 'administrator' },
  });
  [a, b, boss] = ['a', 'b', 'c'].map((letter) => devices[letter] as Device) as [Device, Device, Device];
}, 120_000);
afterAll(() => database.close());

const verified = () => database.transaction((tx) => verifyChains(tx), { isolation: 'repeatable read', readOnly: true });
const count = async (sql: string, ...params: unknown[]): Promise<number> => {
  const [row] = await database.transaction((tx) => tx.query<{ n: number }>(sql, params));
  return row?.n ?? 0;
};

async function workOn(mailNo: string): Promise<string> {
  const uid = a.raise(mailNo);
  a.write({ kind: 'exception.follow-up', entityId: uid, args: { text: '已致电 13800001234', nextAt: FAR } });
  a.write({ kind: 'exception.feedback', entityId: uid, args: { text: '已告知收件人', to: 'recipient' } });
  a.write({ kind: 'exception.close', entityId: uid, args: { result: '本人签收' } });
  await a.push();
  const statements = [{ source: 'new-generation' as const, asOf: START, fields: { recipientName: '张三', recipientPhone: '13800001234' } }];
  const text = canonicalJson({ ...emptyBundle(mailNo), statements });
  await takeFacts(database, { inc: a.inc, epoch: null, wire: 1, bundles: [text] }, a.caller);
  return uid;
}

describe('rekey', () => {
  it('begins another line after what the server knows, and is answered alike when asked again', async () => {
    const uid = b.raise('1190000000001');
    await b.push();
    const copy = Object.assign(Object.create(Object.getPrototypeOf(b)) as Device, b, { log: [...b.log] });
    await b.act({ kind: 'exception.claim', entityId: uid });
    copy.write({ id: 'copy-1', kind: 'exception.set-type', entityId: uid, args: { type: 'loss' } });
    const next = `${b.id}~1abcd`;
    const request = { wire: 1, old: b.inc, new: next, pairs: copy.log.map(({ mid, hash }) => ({ mid, hash })) };
    const known = await rekey(database, request, copy.caller);
    expect(known).toMatchObject({ knownThrough: 1 });
    copy.inc = next;
    copy.log = copy.log.slice(known.knownThrough).map((mutation, index) => ({ ...mutation, mid: index + 1 }));
    copy.pushed = 0;
    expect(await copy.push()).toMatchObject([{ mid: 1, verdict: 'applied' }]);
    expect(await rekey(database, request, copy.caller)).toMatchObject({ knownThrough: 1 });
    await expect(rekey(database, { ...request, old: a.inc }, copy.caller)).rejects.toMatchObject({ reason: 'forbidden' });
  });

  it('takes the whole log anew, told as repeated, when it knows none of the pairs', async () => {
    const next = `${a.id}~1abcd`;
    const copy = Object.assign(Object.create(Object.getPrototypeOf(a)) as Device, a, { log: [] as Device['log'], pushed: 0, inc: next });
    const uid = copy.raise('1190000000001');
    expect(await rekey(database, { wire: 1, old: a.inc, new: next, pairs: [] }, copy.caller)).toMatchObject({ knownThrough: 0 });
    copy.write({ id: 'copy-2', kind: 'exception.feedback', entityId: uid, args: { text: '已告知', to: 'client' } });
    expect(await copy.push()).toMatchObject([{ code: 'repeated' }, { verdict: 'applied' }]);
  });
});

describe('ops of the server', () => {
  it('are decided, chained and told like any other', async () => {
    const ids = seededIds('server');
    const args = { name: '甲', staffNo: '701', role: 'agent', station: '' };
    const add = (id: string) =>
      database.transaction((tx) => decideServerOp(tx, { id, kind: 'person.add', entityId: id, args }, { now: START, ids }));
    expect(await add('p-1')).toMatchObject({ verdict: 'applied' });
    await expect(add('p-2')).rejects.toMatchObject({ reason: 'staff-no-taken' });
    expect(JSON.stringify((await a.pull()).streams['ref']?.rows)).toContain('p-1');
  });
});

describe('quarantine', () => {
  it('lists what waits, with what was said, until somebody has looked', async () => {
    await a.act({ kind: 'exception.dance', entityId: 'x', args: { text: '原话' } });
    const [aside] = await database.transaction((tx) => listQuarantine(tx, 10));
    expect(aside).toMatchObject({ inc: a.inc, reason: 'unknown-kind', args: '{"text":"原话"}', mutation: { kind: 'exception.dance' } });
    const by = { personId: 'boss', now: START };
    expect(await database.transaction((tx) => resolveQuarantine(tx, aside as { inc: string; mid: number }, by))).toBe(true);
    expect(await database.transaction((tx) => listQuarantine(tx, 10))).toEqual([]);
  });
});

describe('an erasure', () => {
  it('takes the words out of all that is stored and told, and every chain still holds', async () => {
    const mailNo = '1190000000010';
    const uid = await workOn(mailNo);
    await a.act({ id: 'nul\u0000', kind: 'exception.feedback', entityId: uid, args: { text: '张三来电', to: 'client' } });
    await a.act({ kind: 'exception.close', entityId: uid, args: { result: '收件人李四称未收到' } });
    await boss.act({
      kind: 'data.erase',
      entityId: mailNo,
      args: { mailNo, reason: '客户要求', statements: 1, events: 0, ops: 4, records: 0 },
    });
    for (const words of ['13800001234', '本人签收', '李四', '张三', '已告知收件人']) {
      expect(await count('SELECT count(*) AS n FROM change WHERE body LIKE $1', `%${words}%`), words).toBe(0);
      expect(await count('SELECT count(*) AS n FROM op WHERE args LIKE $1 OR effect LIKE $1', `%${words}%`), words).toBe(0);
      expect(await count('SELECT count(*) AS n FROM mutation_log WHERE args LIKE $1 OR payload LIKE $1', `%${words}%`), words).toBe(0);
      expect(await count('SELECT count(*) AS n FROM mail_fact WHERE body LIKE $1', `%${words}%`), words).toBe(0);
    }
    expect((await verified()).faults).toEqual([]);
  });

  it('holds for what comes later, and leaves a log that still decides', async () => {
    const mailNo = '1190000000011';
    const uid = await workOn(mailNo);
    await boss.act({
      kind: 'data.erase',
      entityId: mailNo,
      args: { mailNo, reason: '到期', statements: 1, events: 0, ops: 4, records: 0 },
    });
    await b.act({ kind: 'exception.follow-up', entityId: uid, args: { text: '王五来电', nextAt: FAR } });
    await workOn(mailNo);
    expect(await count("SELECT count(*) AS n FROM op WHERE args LIKE '%王五%'")).toBe(0);
    expect(await count("SELECT count(*) AS n FROM mail_fact WHERE body LIKE '%13800001234%'")).toBe(0);
  });
});

describe('compacting', () => {
  it('shortens a stream to what is alive; a device that stood before its beginning begins anew', async () => {
    const client = (name: string) => ({
      code: 'C-1',
      name,
      tiers: [],
      accountManager: '',
      industry: '',
      groups: [],
      station: '岳塘揽投部',
    });
    await boss.act({ kind: 'client.save', entityId: 'C-1', args: client('甲') });
    for (let turn = 0; turn < 5; turn++) {
      const statements = [{ source: 'new-generation' as const, asOf: START + turn, fields: { clientCode: 'C-1' } }];
      const text = canonicalJson({ ...emptyBundle('1190000000020'), client: 'C-1', statements });
      await takeFacts(database, { inc: a.inc, epoch: null, wire: 1, bundles: [text] }, a.caller);
    }
    const options = { before: START + 1, now: START + 10, dryRun: true };
    expect(await compact(database, options)).toContainEqual({ stream: 'cl:C-1', old: 5, alive: 1 });
    expect(await count("SELECT count(*) AS n FROM change WHERE stream = 'cl:C-1'")).toBe(5);
    await compact(database, { ...options, dryRun: false });
    expect(await count("SELECT count(*) AS n FROM change WHERE stream = 'cl:C-1'")).toBe(1);
    expect((await verified()).faults).toEqual([]);
    b.cursors = {};
    const reply = await b.pull();
    expect(reply.bootstrap).toContainEqual({ stream: 'cl:C-1', minSeq: 6 });
    expect(reply.streams['cl:C-1']).toMatchObject({ from: 5, rows: [{ seq: 6 }] });
  });
});

describe('files', () => {
  it('are seen by those who see what refers to them', async () => {
    const sha256 = 'c'.repeat(64);
    await database.transaction((tx) => tx.query("INSERT INTO file_ref VALUES ($1, 'op-x', '1190000000020', NULL)", [sha256]));
    const sees = (streams: string[]) => database.transaction((tx) => refersToBlob(tx, sha256, streams));
    expect(await sees(['ref', 'cl:C-1'])).toBe(true);
    expect(await sees(['ref', 'cl:C-2'])).toBe(false);
  });
});

describe('verify', () => {
  it('finds what was changed behind the chains', async () => {
    expect((await verified()).faults).toEqual([]);
    const spoil = async (sql: string): Promise<string[]> => {
      const undo = new Error('undo');
      let found: string[] = [];
      await database
        .transaction(async (tx) => {
          await tx.query(sql);
          found = (await verifyChains(tx)).faults.map(({ what }) => what);
          throw undo;
        })
        .catch((error: unknown) => {
          if (error !== undo) throw error;
        });
      return [...new Set(found)];
    };
    expect(await spoil("UPDATE change SET body = '{}' WHERE stream = 'ref' AND seq = 2")).toEqual(['body-changed']);
    expect(await spoil("UPDATE change SET actor = 'x' WHERE stream = 'ref' AND seq = 2")).toEqual(['row-changed']);
    expect(await spoil("DELETE FROM change WHERE stream = 'ref' AND seq = 2")).toEqual(['number-missing', 'chain-broken']);
    expect(await spoil(`UPDATE op SET args = '{"text":"x"}' WHERE kind = 'exception.claim'`)).toEqual(['body-changed']);
    expect(await spoil(`DELETE FROM mutation_log WHERE inc = '${deviceId('c')}' AND mid = 1`)).toContain('chain-broken');
    expect(await spoil("DELETE FROM op WHERE kind = 'exception.claim'")).toEqual(['ops-missing', 'op-missing']);
    expect(await spoil("UPDATE account SET role = 'administrator' WHERE person_id = 'an'")).toEqual(['account-differs']);
    expect(await spoil("UPDATE client_account SET body = '{}' WHERE code = 'C-1'")).toEqual(['client-differs']);
  });
});
