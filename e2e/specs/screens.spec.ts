/**
 * Every screen of the registry, on the same demonstration and at the same moment: no violation of
 * the accessibility rules, no full phone number, and the picture that was agreed upon. A screen
 * that is added to the registry is covered here at once; its picture has to be renewed
 * (`npm run golden`) before the run passes.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { registeredScreens } from '#e2e/fixtures/registered-screens.ts';
import { expect, test } from '#e2e/fixtures/office.ts';
import type { Desk } from '#e2e/fixtures/office.ts';
import { PHONE } from '#e2e/fixtures/personal-data.ts';
import { OFFICE_SCREEN, SCALED_SCREEN } from '#e2e/harness/launch.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
const SIZES = [OFFICE_SCREEN, SCALED_SCREEN];

async function show(desk: Desk, route: string): Promise<void> {
  await desk.frame.openRoute('/queue');
  await desk.frame.openRoute(route);
  await expect(desk.frame.crash).toHaveCount(0);
  await expect(desk.page.locator('[aria-busy="true"]')).toHaveCount(0);
  // Rows come in by windows; the picture waits until no cell is empty for want of data.
  await expect(desk.page.locator('[class*="wait"]')).toHaveCount(0);
}

/** The state of the page in words, for a picture of which nothing is still on its way. */
async function settled({ page }: Desk): Promise<void> {
  let before = '';
  await expect
    .poll(async () => {
      const now = await page.locator('main').innerText();
      const isSame = now === before && now !== '';
      before = now;
      return isSame;
    })
    .toBe(true);
}

/** The profile lies elsewhere in every run: its path is written as that of one computer. */
async function hidePlace({ page }: Desk, profile: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.evaluate((folder) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node.nodeValue?.includes(folder)) node.nodeValue = node.nodeValue.replaceAll(folder, '/home/office');
    }
    for (const field of document.querySelectorAll('input')) field.value = field.value.replaceAll(folder, '/home/office');
  }, profile);
}

async function violations(desk: Desk): Promise<string[]> {
  const found = await new AxeBuilder({ page: desk.page }).withTags(RULES).setLegacyMode().analyze();
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`));
}

test('each registered screen is accessible, masked, and looks as agreed', async ({ office }) => {
  test.setTimeout(420_000); // eight screens in two sizes and two schemes
  const desk = await office.startDemonstration();
  const screens = registeredScreens();
  expect(screens.length).toBeGreaterThanOrEqual(8);
  for (const { width, height } of SIZES) {
    await desk.setSize({ width, height });
    await expect.poll(() => desk.page.evaluate(() => [innerWidth, innerHeight])).toEqual([width, height]);
    for (const { id, route } of screens) {
      await show(desk, route);
      await settled(desk);
      expect.soft(await desk.page.locator('body').innerText(), `phone numbers on ${id}`).not.toMatch(PHONE);
      expect.soft(await violations(desk), `${id} at ${width}`).toEqual([]);
      await hidePlace(desk, office.profile);
      await expect.soft(desk.page).toHaveScreenshot(`${id}-${width}x${height}.png`);
      expect.soft(await desk.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${id} scrolls sideways`).toBe(true);
    }
  }
});

test('each registered screen is accessible in the dark scheme too', async ({ office }) => {
  test.setTimeout(300_000);
  const desk = await office.startDemonstration();
  await desk.frame.open('设置');
  await desk.settings.chooseTheme('深色');
  await expect(desk.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  for (const { id, route } of registeredScreens()) {
    await show(desk, route);
    await settled(desk);
    expect.soft(await violations(desk), `${id}, dark`).toEqual([]);
  }
});

test('the pages before unlocking are accessible and look as agreed', async ({ office }) => {
  const desk = await office.start({ now: '2026-03-02T15:30:00+08:00', still: true });
  await expect(desk.session.ownOffer).toBeEnabled();
  for (const { width, height } of SIZES) {
    await desk.setSize({ width, height });
    await expect.poll(() => desk.page.evaluate(() => [innerWidth, innerHeight])).toEqual([width, height]);
    expect.soft(await violations(desk)).toEqual([]);
    await hidePlace(desk, office.profile);
    await expect.soft(desk.page).toHaveScreenshot(`first-start-${width}x${height}.png`);
  }
  await desk.session.createAdministrator({ name: '周敏', staffNo: 'XT001', station: '席位 01', pin: '274913' });
  await expect(desk.frame.rail).toBeVisible();
  await desk.frame.lock();
  await expect(desk.session.unlockTitle).toBeVisible();
  for (const { width, height } of SIZES) {
    await desk.setSize({ width, height });
    await expect.poll(() => desk.page.evaluate(() => [innerWidth, innerHeight])).toEqual([width, height]);
    expect.soft(await violations(desk)).toEqual([]);
    await hidePlace(desk, office.profile);
    await expect.soft(desk.page).toHaveScreenshot(`unlock-${width}x${height}.png`);
  }
});
