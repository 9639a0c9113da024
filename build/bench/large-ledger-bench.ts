import fs from 'node:fs';
import path from 'node:path';
import { assert } from '#shared/kernel/assert.ts';
import { systemTimers } from '#main/platform/timers.ts';
import { processTree, readOrEmpty } from '../runtime/process-tree.ts';
import { packagedExecutable, packageWhenOutdated } from '../scripts/package.ts';
import {
  ALL_OPEN,
  caller,
  clock,
  importAndScreen,
  launch,
  PIN,
  WAIT_MS,
  withBenchFolder,
  writeMails,
  writeStuckTraces,
} from './bench-app.ts';
import type { BenchFolder } from './bench-app.ts';
import type { BenchLine } from './bench-line.ts';

const MAILS = Number(process.env['YOUSHAO_BENCH_MAILS'] ?? 1_000_000);
const EXCEPTIONS = MAILS / 10;
const FIRST_ROWS_LIMIT = 1.8;
const MEMORY_LIMIT_MB = 400;
const CPU_LIMIT_PERCENT = 1;
const IDLE_AFTER_MS = 30_000;
const CPU_WATCHED_MS = 60_000;
const CLOCK_TICKS_PER_SECOND = 100;
const STARTS = 5;
const FIRST_ROW = '[role=grid] [role=row][aria-rowindex="2"]';

/** (i) launch to first rows, (j) memory and (k) processor time at rest: the packaged app on a ledger of a million mails. */
export function benchLargeLedger(): Promise<BenchLine[]> {
  return withBenchFolder(async (place) => {
    await packageWhenOutdated('test');
    await fill(place);
    const starts: number[] = [];
    const empties: number[] = [];
    for (let start = 0; start < STARTS; start++) {
      empties.push(await startEmpty(place));
      starts.push((await startApp(place, () => Promise.resolve())).firstRowsMs);
    }
    const rest: { memoryMb: number; cpuPercent: number }[] = [];
    await startApp(place, async (pid) => {
      await systemTimers.wait(IDLE_AFTER_MS);
      const before = cpuSeconds(pid);
      await systemTimers.wait(CPU_WATCHED_MS);
      rest.push({ memoryMb: proportionalMb(pid), cpuPercent: ((cpuSeconds(pid) - before) / (CPU_WATCHED_MS / 1000)) * 100 });
    });
    const [atRest] = rest;
    assert(atRest, 'the app was watched at rest');
    return linesOf({ firstRowsMs: median(starts), emptyMs: median(empties), ...atRest });
  });
}

type Figures = { firstRowsMs: number; emptyMs: number; memoryMb: number; cpuPercent: number };

function linesOf({ firstRowsMs, emptyMs, memoryMb, cpuPercent }: Figures): BenchLine[] {
  const ratio = firstRowsMs / emptyMs;
  const absolute = { baseline: null, ratio: null } as const;
  return [
    {
      id: 'i',
      name: `packaged app to first rows at ${MAILS} mails ÷ empty window`,
      value: firstRowsMs,
      unit: 'ms',
      baseline: emptyMs,
      ratio,
      limit: FIRST_ROWS_LIMIT,
      pass: ratio <= FIRST_ROWS_LIMIT,
    },
    {
      ...absolute,
      id: 'j',
      name: `memory of all processes at rest, ${MAILS} mails (PSS)`,
      value: memoryMb,
      unit: 'MB',
      limit: MEMORY_LIMIT_MB,
      pass: memoryMb <= MEMORY_LIMIT_MB,
    },
    {
      ...absolute,
      id: 'k',
      name: 'processor time of all processes at rest',
      value: cpuPercent,
      unit: '%',
      limit: CPU_LIMIT_PERCENT,
      pass: cpuPercent < CPU_LIMIT_PERCENT,
    },
  ];
}

/** Through the app itself: its own people, keys and ledger. */
async function fill(place: BenchFolder): Promise<void> {
  const app = await launch(place);
  const call = caller(await app.firstWindow());
  await call('session.createFirstAdministrator', { name: '测量', staffNo: '001', station: '', pin: PIN });
  const [mails, traces] = [path.join(place.folder, '邮件.csv'), path.join(place.folder, '轨迹.csv')];
  writeMails(mails, MAILS);
  writeStuckTraces(traces, EXCEPTIONS);
  await importAndScreen(call, mails, 'mails');
  await importAndScreen(call, traces, 'traces');
  await app.close();
}

/** Starts the packaged app, unlocks as soon as it asks, and waits for the first row of the queue. */
async function startApp(place: BenchFolder, then: (pid: number) => Promise<void>): Promise<{ firstRowsMs: number }> {
  const started = clock.monotonic();
  const app = await launch(place, { executable: packagedExecutable('test'), appFolder: null });
  try {
    const page = await app.firstWindow();
    const call = caller(page);
    await page.locator('#root > *').first().waitFor({ state: 'attached', timeout: WAIT_MS });
    const [person] = (await call('session.state'))['people'] as { id: string }[];
    assert(person, 'the ledger has its person');
    await call('session.unlock', { personId: person.id, pin: PIN });
    await page.getByRole('button', { name: ALL_OPEN }).click();
    await page.locator(FIRST_ROW).waitFor({ timeout: WAIT_MS });
    const firstRowsMs = clock.monotonic() - started;
    await then(app.process().pid ?? 0);
    return { firstRowsMs };
  } finally {
    await app.close();
  }
}

/** The same Electron with nothing in it: a window and a page of one word. */
async function startEmpty(place: BenchFolder): Promise<number> {
  const appFolder = path.join(place.folder, 'empty');
  fs.mkdirSync(appFolder, { recursive: true });
  fs.writeFileSync(path.join(appFolder, 'package.json'), '{ "name": "empty", "main": "main.js" }');
  fs.writeFileSync(path.join(appFolder, 'page.html'), '<!doctype html><title>empty</title><p id="root"><b>.</b></p>');
  fs.writeFileSync(
    path.join(appFolder, 'main.js'),
    `const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => new BrowserWindow({ width: 1366, height: 728 }).loadFile('page.html'));`,
  );
  const started = clock.monotonic();
  const app = await launch({ ...place, profile: path.join(place.folder, 'empty-profile') }, { appFolder });
  try {
    await (await app.firstWindow()).locator('#root > *').first().waitFor({ state: 'attached', timeout: WAIT_MS });
    return clock.monotonic() - started;
  } finally {
    await app.close();
  }
}

/** Proportional set size: shared pages counted once over all processes. */
function proportionalMb(root: number): number {
  const kilobytes = processTree(root).map((pid) => Number(/^Pss:\s+(\d+)/m.exec(readOrEmpty(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0));
  return kilobytes.reduce((sum, each) => sum + each, 0) / 1024;
}

function cpuSeconds(root: number): number {
  const ticks = processTree(root).map((pid) => {
    const stat = readOrEmpty(`/proc/${pid}/stat`);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  });
  return ticks.reduce((sum, each) => sum + each, 0) / CLOCK_TICKS_PER_SECOND;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
