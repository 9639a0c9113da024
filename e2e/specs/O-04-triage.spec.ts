/** Triage by the keyboard alone: strokes are counted, batches undone, input methods and the next person kept apart. */
import { expect, test } from '#e2e/fixtures/office.ts';
import { importGenerated, importStuck, startOwn } from '#e2e/fixtures/generated-day.ts';
import { AGENT } from '#e2e/fixtures/people.ts';
import { TYPES } from '#e2e/pages/queue.ts';

const PIECES = 100;
const MEAN_KEYS = 1.5;
/** One in four is judged otherwise than suggested, one in twenty needs a follow-up of another kind. */
const OTHERWISE_EVERY = 4;
const PANEL_EVERY = 20;

test('a hundred exceptions are decided, claimed and followed up with one and a half keys each', async ({ office }) => {
  // Some forty imports stand before it.
  test.setTimeout(900_000);
  const desk = await startOwn(office);
  const { queue, frame } = desk;
  const truth = await importGenerated(office, desk);
  await frame.open('异常队列');
  await queue.show('未认领');
  await expect.poll(() => queue.total()).toBeGreaterThan(PIECES + 20);
  const before = await queue.countOf('未认领');
  await queue.grid.focus();
  const decided = new Map<string, string>();
  for (let piece = 0; piece < PIECES; piece += 1) {
    await expect.poll(() => queue.cursorWords()).toContain('采纳');
    const mailNo = await queue.cursorMailNo();
    const words = await queue.cursorWords();
    const planted = truth.get(mailNo)?.abnormalType;
    const suggested = TYPES.find(({ name }) => words.includes(`采纳 ${name}`))?.type ?? 'other';
    const right = piece % OTHERWISE_EVERY === 1 ? 'address-change' : (planted ?? suggested);
    if (right !== suggested) await queue.strike(TYPES.find(({ type }) => type === right)?.key ?? '=');
    if (piece % PANEL_EVERY === 0) {
      await queue.strike('m');
      await expect(queue.picks).toBeFocused();
      await queue.strike('1');
    } else await queue.strike('Enter');
    decided.set(mailNo, right);
    await expect.poll(() => queue.cursorMailNo()).not.toBe(mailNo);
  }
  const keys = queue.takeKeys();
  process.stdout.write(`${keys} keys for ${PIECES} exceptions\n`);
  expect(decided.size).toBe(PIECES);
  expect(keys / PIECES).toBeLessThanOrEqual(MEAN_KEYS);
  await expect.poll(() => queue.countOf('未认领')).toBe(before - PIECES);
  await expect.poll(() => queue.countOf('我认领的')).toBe(PIECES);
  await expect(queue.page.getByRole('alert')).toHaveCount(0);
});

test('a group of twenty-three is followed up with four keys and taken back with one', async ({ office }) => {
  const desk = await startOwn(office);
  const { queue, frame } = desk;
  await importStuck(office, desk, 23);
  await frame.open('异常队列');
  await queue.show('全部在办');
  await expect.poll(() => queue.total()).toBe(23);
  await queue.grid.focus();
  await queue.strike('v');
  await expect(queue.groups).toHaveCount(1);
  await expect(queue.groups.first()).toContainText('湘潭岳塘揽投部');
  await expect(queue.groups.first()).toContainText('23 件');
  await queue.strike('x');
  await expect(frame.statusBar).toContainText('已选 23');
  await queue.strike('m');
  await expect(queue.picks).toBeFocused();
  await queue.strike('1');
  expect(queue.takeKeys()).toBe(4);
  await expect(queue.toast).toContainText('23 件');
  await expect.poll(() => queue.countOf('我认领的')).toBe(23);
  await queue.strike('Control+z');
  await expect(frame.lastAct).toContainText('已撤销快捷回复 23 件');
  await expect.poll(() => queue.countOf('我认领的')).toBe(0);
  await expect(queue.toast).toBeHidden();
  await queue.strike('ArrowRight');
  await expect.poll(() => queue.total()).toBe(24);
  await queue.strike('1');
  await expect(queue.toast).toContainText('已将 23 件改为催派');
  await queue.toast.getByRole('button', { name: /撤销/ }).click();
  await expect(frame.lastAct).toContainText('已撤销改类型 23 件');
});

