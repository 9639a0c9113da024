import { expect, test } from '@playwright/test';
import fs from 'node:fs';
import path from 'node:path';
import { hasProgram, installDebianPackages } from '#build/runtime/debian-libraries.ts';
import { launchApp } from '#e2e/harness/launch.ts';
import type { LaunchedApp } from '#e2e/harness/launch.ts';
import { newProfile, removeProfile } from '#e2e/harness/profile.ts';

type Reply = { ok: boolean; value?: Record<string, unknown>; error?: { reason: string } };
let lastCallId = 1_000_000;

function call(launched: LaunchedApp, endpoint: string, input: unknown): Promise<Reply> {
  const id = ++lastCallId;
  return launched.page.evaluate(
    (message) => {
      const bridge = Reflect.get(globalThis, 'youshao') as { call(message: unknown): Promise<Reply> };
      return bridge.call(message);
    },
    { id, path: endpoint, input, requestId: `keystore-${id}` },
  );
}

test.beforeAll(async () => {
  test.setTimeout(300_000); // may install packages
  if (hasProgram('gnome-keyring-daemon') && hasProgram('dbus-run-session')) return;
  await installDebianPackages(['gnome-keyring', 'dbus', 'libsecret-1-0'], 'Secret Service');
});

for (const keyring of [true, false]) {
  test(`the OS keystore ${keyring ? 'serves when it is there' : 'is not taken for one when it is missing'}`, async () => {
    const profile = newProfile();
    const launched = await launchApp({ profileDir: profile, keyring });
    const info = await launched.page.evaluate(() => {
      const bridge = Reflect.get(globalThis, 'youshao') as { shell(name: string, input: unknown): Promise<Reply> };
      return bridge.shell('app-info', {});
    });
    expect(info).toMatchObject({ ok: true, value: { hasKeystore: keyring } });
    await launched.stop();
    removeProfile(profile);
  });
}

test('a ledger made with the keystore opens again with it, and not without it', async () => {
  test.setTimeout(180_000); // three starts of the app
  const profile = newProfile();
  const pin = '802461';
  const first = await launchApp({ profileDir: profile, keyring: true });
  const person = { name: '王小明', staffNo: '430001', station: '', pin };
  const made = await call(first, 'session.createFirstAdministrator', person);
  expect(made).toMatchObject({ ok: true });
  const unlock = { personId: made.value?.['personId'], pin };
  await first.stop();
  const kept = fs.readFileSync(path.join(profile, 'keystore.json'), 'utf8');
  expect(Object.keys(JSON.parse(kept) as object).length).toBeGreaterThan(0);

  const second = await launchApp({ profileDir: profile, keyring: true });
  expect(await call(second, 'session.unlock', unlock)).toMatchObject({ ok: true });
  await second.stop();

  const bare = await launchApp({ profileDir: profile });
  expect(await call(bare, 'session.unlock', unlock)).toMatchObject({ ok: false });
  await bare.stop();
  removeProfile(profile);
});
