import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../platform/database.ts';
import { openPglite } from '../platform/pglite.ts';
import { deviceId, found, START } from './oplog-fixture.ts';
import type { Device } from './oplog-fixture.ts';

const HOUR = 3_600_000;
let database: Database;
let a: Device;
let b: Device;
let boss: Device;
let mailNo = 0;
let uid = '';

beforeAll(async () => {
  database = await openPglite();
  const devices = await found(database, {
    a: { id: 'an', role: 'agent' },
    b: { id: 'bo', role: 'agent' },
    c: { id: 'boss', role: 'administrator' },
  });
  a = devices['a'] as Device;
  b = devices['b'] as Device;
  boss = devices['c'] as Device;
}, 120_000);
afterAll(() => database.close());

/** Both devices raised the same exception and pushed. */
beforeEach(async () => {
  mailNo += 1;
  for (const device of [a, b, boss]) {
    device.now += HOUR;
    uid = device.raise(`117000${String(mailNo).padStart(7, '0')}`);
    await device.push();
  }
});

const followUp = (text: string) => ({ kind: 'exception.follow-up', entityId: uid, args: { text, nextAt: START + 10_000 * HOUR } });
const accept = (text: string) => ({
  kind: 'exception.accept',
  entityId: uid,
  args: { type: 'delay', stage: 'transport', organisation: null, text, nextAt: START + 10_000 * HOUR, macro: null },
});
const claim = () => ({ kind: 'exception.claim', entityId: uid });
const close = (result: string) => ({ kind: 'exception.close', entityId: uid, args: { result } });
const setType = (type: string, seenVer?: number) => ({
  kind: 'exception.set-type',
  entityId: uid,
  args: { type },
  ...(seenVer === undefined ? {} : { seenVer }),
});

async function closeBy(device: Device, result: string): Promise<void> {
  await device.act(followUp('已联系'));
  await device.act({ kind: 'exception.feedback', entityId: uid, args: { text: '已反馈', to: 'client' } });
  expect(await device.act(close(result))).toMatchObject({ verdict: 'applied' });
}

describe('a push', () => {
  it('decides each mutation once and answers repeats by the stored verdict', async () => {
    const first = await a.act(claim());
    expect(first).toMatchObject({ verdict: 'applied', code: '' });
    const again = await a.exchange(a.log.slice(-3));
    expect(again.results.at(-1)).toEqual(first);
    expect(again.lmid).toBe(a.log.length);
  });

  it('merges what screening found on two machines', async () => {
    const reply = await b.exchange(b.log);
    expect(reply.results.at(-1)).toMatchObject({ verdict: 'merged', code: 'repeated' });
    const rows = await database.transaction((tx) => tx.query('SELECT 1 FROM op WHERE entity_id = $1', [uid]));
    expect(rows).toHaveLength(1);
  });

  it('stops before a gap and before a mutation that does not link', async () => {
    a.write(claim());
    a.write(followUp('一'));
    const [, second] = a.log.slice(-2);
    expect(await a.exchange(second ? [second] : [])).toMatchObject({ stop: 'gap', results: [] });
    const forged = { ...a.log.at(-2), kind: 'exception.close' } as (typeof a.log)[0];
    expect(await a.exchange([forged])).toMatchObject({ stop: 'chain', results: [] });
    await a.push();
  });

  it('tells a fork: another content under a decided number, or after another history', async () => {
    const copy = Object.assign(Object.create(Object.getPrototypeOf(a)) as Device, a, { log: [...a.log] });
    await a.act(claim());
    copy.write(followUp('另一台机器'));
    await expect(copy.push()).rejects.toMatchObject({ reason: 'fork', detail: { lmid: a.log.length } });
  });

  it('refuses another line of time', async () => {
    const request = { inc: a.inc, epoch: 'another', wire: 1, ackedThrough: 0, mutations: [] };
    const { push } = await import('./push.ts');
    await expect(push(database, request, a.caller)).rejects.toMatchObject({ reason: 'epoch', detail: { lmid: a.log.length } });
  });

  it('keeps what a revoked device still had, and applies none of it', async () => {
    b.revoked = true;
    expect(await b.act(claim())).toMatchObject({ verdict: 'quarantined', code: 'revoked' });
    b.revoked = false;
    const [kept] = await database.transaction((tx) =>
      tx.query<{ reason: string; args: string }>(
        'SELECT reason, args FROM quarantine JOIN mutation_log USING (inc, mid) WHERE inc = $1 ORDER BY mid DESC',
        [deviceId('b')],
      ),
    );
    expect(kept).toMatchObject({ reason: 'revoked', args: '{}' });
  });
});

