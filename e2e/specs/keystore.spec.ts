import { expect, test } from '@playwright/test';
import { hasProgram, installDebianPackages } from '#build/runtime/debian-libraries.ts';
import { launchApp } from '#e2e/harness/launch.ts';
import { newProfile, removeProfile } from '#e2e/harness/profile.ts';

type Reply = { ok: boolean; value: { hasKeystore: boolean } };

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
