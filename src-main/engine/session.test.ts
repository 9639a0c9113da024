import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIRST, makeEngineFixture } from './engine-fixture.ts';
import type { EngineFixture, RunningFixture } from './engine-fixture.ts';

type State = {
  ledger: string;
  reason: string | null;
  kind: string;
  person: { id: string; name: string; role: string } | null;
  people: { id: string; name: string; staffNo: string; role: string }[];
  demonstrationExists: boolean;
  waits: Record<string, number>;
  check: string;
};
const stateOf = (running: RunningFixture): Promise<State> => running.ask('session.state');

let fixture: EngineFixture;
beforeEach(() => {
  fixture = makeEngineFixture();
});
afterEach(() => fixture.remove());

async function firstStart(): Promise<{ running: RunningFixture; personId: string }> {
  const running = fixture.start();
  const { personId }: { personId: string } = await running.ask('session.createFirstAdministrator', FIRST);
  return { running, personId };
}

describe('first start', () => {
  it('offers nothing but a beginning', async () => {
    const running = fixture.start();
    expect(await stateOf(running)).toMatchObject({
      ledger: 'first-start',
      kind: 'real',
      person: null,
      people: [],
      demonstrationExists: false,
    });
    expect(await running.refusal('people.list')).toBe('locked');
  });

  it('makes ledger, keys and the administrator, who has unlocked it', async () => {
    const { running, personId } = await firstStart();
    const state = await stateOf(running);
    expect(state).toMatchObject({ ledger: 'open', person: { id: personId, name: '周敏', role: 'administrator' } });
    expect(running.topics).toContain('session.changed');
    expect(await running.refusal('session.createFirstAdministrator', FIRST)).toBe('ledger-exists');
  });

  it.each([
    ['12345', 'pin-too-short'],
    ['123456', 'pin-too-simple'],
    ['27x913', 'pin-too-simple'],
  ])('refuses the PIN %s and leaves nothing behind', async (pin, reason) => {
    const running = fixture.start();
    expect(await running.refusal('session.createFirstAdministrator', { ...FIRST, pin })).toBe(reason);
    expect(await stateOf(running)).toMatchObject({ ledger: 'first-start' });
    expect(existsSync(join(fixture.folder, '账本'))).toBe(false);
  });
});

describe('unlocking', () => {
  it('shows who may enter after a restart, and lets in who knows the PIN', async () => {
    const { running, personId } = await firstStart();
    await running.stop();
    const again = fixture.start();
    expect(await stateOf(again)).toMatchObject({
      ledger: 'locked',
      person: null,
      people: [{ id: personId, name: '周敏', staffNo: 'XT001', role: 'administrator' }],
    });
    expect(await again.refusal('session.unlock', { personId, pin: '274914' })).toBe('pin-wrong');
    await again.ask('session.unlock', { personId, pin: FIRST.pin });
    expect(await stateOf(again)).toMatchObject({ ledger: 'open', person: { id: personId } });
  });

  it('keeps the ledger open while locked, and answers nothing from it', async () => {
    const { running, personId } = await firstStart();
    await running.ask('session.lock');
    expect(await stateOf(running)).toMatchObject({ ledger: 'locked', person: null });
    expect(await running.refusal('jobs.list')).toBe('locked');
    await running.ask('session.unlock', { personId, pin: FIRST.pin });
    expect(await running.ask('jobs.list')).toMatchObject({ jobs: expect.any(Array) });
  });

  it('lets a person wait after five wrong tries, and no longer than that', async () => {
    const { running, personId } = await firstStart();
    await running.ask('session.lock');
    const tries: string[] = [];
    for (let n = 0; n < 5; n++) tries.push(await running.refusal('session.unlock', { personId, pin: '999991' }));
    expect(tries).toEqual(['pin-wrong', 'pin-wrong', 'pin-wrong', 'pin-wrong', 'pin-locked']);
    expect((await stateOf(running)).waits).toEqual({ [personId]: 30_000 });
    expect(await running.refusal('session.unlock', { personId, pin: FIRST.pin })).toBe('pin-locked');
    fixture.clock.advance(30_000);
    await running.ask('session.unlock', { personId, pin: FIRST.pin });
    expect(await stateOf(running)).toMatchObject({ ledger: 'open', waits: {} });
  });

  it('says the same of somebody unknown as of a wrong PIN', async () => {
    const { running } = await firstStart();
    expect(await running.refusal('session.unlock', { personId: 'nobody', pin: '274913' })).toBe('pin-wrong');
  });
});

