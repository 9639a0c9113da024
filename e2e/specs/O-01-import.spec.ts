/** From the systems' exports to screened mails, with every number known beforehand. */
import fs from 'node:fs';
import * as sheets from 'xlsx';
import { expect, test } from '#e2e/fixtures/office.ts';
import type { Desk } from '#e2e/fixtures/office.ts';
import { openRealFile, recount } from '#e2e/fixtures/ledger-file.ts';
import {
  CLIENT_REGISTER,
  DESTROYED_ROW,
  gbkCsv,
  laterTraces,
  MAILS,
  OFFICE_NOW,
  TODAY,
  traces,
  utf16Text,
  workbook,
} from '#e2e/fixtures/mail-files.ts';
import { ADMINISTRATOR } from '#e2e/fixtures/people.ts';
import { parseDay } from '#shared/kernel/instant.ts';

const PNG_HEAD = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
type Counts = { rows: number; new: number; updated: number; repeated: number; refused: number };

async function dryRun({ imports }: Desk, file: string, expected: Counts): Promise<void> {
  await imports.dropFiles([file]);
  await expect(imports.startButton).toBeEnabled();
  await imports.tryButton.click();
  await expect(imports.page.getByText(/^试算完成/)).toBeVisible();
  expect(await imports.figures()).toEqual(expected);
}

async function importFile(desk: Desk, file: string, expected: Counts): Promise<void> {
  await dryRun(desk, file, expected);
  await desk.imports.startButton.click();
  await expect(desk.imports.toQueue).toBeVisible();
  expect(await desk.imports.figures()).toEqual(expected);
}

const counts = (part: Partial<Counts>): Counts => ({ rows: 0, new: 0, updated: 0, repeated: 0, refused: 0, ...part });

async function startOffice(office: { start(options: { now: string }): Promise<Desk> }): Promise<Desk> {
  const desk = await office.start({ now: OFFICE_NOW });
  await desk.session.createAdministrator(ADMINISTRATOR);
  await expect(desk.imports.dropPlace).toBeVisible();
  return desk;
}

test('every format is tried, imported, and known again; refused rows are listed and exported', async ({ office }) => {
  const desk = await startOffice(office);
  const { imports, page } = desk;
  const csv = office.place('收寄清单_GBK.csv', gbkCsv(['sameCityA', 'sameCityB', 'untraced'], [DESTROYED_ROW]));
  await importFile(desk, csv, counts({ rows: 4, new: 3, refused: 1 }));
  await expect(imports.refusals).toContainText('邮件号成了科学计数，末几位已丢失');
  await expect(imports.refusals).toContainText('5');
  await expect(imports.refusals).not.toContainText('13800002001');
  const target = `${office.profile}/拒绝.xlsx`;
  await desk.answerSave(target);
  await imports.exportRefusals.click();
  await expect(page.getByText('已导出 1 行拒绝清单')).toBeVisible();
  const written = sheets.read(fs.readFileSync(target));
  const lines = sheets.utils.sheet_to_json<string[]>(written.Sheets[written.SheetNames[0] ?? ''] ?? {}, { header: 1, raw: false });
  expect(JSON.stringify(lines)).toContain('1.27245E+12');
  expect(JSON.stringify(lines)).not.toContain('13800002001');

  await importFile(
    desk,
    office.place('收寄清单.xlsx', workbook(['provinceA', 'provinceB', 'silent'], 'xlsx')),
    counts({ rows: 3, new: 3 }),
  );
  await importFile(desk, office.place('收寄清单_97.xls', workbook(['countryA'], 'biff8')), counts({ rows: 1, new: 1 }));
  await importFile(desk, office.place('收寄清单_XML.xls', workbook(['overdue'], 'xlml')), counts({ rows: 1, new: 1 }));
  // The same mails in two more formats say nothing new: read alike, they are repeats.
  await importFile(desk, office.place('收寄清单_网页.xls', workbook(['overdue'], 'html')), counts({ rows: 1, repeated: 1 }));
  await importFile(desk, office.place('收寄清单_Unicode.txt', utf16Text(['sameCityA', 'sameCityB'])), counts({ rows: 2, repeated: 2 }));
  await importFile(desk, office.place('轨迹推送.jsonl', traces()), counts({ rows: 12, new: 12 }));
  await importFile(desk, office.place('客户登记.csv', CLIENT_REGISTER), counts({ rows: 1, new: 1 }));

  await imports.dropFiles([office.place('同一份.csv', gbkCsv(['sameCityA', 'sameCityB', 'untraced'], [DESTROYED_ROW]))]);
  await expect(imports.already).toBeVisible();
  await imports.tryButton.click();
  await expect(page.getByText(/^试算完成/)).toBeVisible();
  expect(await imports.figures()).toEqual(counts({ rows: 4, repeated: 3, refused: 1 }));
});

