// A ledger that the app made, used from the command line: Argon2 runs at its full cost, some twenty processes.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cliRefusal, DAY_FILES, documentOf, runCli, temporaryFolder } from '#main/cli/cli-fixture.ts';
import { FIRST, makeEngineFixture } from '#main/engine/engine-fixture.ts';
import { openWorkspace } from '#main/engine/index.ts';
import { argon2InWorker, Keyring, keyringFileOf, parseRawKey } from '#main/ledger/index.ts';
import { systemClock } from '#main/platform/clock.ts';
import { systemIds } from '#main/platform/ids.ts';
import { noSecretStore } from '#main/platform/secrets.ts';
import { sourceWorkerEntry } from '#main/platform/worker-entry.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const AGENT = { name: '李念', staffNo: 'XT002', role: 'agent', station: '席位 02', pin: '590382' } as const;
const stretch = argon2InWorker(sourceWorkerEntry);
const temp = temporaryFolder();
const fixture = makeEngineFixture();
const ledger = join(fixture.folder, '账本', 'ledger.db');
const admin = { YOUSHAO_PIN: FIRST.pin };
const as = (user: string): string[] => ['--ledger', ledger, '--user', user];

beforeAll(async () => {
  const app = fixture.start({ secrets: noSecretStore, stretch });
  await app.ask('session.createFirstAdministrator', FIRST);
  await app.ask('people.add', AGENT);
  await app.stop();
  for (const [name, text] of Object.entries(DAY_FILES)) temp.write(name, text);
});
afterAll(async () => {
  temp.remove();
  await fixture.remove();
});

async function document<T>(args: readonly string[], env: Record<string, string>, schema = args[0] ?? ''): Promise<T> {
  const ran = await runCli([...args, '--json'], { env });
  expect(ran.code, ran.stderr).toBe(0);
  return documentOf(ran, schema) as T;
}

describe('a person with a PIN', () => {
  it('opens the ledger by 工号, and nobody else does', async () => {
    const { people } = await document<{ people: { staffNo: string }[] }>(['people', ...as(FIRST.staffNo)], admin);
    expect(people.map(({ staffNo }) => staffNo).sort()).toEqual([FIRST.staffNo, AGENT.staffNo]);
    expect(await cliRefusal(['people', '--ledger', ledger])).toEqual({ code: 4, reason: 'key-missing' });
    expect(await cliRefusal(['people', ...as(FIRST.staffNo)], { YOUSHAO_PIN: '274914' })).toEqual({ code: 1, reason: 'pin-wrong' });
    expect(await cliRefusal(['people', ...as('XT009')], admin)).toEqual({ code: 1, reason: 'person-slot-missing' });
  });

  it('acts under its own name only', async () => {
    const files = Object.keys(DAY_FILES).map((name) => temp.path(name));
    await document(['import', ...files, ...as(AGENT.staffNo)], { YOUSHAO_PIN: AGENT.pin });
    const pinFile = temp.write('pin.txt', `${AGENT.pin}\n`);
    await document(['screen', ...as(AGENT.staffNo), '--pin-file', pinFile], {});
    const acts = temp.write(
      'acts.jsonl',
      '{"act":"claim","mailNo":"1127000000001"}\n{"act":"claim","mailNo":"1127000000003","user":"somebody"}',
    );
    const done = await document<{ acts: { reason?: string }[] }>(['act', acts, ...as(AGENT.staffNo)], { YOUSHAO_PIN: AGENT.pin });
    expect(done).toMatchObject({ applied: 1, refused: 1, acts: [{}, { reason: 'only-on-test-ledger' }] });
    await document(['fact', '1127000000003', '--remark', '客户催问', '--reason', '来电', ...as(AGENT.staffNo)], { YOUSHAO_PIN: AGENT.pin });
    expect(await document(['verify', ...as(FIRST.staffNo)], admin)).toMatchObject({ ok: true });
  });

  it('adds people when it may, each with a PIN of its own', async () => {
    const add = ['people', '--name', '王芳', '--staff-no', 'XT003'];
    expect(await cliRefusal([...add, ...as(AGENT.staffNo)], { YOUSHAO_PIN: AGENT.pin, YOUSHAO_NEW_PIN: '638205' })).toEqual({
      code: 1,
      reason: 'not-permitted',
    });
    expect(await cliRefusal([...add, ...as(FIRST.staffNo)], admin)).toEqual({ code: 2, reason: 'option-missing' });
    expect(await cliRefusal([...add, ...as(FIRST.staffNo)], { ...admin, YOUSHAO_NEW_PIN: '123456' })).toEqual({
      code: 2,
      reason: 'pin-obvious',
    });
    await document([...add, ...as(FIRST.staffNo)], { ...admin, YOUSHAO_NEW_PIN: '638205' });
    await document(['clients', ...as('XT003')], { YOUSHAO_PIN: '638205' });
  });
});

