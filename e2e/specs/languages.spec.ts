/**
 * Every screen in every language, in the smallest window with the largest text: nothing is cut,
 * nothing scrolls sideways, and headings, buttons and column heads speak the chosen language.
 */
import { expectNoSidewaysScroll, settled, show } from '#e2e/fixtures/appearance.ts';
import { cutTexts } from '#e2e/fixtures/cut-texts.ts';
import { expect, test } from '#e2e/fixtures/office.ts';
import { registeredScreens } from '#e2e/fixtures/registered-screens.ts';
import { SCALED_SCREEN } from '#e2e/harness/launch.ts';

const LANGUAGES = [
  { language: 'zh-CN', firstRail: '异常' },
  { language: 'zh-TW', firstRail: '異常' },
  { language: 'en', firstRail: 'Queue' },
] as const;
const HAN = /[\u4e00-\u9fff]/;
/** What the program itself says, and no data stands in. */
const OWN_WORDS = 'nav button, h1, th, legend, label, figcaption, [role="columnheader"], header button, footer button';

test('no text is cut at 1093×582 with text at 150 %, in any language', async ({ office }) => {
  test.setTimeout(900_000); // all screens three times; makes the demonstration
  const desk = await office.startDemonstration();
  await desk.setSize(SCALED_SCREEN);
  for (const { language, firstRail } of LANGUAGES) {
    await desk.call('settings.set', { language, textScale: 1.5 });
    await expect(desk.page.locator(`html[lang="${language}"]`)).toHaveCount(1);
    await expect(desk.page.locator('nav').first().getByRole('button').first()).toContainText(firstRail);
    await expect.poll(() => desk.page.evaluate(() => innerWidth)).toBeLessThan(740);
    for (const { id, route } of registeredScreens()) {
      await show(desk, route);
      expect.soft(await cutTexts(desk.page), `${id}, ${language}`).toEqual([]);
      await expectNoSidewaysScroll(desk, `${id}, ${language}`);
      if (language !== 'en') continue;
      const own = await desk.page.locator(OWN_WORDS).allInnerTexts();
      // Languages are called by their own names.
      const foreign = own.filter((words) => HAN.test(words) && !/简体中文|繁體中文|演示/.test(words));
      expect.soft(foreign, `${id} in English`).toEqual([]);
    }
  }
});

test('the language is chosen in the settings, shows at once, and stays with the person', async ({ office }) => {
  const desk = await office.startDemonstration();
  await desk.frame.open('设置');
  const html = desk.page.locator('html');
  await desk.page.getByRole('radio', { name: 'English' }).press('Space');
  await expect(html).toHaveAttribute('lang', 'en');
  await expect(desk.page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await desk.page.getByRole('radio', { name: '繁體中文（自動轉換）' }).press('Space');
  await expect(html).toHaveAttribute('lang', 'zh-TW');
  await expect(desk.page.getByRole('heading', { name: '設定' })).toBeVisible();
  await settled(desk);
  await desk.page.reload();
  await expect(html).toHaveAttribute('lang', 'zh-TW');
});

test('looks are chosen by keyboard and show at once', async ({ office }) => {
  const desk = await office.startDemonstration();
  await desk.frame.open('设置');
  const html = desk.page.locator('html');
  const choose = async (group: string, name: string): Promise<void> => {
    await desk.page.getByRole('group', { name: group }).getByRole('radio', { name }).press('Space');
  };
  await choose('主题', '深色');
  await expect(html).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await choose('对比度', '高对比');
  await expect(html).toHaveAttribute('data-contrast', 'high');
  const sample = desk.page.getByRole('figure', { name: '示例' }).locator('[data-cursor]');
  await choose('行高', '舒适 40');
  await expect(sample).toHaveCSS('height', '40px');
  await choose('文字大小', '125 %');
  await expect.poll(() => desk.page.evaluate(() => innerWidth)).toBe(Math.round(1366 / 1.25));
  await expect(sample).toHaveCSS('height', '40px');
  await desk.page.keyboard.press('Control+Digit0');
  await expect.poll(() => desk.page.evaluate(() => innerWidth)).toBe(1366);
  await desk.page.keyboard.press('Control+Equal');
  await expect.poll(() => desk.page.evaluate(() => innerWidth)).toBe(Math.round(1366 / 1.12));
  await desk.page.keyboard.press('Control+Minus');
  await expect.poll(() => desk.page.evaluate(() => innerWidth)).toBe(1366);
});

test('the colours and the stillness that the system asks for are kept', async ({ office }) => {
  const desk = await office.startDemonstration();
  await desk.page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await desk.queue.press('j');
  const cursor = desk.queue.grid.locator('[class*="cursor"]').first();
  await expect(cursor).toHaveCSS('outline-style', 'solid');
  expect(await desk.page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--t').trim())).toMatch(/^0m?s$/);
  const moving = await desk.page.evaluate(() => document.getAnimations().length);
  expect(moving).toBe(0);
});