describe('recovery', () => {
  it('opens the ledger by the printed code and sets a new PIN', async () => {
    const { running, personId } = await firstStart();
    expect(await running.ask('session.recoveryStatus')).toEqual({ exists: false, tested: false });
    expect(await running.refusal('session.createRecovery', { pin: '111' })).toBe('pin-wrong');
    const { code }: { code: string } = await running.ask('session.createRecovery', { pin: FIRST.pin });
    expect(await running.ask('session.recoveryStatus')).toEqual({ exists: true, tested: false });
    expect(await running.refusal('session.testRecovery', { code: 'AAAA' })).toBe('recovery-wrong');
    await running.ask('session.testRecovery', { code });
    expect(await running.ask('session.recoveryStatus')).toEqual({ exists: true, tested: true });
    await running.stop();

    const again = fixture.start();
    await again.ask('session.unlockWithRecovery', { personId, code: code.toLowerCase(), newPin: '650417' });
    expect(await stateOf(again)).toMatchObject({ ledger: 'open', person: { id: personId, name: '周敏' } });
    await again.ask('session.lock');
    expect(await again.refusal('session.unlock', { personId, pin: FIRST.pin })).toBe('pin-wrong');
    await again.ask('session.unlock', { personId, pin: '650417' });
  });

  it('says when there is no code', async () => {
    const { running, personId } = await firstStart();
    expect(await running.refusal('session.unlockWithRecovery', { personId, code: 'X', newPin: '650417' })).toBe('recovery-missing');
  });
});

describe('states of a ledger that cannot be opened', () => {
  it('in-use: another program has it', async () => {
    const { running, personId } = await firstStart();
    const second = fixture.start();
    expect(await stateOf(second)).toMatchObject({ ledger: 'in-use', person: null });
    await running.stop();
    await second.ask('session.openReal');
    await second.ask('session.unlock', { personId, pin: FIRST.pin });
    expect(await stateOf(second)).toMatchObject({ ledger: 'open' });
  });

  it('corrupt: stays until something is done', async () => {
    const { running, personId } = await firstStart();
    await running.stop();
    const file = join(fixture.folder, '账本', 'ledger.db');
    writeFileSync(file, Buffer.alloc(readFileSync(file).length, 7));
    const again = fixture.start();
    expect(await stateOf(again)).toMatchObject({ ledger: 'locked' });
    expect(await again.refusal('session.unlock', { personId, pin: FIRST.pin })).toBe('ledger-corrupt');
    expect(await stateOf(again)).toMatchObject({ ledger: 'corrupt', person: null });
    expect(await stateOf(again)).toMatchObject({ ledger: 'corrupt' });
  });

  it('keys-missing: without the keyring, and without the secret of the keystore', async () => {
    const { running, personId } = await firstStart();
    await running.stop();
    const other = fixture.start({ secrets: { ...fixture.secrets, read: () => undefined } });
    expect(await other.refusal('session.unlock', { personId, pin: FIRST.pin })).toBe('ledger-wrong-key');
    expect(await stateOf(other)).toMatchObject({ ledger: 'keys-missing', reason: 'keystore' });
    await other.stop();
    writeFileSync(join(fixture.folder, '账本', 'ledger.db.keys'), '{');
    expect(await stateOf(fixture.start())).toMatchObject({ ledger: 'keys-missing', people: [] });
  });

  it('newer: made by a later program', async () => {
    const { running, personId } = await firstStart();
    await running.stop();
    const older = fixture.start({ openOptions: { migrations: [] } });
    expect(await older.refusal('session.unlock', { personId, pin: FIRST.pin })).toBe('ledger-newer');
    expect(await stateOf(older)).toMatchObject({ ledger: 'newer' });
  });

  it('wrong-key: a ledger that is not the keyring’s', async () => {
    const { running, personId } = await firstStart();
    await running.stop();
    const elsewhere = makeEngineFixture();
    const other = elsewhere.start();
    await other.ask('session.createFirstAdministrator', FIRST);
    await other.stop();
    // The keyring cannot vouch for a file that has its own valid pages under another key.
    writeFileSync(join(fixture.folder, '账本', 'ledger.db'), readFileSync(join(elsewhere.folder, '账本', 'ledger.db')));
    await elsewhere.remove();
    const again = fixture.start();
    expect(['ledger-corrupt', 'ledger-wrong-key']).toContain(await again.refusal('session.unlock', { personId, pin: FIRST.pin }));
    expect(['corrupt', 'wrong-key']).toContain((await stateOf(again)).ledger);
  });

  it('location-refused: on a network drive, at once', async () => {
    const locationProbe = {
      platform: 'linux' as const,
      mounts: () => 'srv:/x / nfs rw 0 0\nsrv:/y /tmp nfs rw 0 0\n',
      driveKind: () => undefined,
      isRemovableDevice: () => false,
      names: () => [],
    };
    const running = fixture.start({ openOptions: { locationProbe } });
    expect(await stateOf(running)).toMatchObject({ ledger: 'location-refused', reason: 'network' });
    expect(await running.refusal('session.createFirstAdministrator', FIRST)).toBe('location-refused');
  });
});

