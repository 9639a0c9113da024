/** Commands by palette, keys and menus, from one registry: with an input method at work, remapped, and switched off. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '#e2e/fixtures/office.ts';
import type { Desk } from '#e2e/fixtures/office.ts';
import { registeredScreens } from '#e2e/fixtures/registered-screens.ts';
import { pressesOf } from '#e2e/pages/commands.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

async function violations({ page }: Desk): Promise<string[]> {
  const found = await new AxeBuilder({ page }).withTags(RULES).setLegacyMode().analyze();
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`));
}

/** What an input method does to the page: composes in the field that has the focus, and takes the keys. */
async function inputMethod(page: Page) {
  const cdp = await page.context().newCDPSession(page);
  const key = async (code: string, held: { ctrl?: boolean } = {}) => {
    const event = { code, key: 'Process', windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229, modifiers: held.ctrl ? 2 : 0 };
    await cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...event });
    await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  };
  return {
    key,
    compose: async (letters: string) => {
      for (let typed = 1; typed <= letters.length; typed += 1) {
        await key(`Key${(letters[typed - 1] ?? '').toUpperCase()}`);
        await cdp.send('Input.imeSetComposition', { text: letters.slice(0, typed), selectionStart: typed, selectionEnd: typed });
      }
    },
    commit: (words: string) => cdp.send('Input.insertText', { text: words }),
  };
}

/** Printing and choosing files open windows of the system, which nobody answers here. */
async function silenceSystem(desk: Desk): Promise<void> {
  await desk.answerOpen([]);
  await desk.app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) {
      window.webContents.print = (_options, done) => done?.(true, '');
    }
  });
}

test.describe('the palette', () => {
  test('finds a command by initials, by pinyin and by Chinese, runs it, and the focus is where it was', async ({ office }) => {
    const { commands, queue, frame, page } = await office.startDemonstration();
    await queue.show('未认领');
    await queue.grid.focus();
    await commands.noteRuns();
    for (const words of ['fzyjh', 'fuzhiyoujian', '复制邮件', 'fuzhi邮件号']) {
      await commands.openPalette(words);
      await expect(commands.chosen).toContainText('复制邮件号');
      await expect(commands.chosen.locator('mark').first()).toBeVisible();
      await page.keyboard.press('Enter');
      await expect(commands.palette).toHaveCount(0);
      await expect(queue.grid).toBeFocused();
      await expect(frame.lastAct).toContainText('已复制邮件号');
    }
    expect((await commands.runs()).filter((id) => id === 'queue.copy')).toHaveLength(4);
    await commands.openPalette();
    await expect(commands.options.first()).toContainText('复制邮件号');
    await page.keyboard.press('Escape');
    await expect(queue.grid).toBeFocused();
    await expect(commands.palette).toHaveCount(0);
  });

  test('shows what is not possible now, says why, and does not run it', async ({ office }) => {
    const { commands, queue, frame, page } = await office.startDemonstration();
    await frame.search.fill('没有这样的邮件');
    await expect(queue.rows).toHaveCount(0);
    await queue.grid.focus();
    await commands.noteRuns();
    await commands.openPalette('认领');
    await expect(commands.options.filter({ hasText: '先选中一行' }).first()).toBeVisible();
    await expect(commands.chosen).toHaveAttribute('aria-disabled', 'true');
    await page.keyboard.press('Enter');
    await expect(commands.palette).toBeVisible();
    expect(await commands.runs()).toEqual(['frame.palette']);
  });

  test('opens the exception of a mail number, whole or in part, typed or copied', async ({ office }) => {
    const desk = await office.startDemonstration();
    const { commands, queue, frame, page } = desk;
    await queue.show('全部在办');
    await queue.press('End');
    const mailNo = await queue.cursorMailNo();
    await queue.show('我认领的');
    await commands.openPalette(mailNo.slice(3));
    await expect(commands.chosen).toContainText(mailNo);
    await page.keyboard.press('Enter');
    await expect(frame.search).toHaveValue(mailNo);
    await expect(queue.grid).toContainText(mailNo);
    await expect(queue.rows).toHaveCount(1);

    await frame.open('客户');
    await desk.app.evaluate(({ clipboard }, words) => clipboard.writeText(words), `请查 ${mailNo}，客户急`);
    await page.locator('body').press('c');
    await expect(queue.grid).toContainText(mailNo);
    await expect(queue.rows).toHaveCount(1);
    await desk.app.evaluate(({ clipboard }) => clipboard.writeText('没有号码'));
    await queue.press('c');
    await expect(frame.lastAct).toContainText('剪贴板里没有邮件号');
    await desk.app.evaluate(({ clipboard }) => clipboard.writeText('9899999999999'));
    await queue.press('c');
    await expect(frame.lastAct).toContainText('账本里没有 9899999999999');
  });

  test('works with an input method: nothing runs while it composes', async ({ office }) => {
    const { commands, queue, frame, page } = await office.startDemonstration();
    await queue.show('未认领');
    await queue.grid.focus();
    await commands.noteRuns();
    const method = await inputMethod(page);
    await commands.openPalette();
    await method.compose('fuzhi');
    await method.key('Enter');
    await method.key('Escape');
    await method.key('ArrowDown');
    await expect(commands.palette).toBeVisible();
    await method.commit('复制');
    await expect(commands.paletteField).toHaveValue('复制');
    await expect(commands.chosen).toContainText('复制邮件号');
    expect(await commands.runs()).toEqual(['frame.palette']);
    await page.keyboard.press('Enter');
    await expect(frame.lastAct).toContainText('已复制邮件号');

    await frame.search.click();
    await commands.runs();
    await method.compose('a');
    await method.key('Enter', { ctrl: true });
    await method.key('KeyK', { ctrl: true });
    await method.commit('啊');
    await expect(frame.search).toHaveValue('啊');
    expect(await commands.runs()).toEqual([]);
    await expect(commands.palette).toHaveCount(0);
  });
});