describe('authority', () => {
  it('sets aside what its author may not do', async () => {
    expect(await a.act({ ...claim(), actor: 'bo' })).toMatchObject({ verdict: 'quarantined', code: 'forbidden', detail: { why: 'actor' } });
    expect(await a.act({ ...claim(), actor: 'system' })).toMatchObject({
      verdict: 'quarantined',
      code: 'forbidden',
      detail: { why: 'role' },
    });
    const person = { name: '新', staffNo: '900', role: 'agent', station: '' };
    expect(await a.act({ kind: 'person.add', entityId: 'new', args: person })).toMatchObject({
      code: 'forbidden',
      detail: { why: 'role' },
    });
    expect(await a.act({ kind: 'exception.dance', entityId: uid })).toMatchObject({ verdict: 'quarantined', code: 'unknown-kind' });
    expect(await a.act({ kind: 'exception.close', entityId: uid, args: { result: 1 } })).toMatchObject({
      verdict: 'quarantined',
      code: 'invalid-args',
    });
  });

  it('sets aside what is written on a mail that its device does not see', async () => {
    const far = { code: 'C-far', name: '远', tiers: [], accountManager: '', industry: '', groups: [], station: '雨湖揽投部' };
    await boss.act({ kind: 'client.save', entityId: 'C-far', args: far });
    const foreign = boss.raise('1170001111111', { client: 'C-far' });
    await boss.push();
    expect(await a.act({ kind: 'exception.claim', entityId: foreign })).toMatchObject({ code: 'forbidden', detail: { why: 'scope' } });
  });

  it('sets aside what no database can hold', async () => {
    expect(await a.act({ ...claim(), entityId: 'nul\u0000' })).toMatchObject({ verdict: 'quarantined', code: 'failed' });
    expect(await a.act(claim())).toMatchObject({ verdict: 'applied' });
  });
});

describe('arbitration', () => {
  it('gives a claim to the first arrival', async () => {
    await a.act(claim());
    expect(await b.act(claim())).toMatchObject({ verdict: 'rejected', code: 'claimed', detail: { by: 'an' } });
    expect(await a.act(claim())).toMatchObject({ verdict: 'applied' });
  });

  it('keeps the words of an acceptance that comes second', async () => {
    await a.act(accept('先'));
    expect(await b.act(accept('后'))).toMatchObject({ verdict: 'superseded', code: 'claimed', detail: { by: 'an' } });
    const [row] = await database.transaction((tx) =>
      tx.query<{ effect: string }>('SELECT effect FROM op WHERE entity_id = $1 ORDER BY ver DESC LIMIT 1', [uid]),
    );
    expect(JSON.parse(row?.effect ?? '')).toMatchObject({ kind: 'exception.follow-up', args: { text: '后' } });
  });

  it('makes a second closure a follow-up and says whether the results differ', async () => {
    await closeBy(a, '已妥投');
    expect(await b.act(close('已退回'))).toMatchObject({
      verdict: 'superseded',
      code: 'closed-already',
      detail: { by: 'an', differs: true },
    });
    expect(await b.act(followUp('补记'))).toMatchObject({ verdict: 'merged', code: 'closed-already' });
    expect(await b.act(setType('loss'))).toMatchObject({ verdict: 'rejected', code: 'closed-already' });
    expect(await b.act(claim())).toMatchObject({ verdict: 'rejected', code: 'closed-already' });
  });

  it('tells of two values of one field, and of none where its author knew the other', async () => {
    expect(await a.act(setType('loss', 1))).toMatchObject({ verdict: 'applied' });
    expect(await b.act(setType('damage', 1))).toMatchObject({
      verdict: 'merged',
      code: 'field-conflict',
      detail: { field: 'type', theirs: 'loss', mine: 'damage', by: 'an' },
    });
    expect(await a.act(setType('recall', 3))).toMatchObject({ verdict: 'applied' });
    expect(await b.act(setType('recall', 3))).toMatchObject({ verdict: 'applied' });
  });

  it('transfers only what its author holds, and only once', async () => {
    await a.act(claim());
    const transfer = (to: string) => ({ kind: 'exception.transfer', entityId: uid, args: { to, reason: '交班' } });
    expect(await b.act(transfer('bo'))).toMatchObject({ verdict: 'rejected', code: 'claimed' });
    expect(await boss.act(transfer('bo'))).toMatchObject({ verdict: 'applied' });
    expect(await boss.act(transfer('bo'))).toMatchObject({ verdict: 'merged', code: 'already-held' });
    expect(await a.act(transfer('boss'))).toMatchObject({ verdict: 'rejected', code: 'claimed', detail: { by: 'bo' } });
  });

  it('undoes until another person builds on it', async () => {
    const { id } = a.write(claim());
    await a.push();
    const undo = (ops: string[]) => ({ kind: 'exception.undo', entityId: uid, args: { act: 'x', ops } });
    expect(await b.act(undo([id]))).toMatchObject({ verdict: 'rejected', code: 'undo-not-author' });
    expect(await a.act(undo([id]))).toMatchObject({ verdict: 'applied' });
    expect(await a.act(undo([id]))).toMatchObject({ verdict: 'merged', code: 'nothing-to-undo' });
    const { id: later } = a.write(claim());
    await a.push();
    await b.act(followUp('我也跟了'));
    expect(await a.act(undo([later]))).toMatchObject({ verdict: 'rejected', code: 'too-late', detail: { why: 'touched', by: 'bo' } });
  });

  it('refuses what lacks its exception, its stamps or its snooze', async () => {
    expect(await a.act({ kind: 'exception.claim', entityId: 'f'.repeat(32) })).toMatchObject({ verdict: 'rejected', code: 'dependency' });
    expect(await a.act(close('x'))).toMatchObject({ verdict: 'rejected', code: 'stamps-missing' });
    expect(await a.act({ kind: 'exception.wake', entityId: uid })).toMatchObject({ verdict: 'merged', code: 'not-snoozed' });
    expect(await a.act({ kind: 'exception.confirm-self-cleared', entityId: uid })).toMatchObject({ code: 'exception-not-self-cleared' });
  });

  it('does not let screening touch what is closed', async () => {
    await closeBy(a, '已妥投');
    const op = { kind: 'exception.self-clear', entityId: uid, actor: 'system' };
    expect(await b.act(op)).toMatchObject({ verdict: 'rejected', code: 'closed-already' });
  });
});

