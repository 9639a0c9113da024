import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS } from '#shared/kernel/instant.ts';
import { FIRST, makeEngineFixture } from './engine-fixture.ts';
import type { EngineFixture, RunningFixture } from './engine-fixture.ts';

type Status = {
  backups: { path: string; at: number; bytes: number; kind: string }[];
  secondFolder: string | null;
  secondLastAt: number | null;
  secondReminder: boolean;
  lastProblem: string | null;
  running: boolean;
};
type State = { ledger: string; people: { id: string; name: string }[] };
const AGENT = { name: '陈浩', staffNo: 'XT002', role: 'agent', station: '', pin: '835062' };

let fixture: EngineFixture;
let running: RunningFixture;
let personId: string;
beforeEach(async () => {
  fixture = makeEngineFixture();
  running = fixture.start();
  personId = ((await running.ask('session.createFirstAdministrator', FIRST)) as { personId: string }).personId;
  await running.idle();
});
afterEach(() => fixture.remove());

const status = (target = running): Promise<Status> => target.ask('safety.status');
async function backUp(): Promise<string> {
  fixture.clock.advance(1000);
  const { jobId }: { jobId: string } = await running.ask('safety.backUpNow');
  expect(jobId).toEqual(expect.any(String));
  await running.idle();
  return (await status()).backups[0]?.path ?? '';
}

describe('backups', () => {
  it('are made on request, also into a second folder, and tell when that is missing', async () => {
    const second = join(fixture.folder, 'U盘');
    expect(await running.refusal('safety.setSecondFolder', { path: second })).toBe('folder-not-found');
    mkdirSync(second);
    await running.ask('safety.setSecondFolder', { path: second });
    expect(await status()).toMatchObject({ secondFolder: second, secondLastAt: null, secondReminder: true });
    await backUp();
    expect(await status()).toMatchObject({ secondReminder: false, lastProblem: null, running: false });
    expect((await status()).backups).toMatchObject([{ kind: 'daily' }]); // the newest of the day
    expect(running.topics).toContain('safety.changed');

    rmSync(second, { recursive: true });
    writeFileSync(second, 'in the way');
    await backUp();
    expect((await status()).lastProblem).not.toBeNull();
    fixture.clock.advance(8 * DAY_MS);
    expect((await status()).secondReminder).toBe(true);
  });

  it('are not made of a demonstration', async () => {
    await running.ask('session.openDemonstration');
    expect(await running.refusal('safety.backUpNow')).toBe('not-permitted');
  });
});

describe('restoring', () => {
  it('brings back what was there, sets aside what is there now', async () => {
    const backup = await backUp();
    await running.ask('people.add', AGENT);
    const { setAside }: { setAside: string | null } = await running.ask('safety.restore', {
      path: backup,
      secret: { personId, pin: FIRST.pin },
    });
    expect(setAside).toMatch(/replaced/);
    expect(await running.ask('session.state')).toMatchObject({ ledger: 'locked', person: null });
    await running.ask('session.unlock', { personId, pin: FIRST.pin });
    const { people }: { people: unknown[] } = await running.ask('people.list');
    expect(people).toHaveLength(1);
    expect(await running.ask('safety.verify')).toMatchObject({ ok: true });
  });

  it('works while the ledger cannot be opened', async () => {
    const backup = await backUp();
    await running.stop();
    const file = join(fixture.folder, '账本', 'ledger.db');
    writeFileSync(file, Buffer.alloc(40_960, 7));
    running = fixture.start();
    expect(await running.refusal('session.unlock', { personId, pin: FIRST.pin })).toBe('ledger-corrupt');
    const inspected = await running.ask('safety.inspectBackup', { path: backup });
    expect(inspected).toMatchObject({ people: [{ id: personId, name: '周敏' }], hasRecovery: false });
    expect(await running.refusal('safety.restore', { path: backup, secret: { personId, pin: '111112' } })).toBe('pin-wrong');
    await running.ask('safety.restore', { path: backup, secret: { personId, pin: FIRST.pin } });
    await running.ask('session.unlock', { personId, pin: FIRST.pin });
    expect(await running.ask('session.state')).toMatchObject({ ledger: 'open' });
  });

  it('works on another computer with the printed code alone', async () => {
    const { code }: { code: string } = await running.ask('session.createRecovery', { pin: FIRST.pin });
    await running.ask('session.testRecovery', { code });
    const backup = await backUp();
    const other = makeEngineFixture();
    try {
      const copy = join(other.folder, basename(backup));
      for (const end of ['', '.keys']) copyFileSync(backup + end, copy + end);
      const there = other.start();
      expect(await there.refusal('safety.restore', { path: copy, secret: { personId, pin: FIRST.pin } })).toBe('keys-missing');
      expect(await there.refusal('safety.restore', { path: copy, secret: { code: 'nonsense' } })).toBe('recovery-wrong');
      expect(await there.ask('safety.restore', { path: copy, secret: { code } })).toEqual({ setAside: null });
      const state: State = await there.ask('session.state');
      expect(state).toMatchObject({ ledger: 'locked', people: [{ id: personId, name: '周敏' }] });
      await there.ask('session.unlockWithRecovery', { personId, code, newPin: '650417' });
      expect(await there.ask('session.state')).toMatchObject({ ledger: 'open', person: { id: personId } });
    } finally {
      await other.remove();
    }
  });

  it('refuses what is no backup', async () => {
    const path = join(fixture.folder, 'no.backup');
    const secret = { personId, pin: FIRST.pin };
    expect(await running.refusal('safety.restore', { path, secret })).toBe('file-not-found');
    writeFileSync(path, Buffer.alloc(8192, 3));
    expect(await running.refusal('safety.restore', { path, secret })).toBe('backup-corrupt');
    expect(await running.ask('session.state')).toMatchObject({ ledger: 'locked' });
    await running.ask('session.unlock', { personId, pin: FIRST.pin });
  });
});
