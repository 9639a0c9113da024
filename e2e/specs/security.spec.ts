import { expect, test } from '@playwright/test';
import fs from 'node:fs';
import { launchApp } from '#e2e/harness/launch.ts';
import type { LaunchedApp } from '#e2e/harness/launch.ts';
import { newProfile, removeProfile } from '#e2e/harness/profile.ts';

let profile: string;
let launched: LaunchedApp;

test.beforeAll(async () => {
  profile = newProfile();
  launched = await launchApp({ profileDir: profile });
  await expect(launched.page.locator('#root')).not.toBeEmpty();
});

test.afterAll(async () => {
  await launched.stop();
  removeProfile(profile);
});

test('the page runs isolated, without Node, in Chromium’s sandbox where the kernel allows it', async () => {
  const { app, page } = launched;
  const globals = await page.evaluate(() => ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis));
  expect(globals).toEqual([]);
  const bridge = await page.evaluate(() => Object.keys(Reflect.get(globalThis, 'youshao') as object).sort());
  expect(bridge).toEqual(['call', 'cancel', 'pathOf', 'shell', 'subscribe', 'zoom']);
  const pid = await app.evaluate(({ app: main }) => main.getAppMetrics().find((each) => each.type === 'Tab')?.pid);
  const seccomp = /^Seccomp:\s+(\d)/m.exec(fs.readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
  expect(seccomp).toBe(launched.isSandboxed ? '2' : '0');
});

test('the page’s policy allows nothing inline and nothing from elsewhere', async () => {
  const policy = await launched.page.evaluate(async () => (await fetch('./index.html')).headers.get('content-security-policy'));
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toContain('unsafe');
  const ran = await launched.page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.inlineRan = true';
    document.head.append(script);
    return 'inlineRan' in globalThis;
  });
  expect(ran).toBe(false);
});

test('our protocol serves the bundle and nothing outside it', async () => {
  const status = (path: string): Promise<number | string> =>
    launched.page.evaluate(
      (url) =>
        fetch(url).then(
          (answer) => answer.status,
          () => 'refused',
        ),
      path,
    );
  expect(await status('app://youshao/index.html')).toBe(200);
  expect(await status('app://youshao/..%2f..%2fpackage.json')).toBe(403);
  expect(await status('app://youshao/%2e%2e/%2e%2e/package.json')).toBe(404);
  expect(await status('app://youshao/nothing.js')).toBe(404);
  expect(await status('app://other/index.html')).toBe('refused');
  expect(await status('file:///etc/hostname')).toBe('refused');
});

test('windows, navigation, permissions and requests are refused', async () => {
  const { app, page } = launched;
  expect(await page.evaluate(() => window.open('https://example.com/') === null)).toBe(true);
  await page.evaluate(() => {
    window.location.href = 'https://example.com/';
  });
  const permission = await page.evaluate(() => navigator.permissions.query({ name: 'geolocation' }).then((answer) => answer.state));
  expect(permission).toBe('denied');
  const reached = await page.evaluate(() =>
    fetch('https://example.com/').then(
      () => true,
      () => false,
    ),
  );
  expect(reached).toBe(false);
  const guarded = await app.evaluate(async ({ session }) => {
    const own = session.fromPartition('youshao');
    return (
      (await own.fetch?.('https://example.com/').then(
        () => 'reached',
        () => 'refused',
      )) ?? 'refused'
    );
  });
  expect(guarded).toBe('refused');
  expect(page.url()).toBe('app://youshao/index.html');
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  expect(launched.connections()).toEqual([]);
});

test('the shell answers only what its closed list names', async () => {
  const shell = (name: string, input: unknown): Promise<unknown> =>
    launched.page.evaluate(
      ([n, i]) => {
        const bridge = Reflect.get(globalThis, 'youshao') as { shell(name: unknown, input: unknown): Promise<unknown> };
        return bridge.shell(n, i);
      },
      [name, input] as const,
    );
  expect(await shell('app-info', {})).toMatchObject({ ok: true, value: { userDataFolder: profile } });
  expect(await shell('exec', { command: 'id' })).toMatchObject({ ok: false, error: { reason: 'endpoint-unknown' } });
  expect(await shell('toString', {})).toMatchObject({ ok: false, error: { reason: 'endpoint-unknown' } });
  expect(await shell('open-path', { path: 7 })).toMatchObject({ ok: false, error: { reason: 'input-not-valid' } });
  expect(await shell('open-path', { path: '/bin/sh' })).toEqual({ ok: true, value: { opened: false } });
  expect(await shell('show-in-folder', { path: '/no/such/file' })).toEqual({ ok: true, value: { shown: false } });
});