test('what is no table is refused as a whole, in words', async ({ office }) => {
  const desk = await startOffice(office);
  await desk.imports.dropFiles([office.place('图片.xlsx', Buffer.concat([PNG_HEAD, Buffer.alloc(400, 1)]))]);
  await expect(desk.imports.problem).toBeVisible();
  await expect(desk.imports.startButton).toHaveCount(0);
  await expect(desk.imports.file('图片.xlsx')).toContainText('不能导入');
  await desk.imports.dropFiles([office.place('便条.txt', '今天下午开会\r\n明天值班：周敏\r\n')]);
  await desk.imports.file('便条.txt').click();
  await expect(desk.imports.file('便条.txt')).not.toContainText('可以导入');
  await expect(desk.imports.startButton).toHaveCount(0);
});

test('files from the dialog and pasted numbers go the same way', async ({ office }) => {
  const desk = await startOffice(office);
  const { imports } = desk;
  await desk.answerOpen([office.place('收寄清单.csv', gbkCsv(['sameCityA', 'sameCityB']))]);
  await imports.chooseButton.click();
  await expect(imports.startButton).toBeEnabled();
  await imports.startButton.click();
  await expect(imports.toQueue).toBeVisible();
  await imports.pasteButton.click();
  await imports.pasteText.fill(`${MAILS.silent.no}\n${MAILS.overdue.no}`);
  await imports.pasteUse.click();
  await expect(imports.startButton).toBeEnabled();
  await imports.startButton.click();
  await expect(imports.file('粘贴的内容')).toContainText('新增 2');
});

test('coverage agrees with a recount from the ledger file; the silent mail clears itself and is confirmed', async ({ office }) => {
  const desk = await startOffice(office);
  const { imports, coverage, queue, frame } = desk;
  const files = [
    office.place(
      '收寄清单.csv',
      gbkCsv(['sameCityA', 'sameCityB', 'untraced', 'provinceA', 'provinceB', 'silent', 'countryA', 'overdue', 'tomorrow']),
    ),
    office.place('轨迹推送.jsonl', traces()),
  ];
  for (const file of files) {
    await imports.dropFiles([file]);
    await expect(imports.startButton).toBeEnabled();
    await imports.startButton.click();
    await expect(imports.toQueue).toBeVisible();
  }
  await frame.open('筛查覆盖');
  await coverage.run.click();
  await expect(coverage.lastRun).toBeVisible();
  const byHand = [
    { due: 3, normal: 2, abnormal: 0, undetermined: 1, onTime: 2, late: 0 },
    { due: 3, normal: 2, abnormal: 1, undetermined: 0, onTime: 3, late: 0 },
    { due: 2, normal: 1, abnormal: 1, undetermined: 0, onTime: 2, late: 0 },
  ];
  await expect.poll(() => coverage.numbers()).toEqual(byHand);
  await coverage.number(0, 'undetermined').click();
  await expect(coverage.list).toContainText(MAILS.untraced.no);

  await frame.open('异常队列');
  await queue.show('全部在办');
  await expect(queue.rows).toHaveCount(2);
  await expect(queue.grid).toContainText(MAILS.silent.no);
  await expect(queue.grid).toContainText(MAILS.overdue.no);

  await frame.open('导入');
  await imports.dropFiles([office.place('轨迹推送_下午.jsonl', laterTraces())]);
  await expect(imports.startButton).toBeEnabled();
  await imports.startButton.click();
  await expect(imports.toQueue).toBeVisible();
  await frame.open('筛查覆盖');
  await coverage.run.click();
  await frame.open('异常队列');
  await queue.show('已自愈待确认');
  await expect(queue.rows).toHaveCount(1);
  await expect(queue.grid).toContainText(MAILS.silent.no);
  await queue.press('y');
  await expect(frame.lastAct).toContainText('已存本机');
  await expect(queue.rows).toHaveCount(0);
  await queue.show('已办结');
  await expect(queue.grid).toContainText(MAILS.silent.no);
  await frame.open('筛查覆盖');
  const shown = await coverage.numbers();
  await desk.stop();

  const ledger = await openRealFile(office.profile, ADMINISTRATOR.pin);
  expect(shown).toEqual(recount(ledger, parseDay(TODAY) ?? 0));
  expect(ledger.texts('SELECT status FROM exception ORDER BY mail_no')).toEqual(['closed', 'open']);
  ledger.close();
});

test('slots missed while the program was off are caught up with at the next start, and marked', async ({ office }) => {
  const first = await startOffice(office);
  await first.imports.dropFiles([office.place('收寄清单.csv', gbkCsv(['sameCityA', 'tomorrow']))]);
  await expect(first.imports.startButton).toBeEnabled();
  await first.imports.startButton.click();
  await expect(first.imports.toQueue).toBeVisible();
  await first.stop();

  const later = await office.start({ now: '2026-03-04T09:00:00+08:00' });
  await later.session.unlock(ADMINISTRATOR.pin);
  await expect(later.frame.rail).toBeVisible();
  await later.frame.openRoute('/coverage?day=2026-03-03');
  await expect(later.coverage.day).toHaveValue('2026-03-03');
  await expect(later.coverage.slots.locator('tbody tr').first()).toContainText('补筛');
  const [sameCity] = await later.coverage.numbers();
  expect(sameCity).toMatchObject({ due: 1, undetermined: 1 });
});