test('digits that an input method composes with set no type', async ({ office }) => {
  const { queue, frame, page } = await office.startDemonstration();
  await queue.show('未认领');
  await queue.grid.focus();
  await expect.poll(() => queue.cursorWords()).toContain('采纳');
  const mailNo = await queue.cursorMailNo();
  const devtools = await page.context().newCDPSession(page);
  const composed = { type: 'rawKeyDown', key: 'Process', windowsVirtualKeyCode: 229 } as const;
  await devtools.send('Input.dispatchKeyEvent', { ...composed, code: 'Digit4' });
  await devtools.send('Input.dispatchKeyEvent', { ...composed, code: 'Enter' });
  expect(await queue.cursorMailNo()).toBe(mailNo);
  await queue.strike('n');
  const field = queue.form.getByLabel(/^跟进内容/);
  await expect(field).toBeFocused();
  await devtools.send('Input.imeSetComposition', { text: 'yi lian xi', selectionStart: 10, selectionEnd: 10 });
  await devtools.send('Input.dispatchKeyEvent', { ...composed, code: 'Digit1' });
  await devtools.send('Input.dispatchKeyEvent', { ...composed, code: 'Enter', modifiers: 2 });
  await expect(queue.form).toBeVisible();
  await devtools.send('Input.insertText', { text: '已联系1' });
  await expect(field).toHaveValue('已联系1');
  await page.keyboard.press('Escape');
  await expect(queue.form).toBeHidden();
  await expect(frame.lastAct).not.toContainText('改为');
  await expect(frame.lastAct).not.toContainText('已记跟进');
  await queue.strike('4');
  await expect(frame.lastAct).toContainText('已将 1 件改为延误');
});

test('the next person on the same computer finds nothing of the one before', async ({ office }) => {
  const desk = await startOwn(office);
  const { queue, frame, session, app, page } = desk;
  await desk.call('people.add', { ...AGENT, role: 'agent' });
  await importStuck(office, desk, 5);
  await frame.open('异常队列');
  await queue.show('全部在办');
  await queue.grid.focus();
  await queue.saveView('周敏的视图');
  await expect(queue.savedView('周敏的视图')).toContainText('5');
  await queue.press('o');
  await queue.columns.getByRole('checkbox', { name: '级别' }).check();
  await page.keyboard.press('Escape');
  await expect(queue.grid.getByRole('columnheader', { name: '级别' })).toBeVisible();
  await queue.press('p');
  await expect(queue.form.getByLabel(/^推送内容/)).toHaveValue(/邮政客服/);
  await queue.submit();
  await expect(frame.lastAct).toContainText('已复制并登记推送 1 件');
  const onClipboard = (): Promise<string> => app.evaluate(async ({ clipboard }) => clipboard.readText());
  expect(await onClipboard()).toContain('邮政客服');
  await queue.press('n');
  await queue.form.getByLabel(/^跟进内容/).fill('只有周敏知道');
  await page.keyboard.press('Escape');
  await queue.press('Control+a');
  await frame.lock();
  await expect(session.unlockTitle).toBeVisible();
  await expect.poll(onClipboard).toBe('');

  await session.who.selectOption({ label: `${AGENT.name} · ${AGENT.staffNo}` });
  await session.unlock(AGENT.pin);
  await frame.open('异常队列');
  await expect(frame.titleBar).toContainText(AGENT.name);
  await expect(queue.savedView('周敏的视图')).toHaveCount(0);
  await expect(queue.grid.getByRole('columnheader', { name: '级别' })).toHaveCount(0);
  await queue.show('全部在办');
  await queue.grid.focus();
  await expect(frame.statusBar).not.toContainText('已选');
  await expect(frame.lastAct).toBeEmpty();
  await queue.press('n');
  await expect(queue.form.getByLabel(/^跟进内容/)).toHaveValue('');
  await page.keyboard.press('Escape');
  await queue.press('Control+z');
  await expect(frame.lastAct).toContainText('没有撤销');
  expect(await page.content()).not.toContain('只有周敏知道');
});
