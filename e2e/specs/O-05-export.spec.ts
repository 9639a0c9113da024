/** The three ledgers as files, read back by another program's reader. */
import fs from 'node:fs';
import path from 'node:path';
import * as sheets from 'xlsx';
import { expect, test } from '#e2e/fixtures/office.ts';
import { openDemonstrationFile } from '#e2e/fixtures/ledger-file.ts';
import { PHONE } from '#e2e/fixtures/personal-data.ts';

const EXPORTS = [
  ['异常邮件跟踪台账', 'xlsx 工作簿'],
  ['筛查覆盖率台账', 'csv（UTF-8）'],
  ['操作流水', 'xlsx 工作簿'],
] as const;

test('ledgers are written as workbooks and csv, masked, complete, with a sheet that tells of them', async ({ office }) => {
  const desk = await office.startDemonstration();
  const { exports, frame } = desk;
  const folder = path.join(office.profile, '邮哨导出');
  await frame.open('台账与导出');
  for (const [name, format] of EXPORTS) {
    await exports.export(name, format);
    await expect(exports.row(name)).toContainText('已导出');
  }
  await desk.stop();

  const files = fs.readdirSync(folder);
  expect(files.filter((name) => name.endsWith('.xlsx'))).toHaveLength(2);
  const book = sheets.read(fs.readFileSync(path.join(folder, files.find((name) => name.startsWith('异常邮件跟踪台账')) ?? '')));
  expect(book.SheetNames).toContain('说明');
  const rows = sheets.utils.sheet_to_json<Record<string, unknown>>(book.Sheets['异常邮件跟踪台账'] ?? {}, { defval: '' });
  const ledger = openDemonstrationFile(office.profile);
  const expected = ledger.texts('SELECT mail_no FROM exception ORDER BY mail_no, cycle');
  expect(rows.map((row) => row['邮件号'])).toEqual(expected);
  const operations = sheets.read(fs.readFileSync(path.join(folder, files.find((name) => name.startsWith('操作流水')) ?? '')));
  const listed = sheets.utils.sheet_to_json(operations.Sheets['操作流水'] ?? {});
  expect(listed.length).toBeGreaterThanOrEqual(ledger.count('SELECT count(*) FROM op') - 3);
  ledger.close();
  expect(JSON.stringify(Object.values(book.Sheets))).not.toMatch(PHONE);
  const csv = fs.readFileSync(path.join(folder, files.find((name) => name.endsWith('.csv')) ?? ''));
  expect([...csv.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
});