test('every key of the sheet reaches its command, on every screen', async ({ office }) => {
  test.setTimeout(300_000); // each command of each screen is run once by each of its keys
  const desk = await office.startDemonstration();
  const { commands, frame, page, queue } = desk;
  await silenceSystem(desk);
  await commands.noteRuns();
  const seen = new Set<string>();
  const wrong: string[] = [];
  for (const { id: screen, route } of registeredScreens()) {
    await frame.openRoute(route);
    await expect(page.locator('main button, main input, main [role="grid"]').first()).toBeVisible();
    const lines = await commands.sheetLines();
    expect(lines.length, screen).toBeGreaterThan(20);
    for (const line of lines.filter(({ id, isWidget }) => !isWidget && !seen.has(id) && id !== 'frame.lock')) {
      seen.add(line.id);
      for (const keys of line.keys) {
        await settle(desk, route);
        for (const press of pressesOf(keys)) await page.keyboard.press(press);
        const sameKeys = lines.filter((other) => other.keys.includes(keys)).map(({ id }) => id);
        const ran = await commands.runs();
        const isMeant = ran.length === 1 && sameKeys.includes(ran[0] ?? '');
        if (!isMeant && line.isPossible) wrong.push(`${screen} ${keys} → ${ran.join(' ')} instead of ${line.id}`);
        if (ran.length > 0 && !isMeant) wrong.push(`${screen} ${keys} → ${ran.join(' ')}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect([...seen]).toEqual(expect.arrayContaining(['frame.palette', 'frame.go-queue', 'frame.print', 'queue.claim', 'imports.paste']));

  // Keys that the grid hears itself.
  await settle(desk, '/queue');
  const moved = async (press: string) => {
    const before = await queue.grid.getAttribute('aria-activedescendant');
    await queue.press(press);
    await expect(queue.grid, press).not.toHaveAttribute('aria-activedescendant', before ?? '');
  };
  await queue.show('全部在办');
  await queue.press('Home');
  for (const press of ['j', 'k', 'ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'End', 'Home', 'Shift+ArrowDown', 'Shift+ArrowUp'])
    await moved(press);
  await queue.press('Escape');
  await expect(frame.statusBar).not.toContainText('已选');
  // On a row it marks one, on the head of a group all of its rows.
  await queue.press('x');
  await expect(frame.statusBar).toContainText('已选');
  await commands.runs();

  await page.keyboard.press('Control+l');
  await expect(frame.rail).toBeHidden();
  expect(await commands.runs()).toEqual(['frame.lock']);
  // Behind the lock page nothing is heard.
  await page.locator('body').press('Control+k');
  await page.keyboard.press('Control+1');
  expect(await commands.runs()).toEqual([]);
});

/** The screen as it is reached afresh, with nothing open and the focus on the list or nowhere. */
async function settle({ commands, frame, page, queue }: Desk, route: string): Promise<void> {
  for (let layers = 0; layers < 3; layers += 1) await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await frame.openRoute(route);
  await expect(page).toHaveURL(new RegExp(`#${route}`));
  await expect(frame.crash).toHaveCount(0);
  if (route === '/queue') await queue.grid.focus();
  else await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await commands.runs();
}

test('two strokes go to a screen, and a wrong second one does nothing', async ({ office }) => {
  const { commands, frame, page, queue } = await office.startDemonstration();
  await queue.grid.focus();
  await commands.noteRuns();
  await page.keyboard.press('g');
  await expect(frame.statusBar).toContainText('等第二个键');
  await page.keyboard.press('v');
  await expect(frame.railButton('客户')).toHaveAttribute('aria-current', 'page');
  await page.keyboard.press('g');
  await page.keyboard.press('q');
  await expect(queue.grid).toBeVisible();
  await queue.grid.focus();
  await commands.runs();
  await page.keyboard.press('g');
  await page.keyboard.press('x');
  expect(await commands.runs()).toEqual([]);
  await expect(frame.statusBar).not.toContainText('等第二个键');
});

test('keys that a person changes outlive a restart; forbidden and taken ones are told', async ({ office }) => {
  const desk = await office.startDemonstration();
  const { commands, page, frame } = desk;
  await commands.openPalette('szaj');
  await page.keyboard.press('Enter');
  await expect(commands.keyDialog).toBeVisible();
  const row = commands.keyRow('queue.claim');
  await row.getByRole('button', { name: /^改/ }).click();
  await page.keyboard.press('Control+Alt+m');
  await expect(row).toContainText('要留给输入法切换');
  await page.keyboard.press('Enter');
  await expect(row).toContainText('用来移动和确认');
  await page.keyboard.press('n');
  await expect(row).toContainText('现在是“跟进”');
  await page.keyboard.press('Alt+q');
  await expect(frame.lastAct).toContainText('按键已改');
  await expect(row.locator('kbd')).toHaveText('Alt Q');
  await expect(row.getByRole('button', { name: '改 认领' })).toBeFocused();
  expect(await violations(desk)).toEqual([]);
  await desk.stop();

  const again = await office.startDemonstration();
  await again.commands.noteRuns();
  await again.queue.show('未认领');
  await again.queue.press('a');
  await again.queue.press('Alt+q');
  await expect(again.frame.lastAct).toContainText('已认领');
  expect(await again.commands.runs()).toEqual(['queue.claim']);
  const lines = await again.commands.sheetLines();
  expect(lines.find(({ id }) => id === 'queue.claim')?.keys).toEqual(['Alt+KeyQ']);

  await again.frame.open('设置');
  await again.page.getByRole('button', { name: '改按键（已改 1 项）' }).click();
  await again.commands.keyDialog.getByRole('button', { name: '全部恢复默认' }).click();
  await expect(again.commands.keyRow('queue.claim').locator('kbd')).toHaveText('A');
});

test('single keys can be switched off or put on Alt; chords and moves stay', async ({ office }) => {
  const { commands, frame, page, queue } = await office.startDemonstration();
  const choose = async (mode: '开' | '关' | '改为 Alt+键') => {
    await frame.open('设置');
    await page.getByRole('group', { name: '单键快捷键' }).getByRole('radio', { name: mode, exact: true }).click();
    await expect(frame.lastAct).toContainText('按键已改');
    await expect(page.getByRole('group', { name: '单键快捷键' }).getByRole('radio', { name: mode, exact: true })).toBeChecked();
    await frame.open('异常队列');
    await queue.show('未认领');
    await queue.grid.focus();
    await commands.runs();
  };
  await commands.noteRuns();
  await choose('关');
  const first = await queue.grid.getAttribute('aria-activedescendant');
  for (const key of ['a', 'n', '1', 'c', 'j', 'x', 'Shift+Slash']) await page.keyboard.press(key);
  expect(await commands.runs()).toEqual([]);
  expect(await queue.grid.getAttribute('aria-activedescendant')).toBe(first);
  await page.keyboard.press('ArrowDown');
  await expect(queue.grid).not.toHaveAttribute('aria-activedescendant', first ?? '');
  await page.keyboard.press('Control+k');
  await expect(commands.palette).toBeVisible();
  await page.keyboard.press('Escape');

  await choose('改为 Alt+键');
  await page.keyboard.press('a');
  expect(await commands.runs()).toEqual([]);
  await page.keyboard.press('Alt+a');
  expect(await commands.runs()).toEqual(['queue.claim']);
  await expect(frame.lastAct).toContainText('已认领');
  await page.keyboard.press('Alt+g');
  await page.keyboard.press('Alt+v');
  await expect(frame.railButton('客户')).toHaveAttribute('aria-current', 'page');
});

test('the same commands stand in the menu of the program and in that of a row', async ({ office }) => {
  const desk = await office.startDemonstration();
  const { commands, frame, page, queue } = desk;
  await queue.show('未认领');
  await commands.noteRuns();
  await queue.grid.focus();
  await page.keyboard.press('F10');
  await expect(page.getByRole('menuitem', { name: /按键一览/ })).toBeVisible();
  expect(await violations(desk)).toEqual([]);
  await page.getByRole('menuitem', { name: /按键一览/ }).click();
  await expect(commands.sheet).toBeVisible();
  expect(await violations(desk)).toEqual([]);
  await page.keyboard.press('Escape');

  await queue.rows.nth(2).click({ button: 'right' });
  await expect(page.getByRole('menuitem', { name: /^认领/ })).toBeVisible();
  expect(await violations(desk)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(queue.grid).toBeFocused();
  await commands.runs();
  await queue.rows.nth(1).click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^认领/ }).click();
  await expect(frame.lastAct).toContainText('已认领 1 件');
  expect(await commands.runs()).toEqual(['queue.claim']);
  await queue.grid.focus();
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: /^认领/ })).toBeVisible();
});

test('the palette is accessible', async ({ office }) => {
  const desk = await office.startDemonstration();
  await desk.commands.openPalette();
  expect(await violations(desk)).toEqual([]);
  await desk.page.keyboard.type('98');
  expect(await violations(desk)).toEqual([]);
});
