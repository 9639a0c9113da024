/** The other ways and shapes in which facts come in, and what a person may do with an import under way. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '#e2e/fixtures/office.ts';
import type { Desk } from '#e2e/fixtures/office.ts';
import { CLIENT_REGISTER, gbkCsv, longList, OFFICE_NOW, oddWorkbook, OTHER_TRACES } from '#e2e/fixtures/mail-files.ts';
import { ADMINISTRATOR } from '#e2e/fixtures/people.ts';

async function startOffice(office: { start(options: { now: string }): Promise<Desk> }): Promise<Desk> {
  const desk = await office.start({ now: OFFICE_NOW });
  await desk.session.createAdministrator(ADMINISTRATOR);
  await expect(desk.imports.dropPlace).toBeVisible();
  return desk;
}

test('every shape of a trace is taken, and an import is paused, goes on and is cancelled', async ({ office }) => {
  const { imports } = await startOffice(office);
  for (const [name, text] of Object.entries(OTHER_TRACES)) {
    await imports.dropFiles([office.place(name, text)]);
    await expect(imports.startButton).toBeEnabled();
    await expect(imports.kind).toHaveValue('traces');
    await imports.startButton.click();
    await expect(imports.toQueue).toBeVisible();
    expect(await imports.figures()).toEqual({ rows: 1, new: 1, updated: 0, repeated: 0, refused: 0 });
  }

  const rows = 120_000;
  await imports.dropFiles([office.place('一个月.csv', longList(rows))]);
  await expect(imports.startButton).toBeEnabled();
  await imports.startButton.click();
  await imports.pauseButton.click();
  await expect(imports.file('一个月.csv')).toContainText('已暂停');
  await imports.resumeButton.click();
  await expect(imports.file('一个月.csv')).toContainText('正在导入');
  await imports.cancelButton.click();
  await expect(imports.file('一个月.csv')).toContainText('已取消');
  const { rows: taken } = await imports.figures();
  expect(taken).toBeLessThan(rows);
});

test("a watched folder, a sheet of a person's choice, and a register that is completed by hand", async ({ office }) => {
  const desk = await startOffice(office);
  const { imports, clients, frame, page } = desk;
  const folder = path.dirname(office.place('监视/说明.md', ''));
  fs.chmodSync(folder, 0o777);
  await desk.answerOpen([folder]);
  await imports.watch();
  fs.writeFileSync(path.join(folder, '自动.csv'), gbkCsv(['sameCityA', 'sameCityB']));
  await expect(imports.file('自动.csv')).toContainText('新增 2');
  await expect.poll(() => fs.existsSync(path.join(folder, '已导入', '自动.csv'))).toBe(true);
  expect(fs.existsSync(path.join(folder, '自动.csv'))).toBe(false);

  await imports.dropFiles([office.place('发货.xlsx', oddWorkbook(['provinceA', 'provinceB']))]);
  await expect(imports.sheet).toBeEnabled();
  await imports.sheet.selectOption({ label: '发货 · 4 行' });
  await expect(imports.preview).toContainText('三月发货');
  await expect(imports.blockedStart).toBeVisible();
  await imports.headingRow(1).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(imports.headingRow(2)).toHaveAttribute('aria-pressed', 'true');
  await expect(imports.headingRow(2)).toBeFocused();
  await page.getByLabel('“货单”对应到').selectOption({ label: '邮件号' });
  await page.getByLabel('“发出”对应到').selectOption({ label: '收寄时间' });
  await imports.kind.selectOption({ label: '邮件' });
  await imports.startButton.click();
  await expect(imports.toQueue).toBeVisible();
  expect(await imports.figures()).toMatchObject({ rows: 2, new: 2, refused: 0 });

  await frame.open('客户');
  await desk.answerOpen([office.place('客户登记.csv', CLIENT_REGISTER)]);
  await clients.importButton.click();
  await expect(imports.kind).toHaveValue('clients');
  await imports.startButton.click();
  await expect(imports.toQueue).toBeVisible();
  await frame.open('客户');
  await clients.row('4303990000011').click();
  await expect(clients.panel).toContainText('湘潭示例云杉电子商务有限公司');

  // Typed with an input method: its keys are not the program's, its words are taken once they are chosen.
  await clients.manager.fill('');
  await clients.manager.focus();
  const session = await page.context().newCDPSession(page);
  for (const text of ['z', 'zh', 'zhou']) {
    await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  }
  await expect(clients.manager).toHaveValue('zhou');
  await expect(frame.lastAct).not.toContainText('已保存客户');
  await session.send('Input.insertText', { text: '周敏' });
  await expect(clients.manager).toHaveValue('周敏');
  await page.keyboard.press('Control+Enter');
  await expect(frame.lastAct).toContainText('已保存客户');
  await expect(clients.row('4303990000011')).toContainText('周敏');
});
