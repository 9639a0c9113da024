import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExportRow } from '#shared/domain/exports/column.ts';
import { cellText } from '#shared/domain/exports/column.ts';
import { unguardCsvText } from '#shared/domain/exports/formula-guard.ts';
import { createCsvWriter } from './csv-writer.ts';
import { CONTROL_TEXTS, FIXTURE_CONTEXT, FIXTURE_SHEET, PLAIN_TEXTS, fixtureRows } from './export-fixture.ts';
import type { TableWriter, WrittenFile } from './table-writer.ts';
import { createXlsxWriter } from './xlsx-writer.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), '导出 测试-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function fill(writer: TableWriter, rows: readonly ExportRow[]): Promise<WrittenFile> {
  await writer.beginSheet(FIXTURE_SHEET);
  for (const row of rows) await writer.writeRow(row);
  return writer.finish();
}

// A lone surrogate is no Unicode text: UTF-8 cannot hold it.
const TEXTS = [...PLAIN_TEXTS, ...CONTROL_TEXTS.filter((text) => !text.includes('\ud800'))];

describe('a csv file', () => {
  it('begins with a byte order mark, ends its lines by CRLF and reads back as the same rows', async () => {
    const rows = fixtureRows(TEXTS);
    const file = await fill(await createCsvWriter(join(folder, '台账.csv')), rows);
    const content = readFileSync(file.path, 'utf8');
    expect(content.startsWith('\ufeff邮件号,跟进记录,异常类型,')).toBe(true);
    expect(content.endsWith('\r\n')).toBe(true);
    const lines: string[][] = parse(content, { bom: true });
    expect(lines.slice(1).map((cells) => cells.map(unguardCsvText))).toEqual(
      rows.map((row) => FIXTURE_SHEET.columns.map((column, index) => cellText(row[index] ?? null, column))),
    );
  });

  it('guards texts that look like formulas, and leaves numbers alone', async () => {
    const rows: ExportRow[] = [['1272451234567', '=1+1', '-', null, null, -5, -5]];
    const file = await fill(await createCsvWriter(join(folder, '台账.csv')), rows);
    expect(readFileSync(file.path, 'utf8').split('\r\n')[1]).toBe("1272451234567,'=1+1,'-,,,-5,-0.05");
  });

  it('has the checksum and sums of the same rows as a workbook', async () => {
    const rows = fixtureRows(TEXTS);
    const csv = await fill(await createCsvWriter(join(folder, '台账.csv')), rows);
    const book = await createXlsxWriter(join(folder, '台账.xlsx'), { context: FIXTURE_CONTEXT });
    expect((await fill(book, rows)).sheets).toEqual(csv.sheets);
  });

  it('writes many rows in order', async () => {
    const rows = Array.from({ length: 30_000 }, (_, index): ExportRow => [String(index), `第${index}行`, null, null, null, index, 0]);
    const file = await fill(await createCsvWriter(join(folder, '台账.csv')), rows);
    const lines: string[][] = parse(readFileSync(file.path), { bom: true });
    expect(lines.slice(1).map(([first]) => first)).toEqual(rows.map(([first]) => first));
    expect(file.sheets[0]?.sums[0]?.sum).toBe((29_999 * 30_000) / 2);
  });
});
