import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '#shared/kernel/instant.ts';
import type { RequestOf } from '#shared/wire/messages.ts';
import { FIXTURE_NOW_MS as NOW, emptyDatabase, makeDatabase } from '../platform/database-fixture.ts';
import type { Database, Tx } from '../platform/database.ts';
import { seededIds } from '../platform/ids.ts';
import { findActor, findByStaffNo, peopleOfDevice, saveAccount } from './accounts.ts';
import type { Account } from './accounts.ts';
import { makeCode } from './codes.ts';
import { makeDevice } from './device-fixture.ts';
import type { FixtureDevice } from './device-fixture.ts';
import { listDevices, revoke } from './devices.ts';
import { enrol } from './enrol.ts';
import type { EnrolOutcome } from './enrol.ts';
import { beginEpoch, ensureEpoch, readEpoch } from './epoch.ts';
import { grantedStreams } from './grants.ts';

const ids = seededIds('accounts');
const person = (personId: string, more: Partial<Account> = {}): Account => ({
  personId,
  staffNo: `no-${personId}`,
  name: `人${personId}`,
  role: 'agent',
  station: '解放路揽投部',
  clients: [],
  removed: false,
  ...more,
});

// The engine in memory takes its time to begin on a busy machine.
const BEGIN_MS = 120_000;
let database: Database;
beforeAll(async () => {
  database = await makeDatabase();
}, BEGIN_MS);
afterAll(() => database.close());
beforeEach(async () => {
  await emptyDatabase(database);
  await database.transaction((tx) => saveAccount(tx, person('p1')));
});
const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.transaction(work);
const codeFor = async (personId: string, now = NOW) => (await inTx((tx) => makeCode(tx, { personId, now, ids }))).code;
const requestOf = (device: FixtureDevice, code: string, localPersonId: string | null = null): RequestOf<'enrol'> => ({
  wire: 1,
  code,
  inc: device.inc,
  publicKey: device.publicKey,
  deviceName: '前台',
  localPersonId,
});
const join = (request: RequestOf<'enrol'>, now = NOW): Promise<EnrolOutcome> => inTx((tx) => enrol(tx, request, now));
const joined = async (personId: string, device = makeDevice(), localPersonId: string | null = null) => {
  const outcome = await join(requestOf(device, await codeFor(personId), localPersonId));
  expect(outcome).toMatchObject({ ok: true, person: { personId } });
  return device;
};

describe('one-time code', () => {
  it('joins a person on a device, however it is typed', async () => {
    const code = await codeFor('p1');
    expect(code).toMatch(/^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}$/u);
    const device = makeDevice();
    expect(await join(requestOf(device, ` ${code.toLowerCase().replaceAll('-', ' ')}`))).toMatchObject({ ok: true });
    expect(await inTx((tx) => peopleOfDevice(tx, device.inc))).toEqual([person('p1')]);
    expect(await inTx(listDevices)).toMatchObject([
      { deviceId: device.inc, name: '前台', enrolledBy: 'p1', people: ['p1'], revokedAt: null },
    ]);
  });

  it('is stored as a hash alone', async () => {
    const code = await codeFor('p1');
    const stored = JSON.stringify(await inTx((tx) => tx.query('SELECT * FROM enrolment_code')));
    expect(stored).not.toContain(code.slice(5).replace('-', ''));
  });

  it('lasts ten minutes', async () => {
    const code = await codeFor('p1');
    const request = requestOf(makeDevice(), code);
    expect(await join(request, NOW + 10 * MINUTE_MS)).toEqual({ ok: false, reason: 'code-not-valid' });
    expect(await join(request, NOW + 10 * MINUTE_MS - 1)).toMatchObject({ ok: true });
  });

  it('serves one device, which may ask again when the answer was lost', async () => {
    const code = await codeFor('p1');
    const request = requestOf(makeDevice(), code);
    expect(await join(request)).toMatchObject({ ok: true });
    expect(await join(request)).toMatchObject({ ok: true });
    expect(await join(requestOf(makeDevice(), code))).toEqual({ ok: false, reason: 'code-not-valid' });
  });

  it('ends after five wrong tries', async () => {
    const code = await codeFor('p1');
    for (let tries = 0; tries < 5; tries++) {
      expect(await join(requestOf(makeDevice(), `${code.slice(0, -1)}${code.endsWith('2') ? '3' : '2'}`))).toMatchObject({ ok: false });
    }
    expect(await join(requestOf(makeDevice(), code))).toEqual({ ok: false, reason: 'code-not-valid' });
  });

  it('ends when the person gets another one or is removed', async () => {
    const first = await codeFor('p1');
    const second = await codeFor('p1');
    expect(await join(requestOf(makeDevice(), first))).toMatchObject({ ok: false });
    await inTx((tx) => saveAccount(tx, person('p1', { removed: true })));
    expect(await join(requestOf(makeDevice(), second))).toMatchObject({ ok: false });
    await expect(codeFor('p1')).rejects.toThrow('not-found');
    await expect(codeFor('nobody')).rejects.toThrow('not-found');
  });
});

