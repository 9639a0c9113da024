/** An exception from its claim to its closure, by keys alone, and what of it is kept. */
import { expect, test } from '#e2e/fixtures/office.ts';
import { openDemonstrationFile, recount } from '#e2e/fixtures/ledger-file.ts';
import { parseDay } from '#shared/kernel/instant.ts';

test('claim, type, follow-up, feedback and closure by the keyboard outlive a restart', async ({ office }) => {
  const desk = await office.startDemonstration();
  const { queue, frame, page } = desk;
  const before = await queue.countOf('全部在办');
  const asked = await queue.countOf('我的首问');
  await queue.show('未认领');
  const mailNo = await queue.cursorMailNo();
  await queue.show('全部在办');
  await frame.search.fill(mailNo);
  await expect(queue.rows).toHaveCount(1);

  await queue.press('z');
  await expect(queue.closeMissing).toBeVisible();
  await page.keyboard.press('Escape');

  await queue.press('a');
  await expect(frame.lastAct).toContainText('已认领 1 件');
  await expect(frame.lastAct).toContainText('已存本机');
  await expect.poll(() => queue.countOf('我的首问')).toBe(asked + 1);
  await queue.press('4');
  await expect(frame.lastAct).toContainText('改为延误');
  await queue.followUp('已联系揽投部，今天下午再投');
  await expect(frame.lastAct).toContainText('已记跟进');
  await queue.feedback('已告知客户今天下午送到');
  await expect(frame.lastAct).toContainText('已记反馈');
  await queue.close('下午妥投，客户认可');
  await expect(frame.lastAct).toContainText('已结案');
  await expect.poll(() => queue.countOf('全部在办')).toBe(before - 1);
  await queue.show('已办结');
  await expect(queue.grid).toContainText(mailNo);
  await desk.stop();

  const again = await office.startDemonstration();
  await expect.poll(() => again.queue.countOf('全部在办')).toBe(before - 1);
  await again.queue.show('已办结');
  await again.frame.search.fill(mailNo);
  await expect(again.queue.rows).toHaveCount(1);
  await expect(again.queue.grid).toContainText(mailNo);
  await again.stop();

  const ledger = openDemonstrationFile(office.profile);
  const acts = ledger.texts(
    "SELECT kind FROM op WHERE entity = 'exception' AND entity_id = (SELECT uid FROM exception WHERE mail_no = ?) ORDER BY seq",
    mailNo,
  );
  expect(acts.filter((kind) => !/raise|find|withdraw|clear|assess/.test(kind))).toEqual([
    'exception.claim',
    'exception.set-type',
    'exception.follow-up',
    'exception.feedback',
    'exception.close',
  ]);
  ledger.close();
});

test('Enter accepts the suggestion and goes on to the next row', async ({ office }) => {
  const { queue, frame } = await office.startDemonstration();
  const claimed = await queue.countOf('我认领的');
  await queue.show('未认领');
  await expect(queue.panel).toBeVisible();
  const first = await queue.grid.getAttribute('aria-activedescendant');
  await queue.press('Enter');
  await expect(frame.lastAct).toContainText('已采纳');
  await expect(frame.lastAct).toContainText('已存本机');
  expect(await queue.grid.getAttribute('aria-activedescendant')).not.toBe(first);
  await expect.poll(() => queue.countOf('我认领的')).toBe(claimed + 1);
});

test('a selection is retyped at once, rows move by the keys of the office', async ({ office }) => {
  const { queue, frame } = await office.startDemonstration();
  await queue.show('全部在办');
  await queue.press('End');
  await expect.poll(() => frame.statusBar.innerText()).toMatch(/第 (\d+) \/ \1 行/);
  await queue.press('Home');
  await queue.press('Shift+ArrowDown');
  await queue.press('Shift+ArrowDown');
  await expect(frame.statusBar).toContainText('已选 3');
  await queue.press('1');
  await expect(frame.lastAct).toContainText('已将 3 件改为催派');
});

test('numbers of the coverage are those of a recount from the ledger file', async ({ office }) => {
  const desk = await office.startDemonstration();
  await desk.frame.open('筛查覆盖');
  await expect(desk.coverage.slots).toBeVisible();
  const shown = await desk.coverage.numbers();
  expect(shown.every(({ due }) => due > 0)).toBe(true);
  const open = await desk.frame.open('异常队列').then(() => desk.queue.countOf('全部在办'));
  await desk.stop();
  const ledger = openDemonstrationFile(office.profile);
  expect(shown).toEqual(recount(ledger, parseDay('2026-03-02') ?? 0));
  expect(open).toBe(ledger.count("SELECT count(*) FROM exception WHERE status = 'open'"));
  ledger.close();
});
