import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/kernel/app-error.ts';
import { systemTimers } from '../platform/timers.ts';
import { sourceWorkerEntry } from '../platform/worker-entry.ts';
import { backUpTo, runBackup } from './backup.ts';
import { FIXTURE_KEY, type LedgerFixture, makeLedgerFixture } from './ledger-fixture.ts';
import { appendOp } from './op-log.ts';
import { findOp } from './op-reader.ts';
import { restoreBackup } from './restore.ts';
import { verifyChain } from './verify-chain.ts';

const CHILD = fileURLToPath(new URL('ledger-child.ts', import.meta.url));
const KILLS = 10;
/** Fixed, so that a failure comes again; the moment itself also depends on the machine. */
const LINES_BEFORE_KILL = [1, 40, 3, 170, 9, 80, 2, 300, 25, 120];

let fixture: LedgerFixture;
const children: ChildProcess[] = [];
const mounted: string[] = [];
beforeEach(() => {
  fixture = makeLedgerFixture();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  fixture.closeAll();
  for (const folder of mounted.splice(0)) execFileSync('umount', [folder]);
  await fixture.remove();
});

function start(mode: 'write' | 'hold'): { child: ChildProcess; lines: AsyncIterator<string> } {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CHILD, fixture.file, FIXTURE_KEY.toString('hex'), mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

async function killed(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

async function rest(lines: AsyncIterator<string>): Promise<string[]> {
  const read: string[] = [];
  for (let line = await lines.next(); line.done !== true; line = await lines.next()) read.push(line.value);
  return read;
}

function reasonOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error.reason;
    throw error;
  }
  return 'no refusal';
}

describe('two processes and one ledger', () => {
  it('refuses the second, names the first, and frees the ledger when that is killed', async () => {
    const first = start('hold');
    expect((await first.lines.next()).value).toBe('open false');
    expect((await start('hold').lines.next()).value).toBe('refused ledger-in-use');
    try {
      fixture.open();
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ reason: 'ledger-in-use', detail: { pid: first.child.pid } });
    }
    await killed(first.child);
    const taken = fixture.open();
    expect(taken.state.uncleanStop).toBe(true);
    taken.close();
    expect(fixture.open().state.uncleanStop).toBe(false);
  });
});

describe('a writer killed (-9) again and again', () => {
  // Ten starts of a process: this takes its time.
  it('loses no acknowledged op and keeps the chain', { timeout: 120_000 }, async () => {
    const acknowledged = new Map<string, number>();
    for (let kill = 0; kill < KILLS; kill++) {
      const { child, lines } = start('write');
      expect((await lines.next()).value).toBe(`open ${kill > 0}`);
      const printed: string[] = [];
      while (printed.length < (LINES_BEFORE_KILL[kill] ?? 1)) printed.push(String((await lines.next()).value));
      await killed(child);
      printed.push(...(await rest(lines)));
      for (const line of printed) {
        const [seq, id] = line.split(' ');
        if (id?.length === 36) acknowledged.set(id, Number(seq));
      }
    }
    const ledger = fixture.open();
    const count = ledger.read((tx) => tx.pluck<number>('SELECT count(*) FROM op')) ?? 0;
    expect(ledger.read((tx) => verifyChain(tx))).toEqual({ ok: true, count, headSeq: count });
    expect(ledger.read((tx) => Number(tx.pluck("SELECT value FROM meta WHERE key = 'counter'")))).toBe(count);
    expect(acknowledged.size).toBeGreaterThanOrEqual(LINES_BEFORE_KILL.reduce((sum, lineCount) => sum + lineCount, 0));
    ledger.read((tx) => {
      for (const [id, seq] of acknowledged) expect(findOp(tx, id)?.seq).toBe(seq);
    });
    expect((await ledger.fullCheck()).problems).toEqual([]);
  });
});

const canMount = process.getuid?.() === 0 && tryMount();