describe('key export', () => {
  it('gives the key to an administrator, in a file of its own, and logs it', async () => {
    expect(await cliRefusal(['key', 'export', ...as(AGENT.staffNo)], { YOUSHAO_PIN: AGENT.pin })).toEqual({
      code: 1,
      reason: 'not-permitted',
    });
    const out = temp.path('密钥.txt');
    const done = await document(['key', 'export', ...as(FIRST.staffNo), '--out', out], admin, 'key-export');
    expect(done).toMatchObject({ key: null, keyFile: out, exportedBy: { name: FIRST.name, staffNo: FIRST.staffNo } });
    expect(statSync(out).mode & 0o777).toBe(0o600);
    expect(await cliRefusal(['key', 'export', ...as(FIRST.staffNo), '--out', out], admin)).toEqual({ code: 2, reason: 'out-exists' });
    const { key } = await document<{ key: string }>(['key', 'export', ...as(FIRST.staffNo)], admin, 'key-export');
    expect(readFileSync(out, 'utf8').trim()).toBe(key);
    expect(await document(['verify', '--ledger', ledger, '--key-file', out], {})).toMatchObject({ ok: true });
    expect(await exports(key)).toEqual([FIRST.staffNo, FIRST.staffNo]);
    expect(await cliRefusal(['act', temp.path('acts.jsonl'), ...as(FIRST.staffNo)], { YOUSHAO_KEY: key })).toEqual({
      code: 2,
      reason: 'only-on-test-ledger',
    });
  });

  it('takes the recovery sheet where the keystore guards the PIN', async () => {
    const out = readFileSync(temp.path('密钥.txt'), 'utf8');
    const keyring = new Keyring({ file: keyringFileOf(ledger), secrets: noSecretStore, clock: systemClock(), ids: systemIds(), stretch });
    const code = await keyring.addRecoverySlot({ key: parseRawKey(out) ?? Buffer.alloc(0) });
    const sheet = temp.write('恢复码.txt', code);
    const done = await document<{ key: string }>(['key', 'export', ...as(FIRST.staffNo), '--recovery-file', sheet], {}, 'key-export');
    expect(done.key).toBe(out.trim());
  });

  it('cannot unlock by a PIN that the keystore guards', async () => {
    const guarded = makeEngineFixture();
    const app = guarded.start({ stretch });
    await app.ask('session.createFirstAdministrator', FIRST);
    await app.stop();
    const args = ['key', 'export', '--ledger', join(guarded.folder, '账本', 'ledger.db'), '--user', FIRST.staffNo];
    expect(await cliRefusal(args, admin)).toEqual({ code: 4, reason: 'keystore-secret-missing' });
    await guarded.remove();
  });
});

/** Who had the key exported, by the log. */
async function exports(secret: string): Promise<string[]> {
  const workspace = await openWorkspace({ file: ledger, secret, asTest: false, now: undefined });
  try {
    const staffNumbers = workspace.ledger.read((tx) =>
      tx.pluckAll<string>("SELECT p.staff_no FROM op JOIN person p ON p.id = op.actor WHERE op.kind = 'key.export' ORDER BY op.seq"),
    );
    return staffNumbers;
  } finally {
    workspace.close();
  }
}