describe('people, clients and rules', () => {
  const person = (staffNo: string, role = 'agent') => ({ name: '新人', staffNo, role, station: '岳塘揽投部' });

  it('gives a staff number to one present person and keeps an administrator', async () => {
    expect(await boss.act({ kind: 'person.add', entityId: 'p1', args: person('801') })).toMatchObject({ verdict: 'applied' });
    expect(await boss.act({ kind: 'person.add', entityId: 'p2', args: person('801') })).toMatchObject({
      code: 'staff-no-taken',
      detail: { by: 'p1' },
    });
    expect(await boss.act({ kind: 'person.remove', entityId: 'p1' })).toMatchObject({ verdict: 'applied' });
    expect(await boss.act({ kind: 'person.add', entityId: 'p2', args: person('801') })).toMatchObject({ verdict: 'applied' });
    expect(await boss.act({ kind: 'person.remove', entityId: 'boss' })).toMatchObject({ verdict: 'rejected' });
    const rows = await database.transaction((tx) =>
      tx.query('SELECT person_id, removed FROM account WHERE staff_no = $1 ORDER BY person_id', ['801']),
    );
    expect(rows).toEqual([
      { person_id: 'p1', removed: true },
      { person_id: 'p2', removed: false },
    ]);
  });

  it('keeps the last saved columns of a client, and opens its stream to the station', async () => {
    const client = { code: 'C1', name: '甲', tiers: [], accountManager: '', industry: '', groups: [], station: '岳塘揽投部' };
    expect(await boss.act({ kind: 'client.save', entityId: 'C1', args: client })).toMatchObject({ verdict: 'applied' });
    const ofClient = boss.raise('1170002222222', { client: 'C1' });
    await boss.push();
    expect(await a.act({ kind: 'exception.claim', entityId: ofClient })).toMatchObject({ verdict: 'applied' });
  });

  it('counts the first of two people on the same alias as its account', async () => {
    await database.transaction((tx) =>
      tx.query('INSERT INTO person_alias (device_id, local_id, person_id, bound_at) VALUES ($1, $2, $3, 0)', [
        deviceId('a'),
        'local-an',
        'an',
      ]),
    );
    await a.act({ ...claim(), actor: 'local-an' });
    const [row] = await database.transaction((tx) =>
      tx.query<{ actor: string }>('SELECT actor FROM op WHERE entity_id = $1 ORDER BY ver DESC LIMIT 1', [uid]),
    );
    expect(row?.actor).toBe('an');
  });
});