describe('an unclean stop', () => {
  it('is followed by a check in the background that can be seen', async () => {
    const { running, personId } = await firstStart();
    const file = join(fixture.folder, '账本', 'ledger.db');
    const copies = ['', '-wal', '.keys'].filter((end) => existsSync(file + end)).map((end) => [end, readFileSync(file + end)] as const);
    await running.stop();
    for (const [end, bytes] of copies) writeFileSync(file + end, bytes);
    const again = fixture.start();
    await again.ask('session.unlock', { personId, pin: FIRST.pin });
    expect((await stateOf(again)).check).toBe('running');
    await expect.poll(async () => (await stateOf(again)).check, { timeout: 20_000 }).toBe('passed');
    expect(again.topics).toContain('safety.changed');
  });
});

describe('demonstration', () => {
  it('is made through the ordinary import, left, entered again and deleted', async () => {
    const running = fixture.start();
    const { jobId }: { jobId: string } = await running.ask('session.openDemonstration');
    expect(jobId).toEqual(expect.any(String));
    expect(await stateOf(running)).toMatchObject({
      ledger: 'open',
      kind: 'demonstration',
      person: { name: '演示员', role: 'administrator' },
    });
    await running.idle();
    const { jobs }: { jobs: { state: string; reason: string | null }[] } = await running.ask('jobs.list');
    expect(jobs[0]).toMatchObject({ state: 'done', reason: null });
    await running.ask('session.openReal');
    expect(await stateOf(running)).toMatchObject({ ledger: 'first-start', kind: 'real', demonstrationExists: true });
    expect(await running.ask('session.openDemonstration')).toEqual({ jobId: null });
    expect(await running.refusal('session.createRecovery', { pin: FIRST.pin })).toBe('not-permitted');
    await running.ask('session.deleteDemonstration');
    expect(await stateOf(running)).toMatchObject({ ledger: 'first-start', demonstrationExists: false });
    expect(existsSync(join(fixture.folder, '演示'))).toBe(false);
  }, 120_000);
});

describe('look of the screens', () => {
  it('is known before anybody unlocks', async () => {
    const { running } = await firstStart();
    await running.ask('settings.set', { theme: 'dark', autoLockMinutes: 3 });
    await running.ask('session.lock');
    expect(await running.refusal('settings.set', { theme: 'light' })).toBe('locked');
    await running.stop();
    const again = fixture.start();
    expect(await again.ask('settings.get')).toMatchObject({ theme: 'dark', autoLockMinutes: 10, retentionDays: 40, exportMasked: true });
  });

  it('follows the person who unlocks', async () => {
    const { running, personId: first } = await firstStart();
    const second = { name: '陈浩', staffNo: 'XT002', role: 'agent', station: '雨湖揽投部', pin: '835062' };
    await running.ask('settings.set', { theme: 'dark', textScale: 1.25, language: 'en' });
    const { personId }: { personId: string } = await running.ask('people.add', second);
    await running.ask('session.lock');
    await running.ask('session.unlock', { personId, pin: second.pin });
    expect(await running.ask('settings.get')).toMatchObject({ theme: 'dark', textScale: 1.25, language: 'en' });
    await running.ask('settings.set', { theme: 'light', language: 'zh-TW' });
    await running.ask('session.lock');
    expect(await running.ask('settings.get')).toMatchObject({ theme: 'light', textScale: 1.25, language: 'zh-TW' });
    await running.ask('session.unlock', { personId: first, pin: FIRST.pin });
    expect(await running.ask('settings.get')).toMatchObject({ theme: 'dark', textScale: 1.25, language: 'en' });
  });
});
