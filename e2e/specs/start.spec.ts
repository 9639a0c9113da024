import { expect, test } from '@playwright/test';
import { launchApp, OFFICE_SCREEN, SCALED_SCREEN } from '#e2e/harness/launch.ts';
import type { LaunchedApp } from '#e2e/harness/launch.ts';
import { newProfile, removeProfile } from '#e2e/harness/profile.ts';

let profile: string;
let launched: LaunchedApp;

test.beforeEach(async () => {
  profile = newProfile();
  launched = await launchApp({ profileDir: profile });
});

test.afterEach(async () => {
  await launched.stop();
  removeProfile(profile);
});

test('the first start shows a page, without a console problem or a connection', async () => {
  const { page } = launched;
  await expect(page.locator('#root')).not.toBeEmpty();
  await expect(page).toHaveTitle('邮哨');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  for (const size of [OFFICE_SCREEN, SCALED_SCREEN]) {
    await launched.setSize(size);
    await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([size.width, size.height]);
  }
  expect(launched.consoleProblems).toEqual([]);
  expect(await launched.refusedRequests()).toBe(0);
  expect(launched.connections()).toEqual([]);
});