function tryMount(): boolean {
  const probe = makeLedgerFixture();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', probe.folder], { stdio: 'ignore' });
    execFileSync('umount', [probe.folder]);
    return true;
  } catch {
    // No right to mount: the tests below are skipped and say so.
    return false;
  } finally {
    void probe.remove();
  }
}

function mountTmpfs(name: string, options: string): string {
  const folder = join(fixture.folder, name);
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  mounted.push(folder);
  return folder;
}

// Real file systems, mounted for the test; without the right to mount they are skipped.
describe.skipIf(!canMount)('disks that refuse', () => {
  const noteOf = (text: string) => (index: number) => ({
    id: `n-${index}`,
    kind: 'noted',
    entity: 'e',
    entityId: '1',
    args: { text },
    actor: 'p',
    occurredAt: 1,
  });

  it('is full: refuses the act, keeps what was acknowledged, and goes on when there is room', () => {
    const folder = mountTmpfs('full', 'size=3m');
    const ledger = fixture.open({ file: join(folder, '账本') });
    const draft = noteOf('满'.repeat(20_000));
    let written = 0;
    const reason = reasonOf(() => {
      for (; written < 500; written++) ledger.write((tx) => appendOp(tx, draft(written)));
    });
    expect(reason).toBe('disk-full');
    expect(written).toBeGreaterThan(3);
    expect(ledger.read((tx) => verifyChain(tx))).toMatchObject({ ok: true, count: written });
    execFileSync('mount', ['-o', 'remount,size=20m', folder]);
    ledger.write((tx) => appendOp(tx, draft(written)));
    expect(ledger.read((tx) => verifyChain(tx))).toMatchObject({ ok: true, count: written + 1 });
    ledger.close();
    expect(fixture.open({ file: join(folder, '账本') }).state.uncleanStop).toBe(false);
  });

  it('is too small for a new ledger', () => {
    const folder = mountTmpfs('tiny', 'size=64k');
    expect(reasonOf(() => fixture.open({ file: join(folder, 'a') }))).toBe('disk-full');
  });

  it('is read-only: says so, with a ledger and without', () => {
    const folder = mountTmpfs('locked', 'size=8m');
    const file = join(folder, 'a');
    fixture.open({ file }).close();
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    expect(reasonOf(() => fixture.open({ file }))).toBe('ledger-read-only');
    expect(reasonOf(() => fixture.open({ file: join(folder, 'b') }))).toBe('ledger-read-only');
    expect(reasonOf(() => fixture.open({ file: join(folder, 'c', 'd') }))).toBe('ledger-read-only');
  });

  it('is read-only and holds a backup: it is restored from there', async () => {
    const folder = mountTmpfs('disc', 'size=8m');
    const ledger = fixture.open();
    const ports = { ledger, clock: fixture.clock, timers: systemTimers, workerEntry: sourceWorkerEntry };
    const backupFile = join(folder, 'backup');
    await backUpTo(ports, { toFile: backupFile });
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    const toFile = join(fixture.folder, 'restored');
    await restoreBackup({ ...ports, backupFile, toFile, key: FIXTURE_KEY, appVersion: '0.0.0-test' });
    expect(fixture.open({ file: toFile }).device).toBe(ledger.device);
  });

  it('is full while a backup is made: refuses it and leaves no part of it', async () => {
    const folder = mountTmpfs('small', 'size=200k');
    const ledger = fixture.open();
    ledger.write((tx) => Array.from({ length: 50 }, (_, index) => appendOp(tx, noteOf('x'.repeat(20_000))(index))));
    const ports = { ledger, clock: fixture.clock, timers: systemTimers, workerEntry: sourceWorkerEntry };
    await expect(backUpTo(ports, { toFile: join(folder, 'backup') })).rejects.toThrow('disk-full');
    expect(readdirSync(folder)).toEqual([]);
    await expect(runBackup(ports, { folder })).rejects.toThrow('disk-full');
  });
});
