import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import { DAY_MS, formatInstant, HOUR_MS } from '#shared/kernel/instant.ts';
import { systemClock } from '#main/platform/clock.ts';
import { systemTimers } from '#main/platform/timers.ts';
import { buildApp } from '../scripts/build-app.ts';
import { CHECKOUT } from '../runtime/checkout.ts';
import { openDisplay } from '../runtime/display.ts';
import { prepareRuntime } from '../runtime/prepare.ts';
import type { BenchLine } from './bench-line.ts';

const ROWS = Number(process.env['YOUSHAO_BENCH_WINDOW_ROWS'] ?? 50_000);
const LIMIT_MS = 50;
const WAIT_MS = 600_000;
const SETTLE_MS = 3000;
const clock = systemClock();

type Call = (endpoint: string, input?: object) => Promise<Record<string, unknown>>;
type Longest = { page: number; main: number };

/** (g): the longest block of the window's and the main process's event loops during an import and an export. */
export async function benchWindow(): Promise<BenchLine[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'youshao-bench-window-'));
  const display = await openDisplay();
  try {
    const app = await launch(folder, display.name);
    try {
      return await measureBoth(app, folder);
    } finally {
      await app.close();
    }
  } finally {
    display.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function launch(folder: string, display: string): Promise<ElectronApplication> {
  await buildApp({ force: false });
  const { executablePath } = await prepareRuntime();
  const unsandboxed = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return _electron.launch({
    executablePath,
    args: [...unsandboxed, '--disable-gpu', CHECKOUT, `--user-data-dir=${path.join(folder, 'profile')}`],
    env: { ...(process.env as Record<string, string>), DISPLAY: display },
  });
}

async function measureBoth(app: ElectronApplication, folder: string): Promise<BenchLine[]> {
  const page = await app.firstWindow();
  const call = caller(page);
  await call('session.createFirstAdministrator', { name: '测量', staffNo: '001', station: '', pin: '739146' });
  // The workspace comes up once; what is measured is the work beside it.
  await systemTimers.wait(SETTLE_MS);
  const file = path.join(folder, '轨迹.csv');
  writeTraces(file);
  const imported = await longestDuring(app, page, async () => {
    await call('imports.start', { source: { path: file }, kind: 'traces', asOf: clock.now() });
    await until(async () => allDone((await call('imports.list', { limit: 1 }))['files']));
    await until(async () => (await call('screening.status'))['running'] === false && (await call('screening.status'))['dirty'] === 0);
  });
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

/** Every mail was accepted three days ago and has not moved since: each becomes an exception. */
function writeTraces(file: string): void {
  const at = formatInstant(clock.now() - 3 * DAY_MS - HOUR_MS)
    .slice(0, 19)
    .replace('T', ' ');
  const rows = Array.from(
    { length: ROWS },
    (_, index) => `12${String(index).padStart(11, '0')},${at},203,收寄计费信息,已收寄,湘潭岳塘揽投部,湖南省,湘潭市`,
  );
  fs.writeFileSync(file, ['邮件号,操作时间,操作代码,操作名称,操作描述,操作机构名称,操作机构省,操作机构市', ...rows].join('\n'));
}

function caller(page: Page): Call {
  let id = 1_000_000;
  return async (endpoint, input = {}) => {
    id += 1;
    const message = { id, path: endpoint, input, requestId: `bench-${id}` };
    const reply = await page.evaluate((sent) => {
      const bridge = Reflect.get(globalThis, 'youshao') as { call(message: unknown): Promise<unknown> };
      return bridge.call(sent);
    }, message);
    const { ok, value, error } = reply as { ok: boolean; value?: Record<string, unknown>; error?: unknown };
    if (!ok) throw new Error(`${endpoint}: ${JSON.stringify(error)}`);
    return value ?? {};
  };
}

function allDone(entries: unknown): boolean {
  const states = (entries as { state: string; reason: string | null }[]).map(({ state, reason }) => {
    if (state === 'failed' || state === 'cancelled') throw new Error(`the measured work ended as ${state}: ${reason}`);
    return state;
  });
  return states.length > 0 && states.every((state) => state === 'done');
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  const deadline = clock.monotonic() + WAIT_MS;
  while (!(await isDone())) {
    if (clock.monotonic() > deadline) throw new Error('the measured work does not end');
    await systemTimers.wait(250);
  }
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
