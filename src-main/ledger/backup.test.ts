import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/kernel/app-error.ts';
import { DAY_MS } from '#shared/kernel/instant.ts';
import { seededIds } from '../platform/ids.ts';
import { noSecretStore } from '../platform/secrets.ts';
import { systemTimers } from '../platform/timers.ts';
import { sourceWorkerEntry } from '../platform/worker-entry.ts';
import { type BackupPorts, backupStatus, backUpTo, runBackup } from './backup.ts';
import { backupName, chooseDropped, listBackups } from './backup-shelf.ts';
import { Keyring } from './keyring.ts';
import { keyringFileOf } from './keyring-file.ts';
import { FIXTURE_KEY, FIXTURE_NOW_MS, type LedgerFixture, makeLedgerFixture } from './ledger-fixture.ts';
import type { Ledger } from './ledger.ts';
import { migrationOf } from './migrator.ts';
import { appendOp } from './op-log.ts';
import { restoreBackup, type RestoreRequest } from './restore.ts';

let fixture: LedgerFixture;
let ledger: Ledger;
let ports: BackupPorts;
beforeEach(() => {
  fixture = makeLedgerFixture();
  ledger = fixture.open();
  ports = { ledger, clock: fixture.clock, timers: systemTimers, workerEntry: sourceWorkerEntry };
  note('已联系客户');
});
afterEach(() => fixture.remove());

function note(text: string): void {
  ledger.write((tx) => {
    const id = tx.environment.ids.uuid(fixture.clock.now());
    appendOp(tx, { id, kind: 'noted', entity: 'exception', entityId: 'e-1', args: { text }, actor: 'p-1', occurredAt: FIXTURE_NOW_MS });
  });
}

const countOps = (from: Ledger): number => from.read((tx) => tx.pluck<number>('SELECT count(*) FROM op')) ?? -1;

async function reasonOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof AppError) return error.reason;
    throw error;
  }
  return 'no refusal';
}

function restoreTo(toFile: string, backupFile: string, options: Partial<RestoreRequest> = {}) {
  return restoreBackup({
    backupFile,
    toFile,
    key: FIXTURE_KEY,
    clock: fixture.clock,
    appVersion: '0.0.0-test',
    workerEntry: sourceWorkerEntry,
    ...options,
  });
}

describe('backup', () => {
  it('makes an encrypted copy that opens with the same key, beside the running ledger', async () => {
    const folder = join(fixture.folder, '备份 夹');
    const phases: string[] = [];
    const done = await runBackup(ports, { folder, onProgress: ({ phase }) => phases.push(phase) });
    expect(done.file).toBe(join(folder, 'youshao-2026-03-02-090000.backup'));
    const content = readFileSync(done.file);
    expect(content.includes('SQLite format 3')).toBe(false);
    expect(content.includes('已联系客户')).toBe(false);
    expect(phases).toContain('checking');
    expect(countOps(fixture.open({ file: done.file, readonly: true }))).toBe(1);
    expect(() => fixture.open({ file: done.file, readonly: true, key: Buffer.alloc(32) })).toThrow('ledger-wrong-key');
    expect(ledger.read((tx) => backupStatus(tx, fixture.clock.now()))).toEqual({
      lastAt: FIXTURE_NOW_MS,
      secondLastAt: undefined,
      isOverdue: false,
      isSecondOverdue: true,
    });
    expect(readdirSync(folder)).toEqual(['youshao-2026-03-02-090000.backup']);
  });

  it('copies to a second target, and says when that is not there', async () => {
    const folder = join(fixture.folder, 'first');
    const secondFolder = join(fixture.folder, 'U盘');
    writeFileSync(keyringFileOf(fixture.file), 'the keyring');
    const done = await runBackup(ports, { folder, secondFolder });
    const second = join(secondFolder, 'youshao-2026-03-02-090000.backup');
    expect(done.second).toEqual({ file: second });
    expect(readFileSync(second).equals(readFileSync(done.file))).toBe(true);
    expect(readFileSync(keyringFileOf(second), 'utf8')).toBe('the keyring');
    expect(ledger.read((tx) => backupStatus(tx, FIXTURE_NOW_MS + 8 * DAY_MS))).toMatchObject({ isOverdue: true, isSecondOverdue: true });
    fixture.clock.advance(DAY_MS);
    writeFileSync(join(fixture.folder, 'no folder'), '');
    const again = await runBackup(ports, { folder, secondFolder: join(fixture.folder, 'no folder', 'x') });
    expect(again.second).toEqual({ refused: 'ledger-unreachable' });
    expect(existsSync(again.file)).toBe(true);
  });

  it('refuses where a third of the free disk is not enough, and keeps the earlier one', async () => {
    const folder = join(fixture.folder, 'b');
    await runBackup(ports, { folder });
    fixture.clock.advance(DAY_MS);
    const small: BackupPorts = { ...ports, freeBytes: () => 1000 };
    expect(await reasonOf(runBackup(small, { folder }))).toBe('disk-full');
    expect(listBackups(folder)).toHaveLength(1);
  });

  it('keeps 3 days and 4 weeks', async () => {
    const folder = join(fixture.folder, 'b');
    mkdirSync(folder);
    const one = await backUpTo(ports, { toFile: join(fixture.folder, 'one') });
    expect(one.bytes).toBeGreaterThan(0);
    for (let day = 0; day < 60; day++)
      copyFileSync(join(fixture.folder, 'one'), join(folder, backupName(FIXTURE_NOW_MS - day * DAY_MS - 3_600_000)));
    await runBackup(ports, { folder });
    const names = listBackups(folder).map((backup) => backup.file.slice(-24, -14));
    // The last three days, and the last day of each of the last four weeks (Monday to Sunday).
    expect(names).toEqual(['2026-03-02', '2026-03-01', '2026-02-28', '2026-02-22', '2026-02-15']);
  });

  it('drops the oldest first when they take too much room, never the newest', () => {
    const backups = [0, 1, 2, 9, 16].map((day) => ({ file: `b${day}`, madeAt: FIXTURE_NOW_MS - day * DAY_MS, bytes: 100 }));
    const dropped = (mostBytes: number) => chooseDropped(backups, mostBytes).map((backup) => backup.file);
    expect(dropped(500)).toEqual([]);
    expect(dropped(499)).toEqual(['b16']);
    expect(dropped(10)).toEqual(['b1', 'b2', 'b9', 'b16']);
  });

  it('can be cancelled and leaves nothing behind', async () => {
    const folder = join(fixture.folder, 'b');
    const abort = new AbortController();
    const backup = runBackup(ports, { folder, signal: abort.signal });
    abort.abort();
    expect(await reasonOf(backup)).toBe('backup-cancelled');
    expect(listBackups(folder)).toEqual([]);
  });
});

