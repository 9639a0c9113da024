import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { launchApp } from '#e2e/harness/launch.ts';
import type { LaunchedApp } from '#e2e/harness/launch.ts';
import { newProfile, removeProfile } from '#e2e/harness/profile.ts';

let profile: string;
let launched: LaunchedApp;

test.beforeEach(async () => {
  profile = newProfile();
  launched = await launchApp({ profileDir: profile });
});

test.afterEach(() => removeProfile(profile));

type Reply = { ok: boolean; error?: { reason: string } };
let lastCallId = 1_000_000;

function call(page: Page, endpoint: string): Promise<Reply> {
  const message = { id: ++lastCallId, path: endpoint, input: {} };
  return page.evaluate((sent) => {
    const bridge = Reflect.get(globalThis, 'youshao') as { call(message: unknown): Promise<Reply> };
    return bridge.call(sent);
  }, message);
}

function enginePid(): Promise<number> {
  return launched.app.evaluate(({ app }) => app.getAppMetrics().find((each) => each.name === 'youshao-engine')?.pid ?? 0);
}

test('an engine that is killed comes back, and calls made meanwhile wait for it', async () => {
  const { page } = launched;
  expect(await call(page, 'session.state')).toMatchObject({ ok: true });
  const first = await enginePid();
  process.kill(first, 'SIGKILL');
  await expect.poll(async () => (await call(page, 'session.state')).ok).toBe(true);
  expect(await enginePid()).not.toBe(first);
  await launched.stop();
});

test('a page that is loaded again reaches the engine', async () => {
  const { app, page } = launched;
  await call(page, 'session.state');
  const reloaded = page.waitForEvent('domcontentloaded').catch(() => undefined);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.reload());
  await reloaded;
  expect(await call(page, 'session.state')).toMatchObject({ ok: true });
  await launched.stop();
});

test('closing the window lets the engine drain and ends the program', async () => {
  const { app, page } = launched;
  await call(page, 'session.state');
  const ended = new Promise<number | null>((resolve) => app.process().once('exit', (code) => resolve(code)));
  const startedAt = Date.now();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  expect(await ended).toBe(0);
  expect(Date.now() - startedAt).toBeLessThan(5000);
  const log = fs.readFileSync(path.join(profile, 'logs', 'shell.log'), 'utf8');
  expect(log).not.toContain('drain-late');
});

test('the program also ends while the engine is only starting', async () => {
  const { app, page } = launched;
  await call(page, 'session.state');
  const ended = new Promise<number | null>((resolve) => app.process().once('exit', (code) => resolve(code)));
  await page.evaluate(() => {
    const bridge = Reflect.get(globalThis, 'youshao') as { shell(name: string, input: unknown): Promise<unknown> };
    return bridge.shell('restart-engine', {});
  });
  await app.evaluate(({ app: main }) => main.quit());
  expect(await ended).toBe(0);
});

test('a second start on the same profile shows the first and ends', async () => {
  const { app } = launched;
  const args = await app.evaluate(() => process.argv.slice(1).filter((each) => !/inspect|debugging/.test(each)));
  const second = spawnSync(app.process().spawnfile, args, { encoding: 'utf8', timeout: 20_000 });
  expect(second.status).toBe(0);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  await launched.stop();
});
