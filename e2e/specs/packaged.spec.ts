import { getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { fusesOf } from '#build/packaging/flavours.ts';
import { packagedExecutable, packageWhenOutdated } from '#build/scripts/package.ts';
import { ADMINISTRATOR } from '#e2e/fixtures/people.ts';
import { launchApp } from '#e2e/harness/launch.ts';
import { newProfile, removeProfile } from '#e2e/harness/profile.ts';
import { launcherFor } from '#e2e/harness/unprivileged.ts';
import { FramePage } from '#e2e/pages/frame.ts';
import { ImportsPage } from '#e2e/pages/imports.ts';
import { SessionPage } from '#e2e/pages/session.ts';

const FUSE_ON = 49; // the character '1' in the fuse wire
const FUSE_OFF = 48;

test.beforeAll(async () => {
  test.setTimeout(300_000); // two packages of 210 MB
  for (const flavour of ['release', 'test'] as const) await packageWhenOutdated(flavour);
});

for (const flavour of ['release', 'test'] as const) {
  test(`the fuses of the ${flavour} package read back as they were set`, async () => {
    const wire: Record<string, unknown> = { ...(await getCurrentFuseWire(packagedExecutable(flavour))) };
    for (const [fuse, isOn] of Object.entries(fusesOf(flavour))) {
      if (fuse === 'version' || !(fuse in wire)) continue;
      expect([fuse, wire[fuse]]).toEqual([fuse, isOn === true ? FUSE_ON : FUSE_OFF]);
    }
    expect(wire['3']).toBe(flavour === 'test' ? FUSE_ON : FUSE_OFF);
  });
}

test('the release package tests itself: engine, encrypted ledger, call, drain', () => {
  const launcher = launcherFor(packagedExecutable('release'));
  const profile = newProfile();
  launcher.own(profile);
  const args = [...(launcher.isSandboxed ? [] : ['--no-sandbox']), '--disable-gpu', '--self-test'];
  const env = { ...process.env, HOME: profile };
  const run = spawnSync(launcher.executablePath, args, { encoding: 'utf8', timeout: 60_000, env });
  expect(JSON.parse(run.stdout)).toMatchObject({ ok: true, isPackaged: true });
  expect(run.status).toBe(0);
  removeProfile(profile);
});

test('the release package is no Node and cannot be inspected', () => {
  const executable = packagedExecutable('release');
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const run = spawnSync(executable, ['-p', '"ran as node"'], { encoding: 'utf8', timeout: 10_000, env });
  expect(run.stdout).not.toContain('ran as node');
});

test('the test package opens its window like the bundle of the checkout', async () => {
  const profile = newProfile();
  const launched = await launchApp({ profileDir: profile, packaged: packagedExecutable('test') });
  await expect(launched.page.locator('#root')).not.toBeEmpty();
  expect(await launched.app.evaluate(({ app }) => app.isPackaged)).toBe(true);
  expect(launched.consoleProblems).toEqual([]);
  expect(launched.connections()).toEqual([]);
  await launched.stop();
  removeProfile(profile);
});

test('the test package makes a ledger, is unlocked after a restart, and keeps its own time', async () => {
  const profile = newProfile();
  const packaged = packagedExecutable('test');
  const first = await launchApp({ profileDir: profile, packaged });
  await new SessionPage(first.page).createAdministrator(ADMINISTRATOR);
  await expect(new ImportsPage(first.page).dropPlace).toBeVisible();
  await first.stop();
  // Only a program under development can be moved to another moment.
  const second = await launchApp({ profileDir: profile, packaged, env: { YOUSHAO_TEST_NOW: '2020-01-06T09:00:00+08:00' } });
  await new SessionPage(second.page).unlock(ADMINISTRATOR.pin);
  const frame = new FramePage(second.page);
  await expect(frame.titleBar).toContainText(ADMINISTRATOR.name);
  await expect(frame.statusBar).not.toContainText('01-06');
  expect(second.consoleProblems).toEqual([]);
  expect(second.connections()).toEqual([]);
  await second.stop();
  removeProfile(profile);
});
