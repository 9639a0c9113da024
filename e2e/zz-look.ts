import { openDisplay } from '#build/runtime/display.ts';
import { buildApp } from '#build/scripts/build-app.ts';
import { launchApp } from '#e2e/harness/launch.ts';
import { newProfile, removeProfile } from '#e2e/harness/profile.ts';
await buildApp({ force: false });
const display = await openDisplay();
if (display.name !== '') process.env['DISPLAY'] = display.name;
const profile = newProfile();
const launched = await launchApp({ profileDir: profile });
const { page } = launched;
const shot = async (name: string) => { await page.screenshot({ path: `/tmp/look/e-${name}.png` }); console.log(name, (await page.locator('body').innerText()).slice(0, 300).replaceAll('\n', ' | ')); };
try {
  await page.waitForTimeout(4000);
  await shot('first');
  const demo = page.getByRole('button', { name: /演示/ }).first();
  if (await demo.count()) await demo.click();
  for (let i = 0; i < 12; i++) { await page.waitForTimeout(5000); if (await page.locator('[role=row][aria-rowindex="2"]').count()) break; await shot(`wait${i}`); }
  await shot('demo');
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
  await page.waitForTimeout(1500); await shot('row');
  await page.keyboard.press('Enter'); await page.waitForTimeout(1500); await shot('accepted');
  await launched.setSize({ width: 1093, height: 582 }); await page.waitForTimeout(500); await page.keyboard.press('Space'); await page.waitForTimeout(800); await shot('narrow');
} finally {
  console.log('problems', launched.consoleProblems.slice(0, 10));
  await launched.stop(); removeProfile(profile); display.stop();
}
