import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { systemTimers } from '#main/platform/timers.ts';
import { allDone, caller, importAndScreen, launch, PIN, until, withBenchFolder, writeStuckTraces } from './bench-app.ts';
import type { BenchLine } from './bench-line.ts';

const ROWS = Number(process.env['YOUSHAO_BENCH_WINDOW_ROWS'] ?? 50_000);
const LIMIT_MS = 50;
const SETTLE_MS = 3000;

type Longest = { page: number; main: number };

/** (g): the longest block of the window's and the main process's event loops during an import and an export. */
export function benchWindow(): Promise<BenchLine[]> {
  return withBenchFolder(async (place) => {
    const app = await launch(place);
    try {
      return await measureBoth(app, place.folder);
    } finally {
      await app.close();
    }
  });
}

async function measureBoth(app: ElectronApplication, folder: string): Promise<BenchLine[]> {
  const page = await app.firstWindow();
  const call = caller(page);
  await call('session.createFirstAdministrator', { name: '测量', staffNo: '001', station: '', pin: PIN });
  // The workspace comes up once; what is measured is the work beside it.
  await systemTimers.wait(SETTLE_MS);
  const file = path.join(folder, '轨迹.csv');
  writeStuckTraces(file, ROWS);
  const imported = await longestDuring(app, page, () => importAndScreen(call, file, 'traces'));
  const exported = await longestDuring(app, page, async () => {
    await call('exports.start', { name: 'exceptions', format: 'xlsx', path: path.join(folder, '台账.xlsx') });
    await until(async () => allDone((await call('exports.list'))['exports']));
  });
  return [
    line(`window's loop, import and screening of ${ROWS} rows`, imported.page),
    line(`main's loop, import and screening of ${ROWS} rows`, imported.main),
    line(`window's loop, export of ${ROWS} exceptions`, exported.page),
    line(`main's loop, export of ${ROWS} exceptions`, exported.main),
  ];
}

/** Ticks of 5 ms in both processes; the longest gap between two, less the tick, is the longest block. */
async function longestDuring(app: ElectronApplication, page: Page, work: () => Promise<void>): Promise<Longest> {
  await page.evaluate(watchTicks);
  await app.evaluate(watchTicks);
  await work();
  return { page: await page.evaluate(readTicks), main: await app.evaluate(readTicks) };
}

function watchTicks(): void {
  const watch = { last: performance.now(), longest: 0 };
  Reflect.set(globalThis, 'youshaoTicks', watch);
  setInterval(() => {
    const now = performance.now();
    watch.longest = Math.max(watch.longest, now - watch.last - 5);
    watch.last = now;
  }, 5);
}

function readTicks(): number {
  return (Reflect.get(globalThis, 'youshaoTicks') as { longest: number }).longest;
}

function line(name: string, value: number): BenchLine {
  return { id: 'g', name, value, unit: 'ms', baseline: null, ratio: null, limit: LIMIT_MS, pass: value <= LIMIT_MS };
}