describe('restore', () => {
  async function backedUp(): Promise<string> {
    const { file } = await runBackup(ports, { folder: join(fixture.folder, 'b') });
    note('备份之后的记录');
    return file;
  }

  it('puts a backup in place, keeps what stood there, and marks the ledger', async () => {
    const backup = await backedUp();
    ledger.close();
    const done = await restoreTo(fixture.file, backup);
    const restored = fixture.open();
    expect(restored.state.uncleanStop).toBe(false);
    expect(countOps(restored)).toBe(1);
    expect(restored.read((tx) => tx.pluck("SELECT value FROM meta WHERE key = 'restored-at'"))).toBe(String(FIXTURE_NOW_MS));
    restored.close();
    expect(done.setAside).toBe(`${fixture.file}.replaced-20260302090000`);
    expect(countOps(fixture.open({ file: done.setAside ?? '' }))).toBe(2);
  });

  it('keeps also a damaged ledger aside, with its journal', async () => {
    const backup = await backedUp();
    ledger.close();
    truncateSync(fixture.file, 8192);
    writeFileSync(`${fixture.file}-wal`, 'journal');
    const { setAside } = await restoreTo(fixture.file, backup);
    expect(countOps(fixture.open())).toBe(1);
    expect(readFileSync(setAside ?? '')).toHaveLength(8192);
    expect(existsSync(`${fixture.file}.restoring`)).toBe(false);
  });

  it('refuses while the ledger is open, with a wrong key, and from a damaged or newer backup', async () => {
    const backup = await backedUp();
    expect(await reasonOf(restoreTo(fixture.file, backup))).toBe('ledger-in-use');
    ledger.close();
    expect(await reasonOf(restoreTo(fixture.file, backup, { key: Buffer.alloc(32) }))).toBe('ledger-wrong-key');
    expect(await reasonOf(restoreTo(fixture.file, backup, { migrations: [] }))).toBe('ledger-newer');
    const older = migrationOf('0000-other.sql', 'SELECT 1;');
    expect(await reasonOf(restoreTo(fixture.file, backup, { migrations: [older] }))).toBe('ledger-changed-migration');
    const content = readFileSync(backup);
    content.fill(0, 4096 * 3 + 50, 4096 * 3 + 90);
    writeFileSync(backup, content);
    expect(await reasonOf(restoreTo(fixture.file, backup))).toBe('backup-damaged');
    truncateSync(backup, 5000);
    expect(await reasonOf(restoreTo(fixture.file, backup))).toBe('backup-damaged');
    expect(await reasonOf(restoreTo(fixture.file, `${backup}x`))).toBe('backup-missing');
    expect(countOps(fixture.open())).toBe(2);
  });

  it('works on another computer with the recovery sheet', async () => {
    const keyringOf = (file: string) =>
      new Keyring({
        file: keyringFileOf(file),
        secrets: noSecretStore,
        clock: fixture.clock,
        ids: seededIds('sheet'),
        stretch: (password) => Promise.resolve(Buffer.alloc(32, password[0])),
      });
    keyringOf(fixture.file).createFor(FIXTURE_KEY);
    const code = await keyringOf(fixture.file).addRecoverySlot({ key: Buffer.from(FIXTURE_KEY) });
    const backup = await backedUp();
    const key = await keyringOf(backup).unlockWithRecovery(code);
    const elsewhere = join(fixture.folder, '另一台', 'ledger');
    const done = await restoreTo(elsewhere, backup, { key });
    expect(done).toEqual({ file: elsewhere, setAside: undefined });
    const again = await keyringOf(elsewhere).unlockWithRecovery(code);
    expect(countOps(fixture.open({ file: elsewhere, key: again }))).toBe(1);
  });

  it('keeps the present keyring when it holds the same key', async () => {
    const keyring = new Keyring({
      file: keyringFileOf(fixture.file),
      secrets: noSecretStore,
      clock: fixture.clock,
      ids: seededIds('same'),
      stretch: (password) => Promise.resolve(Buffer.alloc(32, password[0])),
    });
    keyring.createFor(FIXTURE_KEY);
    const backup = await backedUp();
    await keyring.addPersonSlot({ key: Buffer.from(FIXTURE_KEY), personId: 'p-new', pin: '480913' });
    ledger.close();
    await restoreTo(fixture.file, backup);
    expect(keyring.status().personIds).toEqual(['p-new']);
  });
});
