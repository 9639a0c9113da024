/**
 * Every screen of the registry and what it opens, on the same demonstration and at the same
 * moment, in every look and both sizes: no violation of the accessibility rules, no full phone
 * number, and the picture that was agreed upon. A screen that is added to the registry is covered
 * here at once; its pictures have to be renewed (`npm run golden`) before the run passes.
 */
import { SIZES, expectNoSidewaysScroll, expectPicture, resize, settled, show, violations } from '#e2e/fixtures/appearance.ts';
import { LOOKS, wear } from '#e2e/fixtures/looks.ts';
import type { LookName } from '#e2e/fixtures/looks.ts';
import { expect, test } from '#e2e/fixtures/office.ts';
import { PHONE } from '#e2e/fixtures/personal-data.ts';
import { registeredScreens } from '#e2e/fixtures/registered-screens.ts';
import { SCENES } from '#e2e/fixtures/scenes.ts';

const looks = Object.keys(LOOKS) as LookName[];
/** Dark with high contrast is judged by the rules; its pictures would show nothing new. */
const isPictured = (look: LookName): boolean => look !== 'high-contrast-dark';

for (const look of looks) {
  test(`each screen and what it opens is accessible, masked, and looks as agreed: ${look}`, async ({ office }) => {
    test.setTimeout(1_200_000); // a dozen screens and as many dialogs in two sizes; the first makes the demonstration
    const desk = await office.startDemonstration();
    await wear(desk, look);
    const screens = registeredScreens();
    expect(screens.length).toBeGreaterThanOrEqual(8);
    const sizes = isPictured(look) ? SIZES : SIZES.slice(0, 1);
    for (const size of sizes) {
      await resize(desk, size);
      for (const { id, route } of screens) {
        await show(desk, route);
        expect.soft(await desk.page.locator('body').innerText(), `phone numbers on ${id}`).not.toMatch(PHONE);
        if (size === SIZES[0]) expect.soft(await violations(desk), id).toEqual([]);
        if (isPictured(look)) await expectPicture(desk, office.profile, { id, look, size });
        await expectNoSidewaysScroll(desk, id);
      }
    }
    for (const { id, route, open } of SCENES) {
      await resize(desk, SIZES[0]);
      await show(desk, route);
      await expect(await open(desk)).toBeVisible();
      await settled(desk);
      expect.soft(await desk.page.locator('body').innerText(), `phone numbers on ${id}`).not.toMatch(PHONE);
      expect.soft(await violations(desk), id).toEqual([]);
      for (const size of isPictured(look) ? SIZES : []) {
        // The window grows around what is open.
        await resize(desk, size);
        await settled(desk);
        await expectPicture(desk, office.profile, { id, look, size });
      }
    }
  });
}

test('the pages before unlocking are accessible and look as agreed', async ({ office }) => {
  test.setTimeout(900_000); // five pages in two sizes and three looks
  const desk = await office.start({ now: '2026-03-02T15:30:00+08:00', still: true });
  const inAllLooks = async (id: string): Promise<void> => {
    for (const look of looks.filter(isPictured)) {
      await wear(desk, look);
      for (const size of SIZES) {
        await resize(desk, size);
        await settled(desk);
        if (size === SIZES[0]) expect.soft(await violations(desk), `${id}, ${look}`).toEqual([]);
        await expectPicture(desk, office.profile, { id, look, size });
      }
    }
  };
  const back = desk.page.getByRole('button', { name: /^返回/ });
  await expect(desk.session.ownOffer).toBeEnabled();
  await inAllLooks('first-start');
  await desk.session.restoreOffer.click();
  await expect(back).toBeVisible();
  await inAllLooks('restore');
  await back.click();
  await desk.session.ownOffer.click();
  await expect(desk.session.blockedCreate).toBeVisible();
  await inAllLooks('first-administrator');
  await back.click();
  await desk.session.createAdministrator({ name: '周敏', staffNo: 'XT001', station: '席位 01', pin: '274913' });
  await expect(desk.frame.rail).toBeVisible();
  await desk.frame.lock();
  await expect(desk.session.unlockTitle).toBeVisible();
  await inAllLooks('unlock');
  await desk.session.forgot.click();
  await expect(desk.session.recoveryCode).toBeVisible();
  await inAllLooks('recovery');
});
