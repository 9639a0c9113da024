import path from 'node:path';
import type { Page } from '@playwright/test';
import { assert } from '#shared/kernel/assert.ts';
import { systemTimers } from '#main/platform/timers.ts';
import { ALL_OPEN, caller, importAndScreen, launch, PIN, WAIT_MS, withBenchFolder, writeStuckTraces } from './bench-app.ts';
import type { BenchLine } from './bench-line.ts';

const EXCEPTIONS = Number(process.env['YOUSHAO_BENCH_EXCEPTIONS'] ?? 100_000);
const SCROLLED_ROWS = 10_000;
const LIMIT_MS = 50;
const SETTLE_MS = 3000;
const KEYS = 200;
/** Between two keys, as a quick hand types. */
const KEY_GAP_MS = 60;

/** (h) key to paint and (m) frames of a scroll in the queue of the real window, with 100,000 exceptions. */
export function benchQueueWindow(): Promise<BenchLine[]> {
  return withBenchFolder(async (place) => {
    const app = await launch(place);
    try {
      const page = await app.firstWindow();
      const call = caller(page);
      await call('session.createFirstAdministrator', { name: '测量', staffNo: '001', station: '', pin: PIN });
      const file = path.join(place.folder, '轨迹.csv');
      writeStuckTraces(file, EXCEPTIONS);
      await importAndScreen(call, file, 'traces');
      await page.keyboard.press('Control+1');
      // Before and after office hours nothing is due today.
      await page.getByRole('button', { name: ALL_OPEN }).click();
      await page.locator('[role=grid] [role=row][aria-rowindex="3"]').waitFor({ timeout: WAIT_MS });
      await page.locator('[role=grid]').focus();
      await systemTimers.wait(SETTLE_MS);
      const moves = await keysToPaint(page, 'j');
      const marks = await keysToPaint(page, 'x');
      const types = await keysToPaint(page, '2');
      // What the types have moved is read again before.
      await systemTimers.wait(SETTLE_MS);
      const longestFrame = await scroll(page);
      return [
        line('h', `row move with ${EXCEPTIONS} exceptions, p95`, p95(moves)),
        line('h', `selecting a row with ${EXCEPTIONS} exceptions, p95`, p95(marks)),
        line('h', `setting a type with ${EXCEPTIONS} exceptions, p95`, p95(types)),
        line('m', `longest frame of a scroll over ${SCROLLED_ROWS} rows`, longestFrame),
      ];
    } finally {
      await app.close();
    }
  });
}

// Run in the page, whose globals this side has no types for.
const WATCH_PAINTS = `
  globalThis.youshaoPaints = [];
  globalThis.youshaoOnKey = (event) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => globalThis.youshaoPaints.push(performance.now() - event.timeStamp);
    channel.port2.postMessage(0);
  });
  document.addEventListener('keydown', globalThis.youshaoOnKey, { capture: true });`;
const READ_PAINTS = `
  document.removeEventListener('keydown', globalThis.youshaoOnKey, { capture: true });
  globalThis.youshaoPaints`;
const WATCH_FRAMES = `
  globalThis.youshaoFrames = { last: performance.now(), longest: 0 };
  const onFrame = () => {
    const watch = globalThis.youshaoFrames;
    const now = performance.now();
    watch.longest = Math.max(watch.longest, now - watch.last);
    watch.last = now;
    requestAnimationFrame(onFrame);
  };
  requestAnimationFrame(onFrame);`;

/** Milliseconds from each key's event to the task after the frame that shows it. */
async function keysToPaint(page: Page, key: string): Promise<number[]> {
  await page.evaluate(WATCH_PAINTS);
  for (let pressed = 0; pressed < KEYS; pressed++) {
    await page.keyboard.press(key);
    await systemTimers.wait(KEY_GAP_MS);
  }
  return page.evaluate<number[]>(READ_PAINTS);
}

/** Turns the wheel down over the rows; the longest time between two frames. */
async function scroll(page: Page): Promise<number> {
  const box = await page.locator('[role=grid]').boundingBox();
  assert(box, 'the grid is on the screen');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.evaluate(WATCH_FRAMES);
  const WHEEL_PX = 1200;
  const ROW_PX = 32;
  for (let turned = 0; turned < SCROLLED_ROWS * ROW_PX; turned += WHEEL_PX) {
    await page.mouse.wheel(0, WHEEL_PX);
    await systemTimers.wait(16);
  }
  return page.evaluate<number>('globalThis.youshaoFrames.longest');
}

function p95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.floor(sorted.length * 0.95)];
  assert(value !== undefined && sorted.length >= KEYS / 2, 'the window saw the keys');
  return value;
}

function line(id: string, name: string, value: number): BenchLine {
  return { id, name, value, unit: 'ms', baseline: null, ratio: null, limit: LIMIT_MS, pass: value <= LIMIT_MS };
}
