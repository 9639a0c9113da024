import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { utils, write } from 'xlsx';
import { cliDocument, temporaryFolder } from './cli-fixture.ts';

type Imported = { files: { rows?: number; new?: number; refused?: number; error?: { reason: string } }[] };

const temp = temporaryFolder();
afterAll(() => temp.remove());

const ledger = temp.path('表头.ledger');
const COMMON = ['--ledger', ledger, '--test-ledger', '--now', '2025-06-20T07:45:00+08:00', '--dry-run'];
const importFile = (path: string, more: readonly string[], code = 0) =>
  cliDocument<Imported>(['import', path, ...COMMON, ...more], { schema: 'import', code });

function workbook(): string {
  const book = utils.book_new();
  const rows = [1, 2, 3].map((n) => [String(1_275_000_000_000 + n), '2025-06-19 10:00:00']);
  utils.book_append_sheet(book, utils.aoa_to_sheet([['邮件号', '收寄时间'], ...rows]), '明细');
  utils.book_append_sheet(book, utils.aoa_to_sheet([['邮件号', '收寄时间'], ['邮件号', '收寄日期'], ...rows.slice(0, 2)]), '重点客户');
  const path = temp.path('两张表.xlsx');
  writeFileSync(path, write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer);
  return path;
}

describe('import --sheet --heading-row', () => {
  it('reads the sheet and the headings that were asked for', async () => {
    const path = workbook();
    expect((await importFile(path, [])).files).toMatchObject([{ rows: 6, refused: 1 }]);
    expect((await importFile(path, ['--sheet', '重点客户'])).files).toMatchObject([{ rows: 3, refused: 1 }]);
    expect((await importFile(path, ['--sheet', '重点客户', '--heading-row', '2'])).files).toMatchObject([{ rows: 2, new: 2, refused: 0 }]);
  });

  it('refuses a file without that sheet, and takes the others', async () => {
    const csv = temp.write('一张.csv', '说明\n邮件号,收寄时间\n1275000000009,2025-06-19 10:00:00\n');
    expect((await importFile(csv, ['--heading-row', '2'])).files).toMatchObject([{ rows: 1, new: 1 }]);
    expect((await importFile(workbook(), ['--sheet', '没有'], 3)).files).toMatchObject([{ error: { reason: 'sheet-not-found' } }]);
  });
});
