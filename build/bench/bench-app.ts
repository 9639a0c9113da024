import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import { DAY_MS, formatInstant, HOUR_MS } from '#shared/kernel/instant.ts';
import { systemClock } from '#main/platform/clock.ts';
import { systemTimers } from '#main/platform/timers.ts';
import { CHECKOUT } from '../runtime/checkout.ts';
import { openDisplay } from '../runtime/display.ts';
import { prepareRuntime } from '../runtime/prepare.ts';
import { buildApp } from '../scripts/build-app.ts';

/** Calls an endpoint of the contract from the window; throws with the reason of a refusal. */
export type Call = (endpoint: string, input?: object) => Promise<Record<string, unknown>>;
export type BenchFolder = { folder: string; display: string; profile: string };

export const clock = systemClock();
export const WAIT_MS = 1_200_000;
export const PIN = '739146';
/** The view of the queue that shows all open exceptions, whenever they are due. */
export const ALL_OPEN = /^全部在办/;
const POLL_MS = 250;

/** A folder and a display for one measurement, removed and stopped after it. */
export async function withBenchFolder<T>(work: (place: BenchFolder) => Promise<T>): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'youshao-bench-window-'));
  const display = await openDisplay();
  try {
    await buildApp({ force: false });
    return await work({ folder, display: display.name, profile: path.join(folder, 'profile') });
  } finally {
    display.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts the app of the checkout; or a packaged one, or an Electron on another folder. */
export async function launch(
  { display, profile }: BenchFolder,
  started: { executable?: string; appFolder?: string | null } = {},
): Promise<ElectronApplication> {
  const executablePath = started.executable ?? (await prepareRuntime()).executablePath;
  const appFolder = started.appFolder === undefined ? CHECKOUT : started.appFolder;
  const unsandboxed = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return _electron.launch({
    executablePath,
    args: [...unsandboxed, '--disable-gpu', ...(appFolder === null ? [] : [appFolder]), `--user-data-dir=${profile}`],
    env: { ...(process.env as Record<string, string>), DISPLAY: display },
  });
}

export function caller(page: Page): Call {
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

/** True when all have ended well; throws when one has not. */
export function allDone(entries: unknown): boolean {
  const states = (entries as { state: string; reason: string | null }[]).map(({ state, reason }) => {
    if (state === 'failed' || state === 'cancelled') throw new Error(`the measured work ended as ${state}: ${reason}`);
    return state;
  });
  return states.length > 0 && states.every((state) => state === 'done');
}

export async function until(isDone: () => Promise<boolean>): Promise<void> {
  const deadline = clock.monotonic() + WAIT_MS;
  while (!(await isDone())) {
    if (clock.monotonic() > deadline) throw new Error('the measured work does not end');
    await systemTimers.wait(POLL_MS);
  }
}

/** Imports a file and waits until all that it changed is screened. */
export async function importAndScreen(call: Call, file: string, kind: 'mails' | 'traces'): Promise<void> {
  await call('imports.start', { source: { path: file }, kind, asOf: clock.now() });
  await until(async () => allDone((await call('imports.list', { limit: 1 }))['files']));
  await until(async () => {
    const status = await call('screening.status');
    return status['running'] === false && status['dirty'] === 0;
  });
}

/** Traces of mails accepted three days ago that have not moved since: each becomes an exception. */
export function writeStuckTraces(file: string, rows: number): void {
  const at = textOf(clock.now() - 3 * DAY_MS - HOUR_MS);
  writeRows(file, '邮件号,操作时间,操作代码,操作名称,操作描述,操作机构名称,操作机构省,操作机构市', {
    rows,
    rowOf: (index) => `${mailNoOf(index)},${at},203,收寄计费信息,已收寄,湘潭岳塘揽投部,湖南省,湘潭市`,
  });
}

/** A list of mails posted today by forty clients; the first of them are those of `writeStuckTraces`. */
export function writeMails(file: string, rows: number): void {
  const at = textOf(clock.now() - 3 * DAY_MS - HOUR_MS);
  writeRows(file, '邮件号,收寄时间,寄达范围,寄达省,寄达市,大宗客户代码,大宗客户名称', {
    rows,
    rowOf: (index) => `${mailNoOf(index)},${at},省外,浙江省,杭州市,43030${String(index % 40).padStart(8, '0')},客户${index % 40}`,
  });
}

function mailNoOf(index: number): string {
  return `12${String(index).padStart(11, '0')}`;
}

function textOf(instant: number): string {
  return formatInstant(instant).slice(0, 19).replace('T', ' ');
}

function writeRows(file: string, heading: string, { rows, rowOf }: { rows: number; rowOf: (index: number) => string }): void {
  const handle = fs.openSync(file, 'w');
  fs.writeSync(handle, `${heading}\n`);
  const SLICE = 20_000;
  for (let from = 0; from < rows; from += SLICE) {
    const lines = Array.from({ length: Math.min(SLICE, rows - from) }, (_, index) => rowOf(from + index));
    fs.writeSync(handle, `${lines.join('\n')}\n`);
  }
  fs.closeSync(handle);
}
