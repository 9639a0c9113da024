/** Ten tasks in the demonstration, walked as a newcomer walks them: each ticks itself. */
import fs from 'node:fs';
import path from 'node:path';
import { violations } from '#e2e/fixtures/appearance.ts';
import { expect, test } from '#e2e/fixtures/office.ts';
import type { Desk } from '#e2e/fixtures/office.ts';
import { TrainingPage } from '#e2e/pages/training.ts';

async function expectDone({ page }: Desk, count: number): Promise<void> {
  await expect(new TrainingPage(page).card).toContainText(`已完成 ${count} / 10`);
}

/** From the page's question to the number that the coverage screen shows. */
async function coverageAnswer(desk: Desk): Promise<string> {
  const words = await new TrainingPage(desk.page).question.innerText();
  const [, day = '', region = ''] = /^(\S+) (\S+?)应筛/.exec(words) ?? [];
  await desk.frame.openRoute(`/coverage?day=${day}`);
  const row = desk.coverage.slots.locator('tbody tr').filter({ hasText: region });
  await expect(row).toHaveCount(1);
  return (await row.locator('th, td').nth(1).innerText()).trim();
}

/** The client of the mail that the page asks for, as the queue shows it. */
async function searchAnswer(desk: Desk): Promise<string> {
  const part = /(\d{6})/.exec(await new TrainingPage(desk.page).question.innerText())?.[1] ?? '';
  const filter = { view: 'all-open', search: part, sort: 'due', descending: false };
  const { ids } = await desk.call<{ ids: number[] }>('queue.ids', filter);
  const { rows } = await desk.call<{ rows: { mailNo: string; clientName: string }[] }>('queue.rows', { ids });
  return rows.find((row) => row.mailNo.endsWith(part))?.clientName ?? '';
}

test('ten tasks are offered in the demonstration, tick themselves from the ledger, and begin anew', async ({ office }) => {
  test.setTimeout(600_000); // ten tasks, an import and an export, and perhaps the making of the demonstration
  const desk = await office.startDemonstration();
  const { frame, queue, imports, exports, page } = desk;
  const training = new TrainingPage(page);
  await training.offer.click();
  await expect(training.article).toBeVisible();
  await training.start.click();
  await expect(training.offer).toHaveCount(0);
  await expect(training.list).toContainText('已完成 0 / 10');

  await training.open('导入一份收寄清单');
  await training.makeFile.click();
  await expect(training.madeFile).toBeVisible();
  expect(await violations(desk)).toEqual([]);
  const file = (await training.madeFile.innerText()).replace('练习文件在 ', '');
  expect(fs.existsSync(file)).toBe(true);
  await frame.open('导入');
  await expectDone(desk, 0);
  await expect(imports.chooseButton).toBeVisible();
  await imports.dropFiles([file]);
  await imports.startButton.click();
  await expectDone(desk, 1);
  await expect(training.card).toContainText('练习“导入一份收寄清单”完成');

  await training.open('核对筛查覆盖');
  const due = await coverageAnswer(desk);
  await training.open('核对筛查覆盖');
  await training.reply('999999');
  await expect(page.getByText('不对，再看一次')).toBeVisible();
  await training.reply(due);
  await expect(page.getByText('答对了')).toBeVisible();
  await frame.open('异常队列');
  await expectDone(desk, 2);
  await training.foldCard();

  expect(await violations(desk)).toEqual([]);
  await queue.show('未认领');
  await queue.press('Enter');
  await expectDone(desk, 3);
  await queue.press('3');
  await expectDone(desk, 4);
  await queue.press('x');
  await queue.press('j');
  await queue.press('x');
  await queue.press('a');
  await expectDone(desk, 5);
  await queue.press('Control+z');
  await expectDone(desk, 6);

  await training.open('搜索');
  await training.reply(await searchAnswer(desk));
  await expect(page.getByText('答对了')).toBeVisible();
  await frame.open('异常队列');
  await expectDone(desk, 7);

  await queue.show('我认领的');
  await queue.press('Home');
  await queue.followUp('已联系收件人，约定明天上午再投');
  await expectDone(desk, 8);
  await queue.press('Home');
  await queue.feedback('已将处理结果告知客户');
  await queue.press('Home');
  await queue.close('已妥投，客户无异议');
  await expectDone(desk, 9);

  await frame.open('台账与导出');
  await exports.export('筛查覆盖率台账', 'csv（UTF-8）');
  await expectDone(desk, 10);
  await expect(training.card).toContainText('练习“导出台账”完成');

  await training.open('导出台账');
  await expect(training.article).toContainText(/已完成 \d/);
  await training.again.click();
  await expect(training.list).toContainText('已完成 0 / 10');
});

test('help opens the page of the present screen, and pages are printed one a sheet', async ({ office }) => {
  test.setTimeout(300_000); // it may be the first that needs the demonstration
  const desk = await office.startDemonstration();
  const training = new TrainingPage(desk.page);
  await desk.frame.open('导入');
  await training.help.click();
  await expect(training.article).toContainText('导入一份收寄清单');
  await desk.frame.open('台账与导出');
  await training.help.click();
  await expect(training.article).toContainText('导出台账');
  const pdf = path.join(office.profile, '练习.pdf');
  await desk.answerSave(pdf);
  await desk.page.getByRole('button', { name: '存为 PDF' }).click();
  await expect.poll(() => fs.existsSync(pdf) && fs.statSync(pdf).size).toBeGreaterThan(10_000);
  const pages = fs.readFileSync(pdf, 'latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? [];
  expect(pages).toHaveLength(10);
});

test('in a real ledger the pages are help only', async ({ office }) => {
  const desk = await office.start({ now: '2026-03-02T15:30:00+08:00' });
  await desk.session.createAdministrator({ name: '周敏', staffNo: 'XT001', station: '席位 01', pin: '274913' });
  await expect(desk.imports.dropPlace).toBeVisible();
  const training = new TrainingPage(desk.page);
  await training.help.click();
  await expect(training.article).toContainText('导入一份收寄清单');
  await expect(training.start).toHaveCount(0);
  await expect(training.card).toHaveCount(0);
  await expect(training.list).toContainText('正式账本里可以看');
  await expect(desk.call('training.start')).rejects.toThrow('only-in-demonstration');
});