describe('enrolment', () => {
  it('takes a second person on the same device, never the same device under another key', async () => {
    await inTx((tx) => saveAccount(tx, person('p2')));
    const device = await joined('p1');
    await joined('p2', device);
    expect((await inTx((tx) => peopleOfDevice(tx, device.inc))).map(({ personId }) => personId)).toEqual(['p1', 'p2']);
    const impostor = makeDevice(device.inc);
    expect(await join(requestOf(impostor, await codeFor('p1')))).toEqual({ ok: false, reason: 'forbidden' });
  });

  it('binds what was done on the machine before to the person', async () => {
    const device = await joined('p1', makeDevice(), 'local-1');
    const actor = (id: string) => inTx(async (tx) => (await findActor(tx, device.inc, id))?.personId ?? null);
    expect(await actor('local-1')).toBe('p1');
    expect(await actor('p1')).toBe('p1');
    expect(await actor('local-2')).toBeNull();
    expect(await inTx((tx) => findActor(tx, makeDevice().inc, 'p1'))).toBeNull();
  });

  it('does not bind the id of somebody else whom the server knows', async () => {
    await inTx((tx) => saveAccount(tx, person('p2')));
    expect(await join(requestOf(makeDevice(), await codeFor('p1'), 'p2'))).toEqual({ ok: false, reason: 'forbidden' });
  });

  it('is refused to a revoked device', async () => {
    const device = await joined('p1');
    expect(await inTx((tx) => revoke(tx, device.inc, NOW))).toBe(true);
    expect(await inTx((tx) => revoke(tx, device.inc, NOW))).toBe(false);
    expect(await join(requestOf(device, await codeFor('p1')))).toEqual({ ok: false, reason: 'revoked' });
  });
});

describe('granted streams', () => {
  const client = (code: string, station: string, accountManager = '') =>
    inTx((tx) =>
      tx.query("INSERT INTO client_account (code, name, station, account_manager, body) VALUES ($1, $1, $2, $3, '{}')", [
        code,
        station,
        accountManager,
      ]),
    );
  const streamsOf = (deviceId: string) => inTx((tx) => grantedStreams(tx, deviceId));
  beforeEach(async () => {
    await client('A1', '解放路揽投部', 'no-p1');
    await client('B2', '人民路揽投部');
    await client('C3', '');
    const columns = "hash, updated_at) VALUES ('cl:D4', '', 0), ('cl:A1', '', 0), ('cl:?', '', 0), ('ref', '', 0)";
    await inTx((tx) => tx.query(`INSERT INTO stream_head (stream, ${columns}`));
  });

  it.each([
    ['agent', { clients: [] }, ['cl:?', 'cl:A1', 'cl:C3', 'cl:D4', 'd:', 'p:p1', 'ref']],
    ['leader', { clients: [] }, ['cl:?', 'cl:A1', 'cl:C3', 'cl:D4', 'd:', 'p:p1', 'ref']],
    ['onsite', { clients: ['B2', 'E5'] }, ['cl:B2', 'cl:E5', 'd:', 'p:p1', 'ref']],
    ['account-manager', { clients: [] }, ['cl:A1', 'd:', 'p:p1', 'ref']],
    ['supervisor', { clients: [] }, ['audit', 'cl:?', 'cl:A1', 'cl:B2', 'cl:C3', 'cl:D4', 'd:', 'p:p1', 'ref']],
    ['emperor', { clients: ['A1'] }, ['d:']],
  ])('of the role %s', async (role, more, expected) => {
    await inTx((tx) => saveAccount(tx, person('p1', { role, ...more })));
    const device = await joined('p1');
    expect(await streamsOf(device.inc)).toEqual(expected.map((stream) => (stream === 'd:' ? `d:${device.inc}` : stream)));
  });

  it('of an auditor hold the audit', async () => {
    await inTx((tx) => saveAccount(tx, person('p1', { role: 'auditor' })));
    expect(await streamsOf((await joined('p1')).inc)).toContain('audit');
  });

  it('are those of all people of the device, and follow a change of post at once', async () => {
    await inTx((tx) => saveAccount(tx, person('p2', { role: 'onsite', clients: ['B2'] })));
    const device = await joined('p1');
    await joined('p2', device);
    expect(await streamsOf(device.inc)).toEqual(expect.arrayContaining(['cl:A1', 'cl:B2', 'p:p1', 'p:p2']));
    await inTx((tx) => saveAccount(tx, person('p1', { removed: true })));
    expect(await streamsOf(device.inc)).toEqual(['cl:B2', `d:${device.inc}`, 'p:p2', 'ref']);
    expect(await streamsOf('f'.repeat(32))).toEqual([`d:${'f'.repeat(32)}`]);
  });
});

describe('epoch', () => {
  it('is founded once and changes only on purpose', async () => {
    await expect(inTx(readEpoch)).rejects.toThrow('epoch-missing');
    const first = await inTx((tx) => ensureEpoch(tx, { now: NOW, ids }));
    expect(await inTx((tx) => ensureEpoch(tx, { now: NOW, ids }))).toBe(first);
    const second = await inTx((tx) => beginEpoch(tx, { reason: 'restored', now: NOW, ids }));
    expect(second).not.toBe(first);
    expect(await inTx(readEpoch)).toBe(second);
  });

  it('staff numbers of present people are theirs alone', async () => {
    await expect(inTx((tx) => saveAccount(tx, person('p9', { staffNo: 'no-p1' })))).rejects.toThrow();
    await inTx((tx) => saveAccount(tx, person('p1', { removed: true })));
    await inTx((tx) => saveAccount(tx, person('p9', { staffNo: 'no-p1' })));
    expect(await inTx((tx) => findByStaffNo(tx, 'no-p1'))).toMatchObject({ personId: 'p9' });
  });
});
