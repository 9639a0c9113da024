import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import fs from 'node:fs';
import path from 'node:path';
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

function shell(page: Page, name: string, input: unknown): Promise<unknown> {
  return page.evaluate(
    ([n, i]) => {
      const bridge = Reflect.get(globalThis, 'youshao') as { shell(name: unknown, input: unknown): Promise<unknown> };
      return bridge.shell(n, i);
    },
    [name, input] as const,
  );
}

/** Answers the next dialog in the person's place. */
function answerDialog(kind: 'open' | 'save', file: string | null): Promise<void> {
  return launched.app.evaluate(
    ({ dialog }, [which, chosen]) => {
      const canceled = chosen === null;
      if (which === 'save') dialog.showSaveDialog = () => Promise.resolve({ canceled, filePath: chosen ?? '' });
      else dialog.showOpenDialog = () => Promise.resolve({ canceled, filePaths: chosen === null ? [] : [chosen] });
    },
    [kind, file] as const,
  );
}

test('a chosen file is given as its path, a cancelled dialog as nothing', async () => {
  const { page } = launched;
  const input = { filter: 'imports', multiple: true };
  await answerDialog('open', '/data/收寄 0701.xlsx');
  expect(await shell(page, 'choose-files', input)).toEqual({ ok: true, value: { paths: ['/data/收寄 0701.xlsx'] } });
  await answerDialog('open', null);
  expect(await shell(page, 'choose-files', input)).toEqual({ ok: true, value: { paths: [] } });
  expect(await shell(page, 'choose-folder', {})).toEqual({ ok: true, value: { path: null } });
});

test('what the window shows is printed into a PDF', async () => {
  const target = path.join(profile, '恢复单.pdf');
  await answerDialog('save', target);
  const reply = await shell(launched.page, 'print-pdf', { suggestedName: '恢复单.pdf', landscape: false });
  expect(reply).toEqual({ ok: true, value: { path: target } });
  expect(fs.readFileSync(target).subarray(0, 5).toString()).toBe('%PDF-');
  await answerDialog('save', '/no/such/folder/x.pdf');
  const failed = await shell(launched.page, 'print-pdf', { suggestedName: 'x.pdf', landscape: false });
  expect(failed).toMatchObject({ ok: false, error: { code: 'unavailable', reason: 'target-not-writable' } });
});

test('a private text leaves the clipboard by itself, unless something else was copied', async () => {
  const { app, page } = launched;
  const onClipboard = (): Promise<string> => app.evaluate(async ({ clipboard }) => clipboard.readText());
  await shell(page, 'clipboard-write', { text: '13800000000', clearAfterMs: 1000 });
  expect(await onClipboard()).toBe('13800000000');
  await expect.poll(onClipboard).toBe('');
  await shell(page, 'clipboard-write', { text: 'first', clearAfterMs: 1000 });
  await shell(page, 'clipboard-write', { text: 'second', clearAfterMs: null });
  // Longer than the first text would have lived.
  const until = Date.now() + 1500;
  await expect.poll(() => Date.now() > until).toBe(true);
  expect(await onClipboard()).toBe('second');
});

test('a dropped file tells its path', async () => {
  const { page } = launched;
  const file = path.join(profile, '轨迹 导出.csv');
  fs.writeFileSync(file, 'x');
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.id = 'probe';
    document.body.append(input);
  });
  await page.locator('#probe').setInputFiles(file);
  const found = await page.evaluate(() => {
    const chosen = (document.querySelector('#probe') as HTMLInputElement).files?.[0];
    return (Reflect.get(globalThis, 'youshao') as { pathOf(file: unknown): string }).pathOf(chosen);
  });
  expect(found).toBe(file);
  await page.locator('#probe').evaluate((element) => element.remove());
});

test('the window tells its state, and a restart of the engine is told as topics', async () => {
  const { page } = launched;
  expect(await shell(page, 'window-state', {})).toMatchObject({ ok: true, value: { isFullScreen: false } });
  await page.evaluate(() => {
    const heard: string[] = [];
    Reflect.set(globalThis, 'heard', heard);
    const bridge = Reflect.get(globalThis, 'youshao') as { subscribe(listener: (message: { topic: string }) => void): void };
    bridge.subscribe(({ topic }) => heard.push(topic));
  });
  expect(await shell(page, 'restart-engine', {})).toEqual({ ok: true, value: {} });
  const heard = (): Promise<string[]> => page.evaluate(() => Reflect.get(globalThis, 'heard') as string[]);
  await expect.poll(heard).toEqual(expect.arrayContaining(['bridge.disconnected', 'bridge.connected']));
});
