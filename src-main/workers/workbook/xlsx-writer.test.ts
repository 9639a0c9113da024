import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { read } from 'xlsx';
import type { ExportRow, ExportSheet } from '#shared/domain/exports/column.ts';
import { cellText } from '#shared/domain/exports/column.ts';
import { CONTROL_TEXTS, FIXTURE_CONTEXT, FIXTURE_SHEET, PLAIN_TEXTS, fixtureRows } from './export-fixture.ts';
import { findLibreOffice, readByLibreOffice } from './libreoffice-fixture.ts';
import type { WrittenFile } from './table-writer.ts';
import type { XlsxWriterOptions } from './xlsx-writer.ts';
import { createXlsxWriter } from './xlsx-writer.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), '导出 测试-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Sheets = readonly (readonly [ExportSheet, readonly ExportRow[]])[];

async function write(sheets: Sheets, options: Partial<XlsxWriterOptions> = {}): Promise<WrittenFile> {
  const writer = await createXlsxWriter(join(folder, '台账.xlsx'), { context: FIXTURE_CONTEXT, ...options });
  for (const [sheet, rows] of sheets) {
    await writer.beginSheet(sheet);
    for (const row of rows) await writer.writeRow(row);
  }
  return writer.finish();
}

const textsOf = (rows: readonly ExportRow[], sheet: ExportSheet = FIXTURE_SHEET): string[][] =>
  rows.map((row) => sheet.columns.map((column, index) => cellText(row[index] ?? null, column)));
const readBook = (file: WrittenFile) => read(readFileSync(file.path), { cellNF: true, cellStyles: true });

describe('a workbook read by SheetJS', () => {
  it('gives every text back as a text, whatever it looks like', async () => {
    const rows = fixtureRows([...PLAIN_TEXTS, ...CONTROL_TEXTS]);
    const book = readBook(await write([[FIXTURE_SHEET, rows]]));
    const sheet = book.Sheets[FIXTURE_SHEET.name] ?? {};
    textsOf(rows).forEach((texts, index) => {
      expect(sheet[`A${index + 2}`]).toMatchObject({ t: 's', v: texts[0] });
      expect(sheet[`B${index + 2}`]).toMatchObject({ t: 's', v: texts[1] });
      expect(sheet[`B${index + 2}`]).not.toHaveProperty('f');
    });
  });

  it('holds times, days, integers and money as numbers with their formats', async () => {
    const rows = fixtureRows(PLAIN_TEXTS);
    const book = readBook(await write([[FIXTURE_SHEET, rows]]));
    const sheet = book.Sheets[FIXTURE_SHEET.name] ?? {};
    expect(sheet['D2']).toMatchObject({ t: 'n', w: '2026-03-02 09:02:03' });
    expect(sheet['E2']).toMatchObject({ t: 'n', w: '2026-03-02' });
    expect(sheet['F3']).toMatchObject({ t: 'n', v: 999_996, w: '999996' });
    expect(sheet['G2']).toMatchObject({ t: 'n', v: -0.05, w: '-0.05' });
    expect(sheet['A2']).toMatchObject({ z: '@' });
    expect(sheet['D5']).toBeUndefined();
    const shown = textsOf(rows).map((texts) => texts.slice(3));
    const read = rows.map((_, index) => ['D', 'E', 'F', 'G'].map((letter) => sheet[`${letter}${index + 2}`]?.w ?? ''));
    expect(read).toEqual(shown);
  });

  it('has frozen headings with a filter, widths, and a title when asked', async () => {
    const file = await write([[{ ...FIXTURE_SHEET, title: '湘潭揽投部异常台账' }, fixtureRows(['一', '二'])]]);
    const sheet = readBook(file).Sheets[FIXTURE_SHEET.name];
    expect(sheet?.['A1'].v).toBe('湘潭揽投部异常台账');
    expect(sheet?.['B2'].v).toBe('跟进记录');
    expect(sheet?.['!autofilter']).toEqual({ ref: 'A2:G4' });
    expect(sheet?.['!merges']).toHaveLength(1);
    expect(sheet?.['!cols']?.[1]?.width).toBe(40);
  });

  it('notes filters, person, time, rows, sums and a checksum that can be computed again', async () => {
    const rows = fixtureRows(PLAIN_TEXTS);
    const file = await write([[FIXTURE_SHEET, rows]]);
    const sheet = readBook(file).Sheets['说明'] ?? {};
    const notes = new Map(Array.from({ length: 20 }, (_, index) => [sheet[`A${index + 1}`]?.v, sheet[`B${index + 1}`]?.v]));
    const canonical = textsOf(rows)
      .map((texts) => `${texts.join('\u001f')}\u001e`)
      .join('');
    const checksum = createHash('sha256').update(canonical, 'utf8').digest('hex');
    expect(notes.get('导出时间')).toBe('2026-03-02 09:30:15');
    expect(notes.get('导出人')).toBe('王敏（430001）');
    expect(notes.get('筛选条件')).toBe('区域：省内；状态：在办');
    expect(notes.get('行数')).toBe('18');
    const fen = rows.reduce((sum, row) => sum + Number(row[6] ?? 0), 0);
    expect(notes.get('合计：邮资')).toBe((fen / 100).toFixed(2));
    expect(notes.get('校验值')).toBe(checksum);
    expect(file.sheets[0]).toMatchObject({ rows: 18, checksum, cutCells: 0 });
  });

  it('continues on a further sheet at the row limit, as one run of rows', async () => {
    const rows = fixtureRows(PLAIN_TEXTS);
    const file = await write(
      [
        [FIXTURE_SHEET, rows],
        [{ ...FIXTURE_SHEET, name: '另一:表' }, []],
      ],
      { maxSheetRows: 8 },
    );
    const book = readBook(file);
    const names = [FIXTURE_SHEET.name, `${FIXTURE_SHEET.name} (2)`, `${FIXTURE_SHEET.name} (3)`];
    expect(book.SheetNames).toEqual([...names, '另一 表', '说明']);
    const notes = names.flatMap((name) => Array.from({ length: 7 }, (_, index) => book.Sheets[name]?.[`B${index + 2}`]?.v).filter(Boolean));
    expect(notes).toEqual(PLAIN_TEXTS);
    expect(file.sheets.map(({ rows: count, parts }) => [count, parts.length])).toEqual([
      [18, 3],
      [0, 1],
    ]);
  });

  it('cuts a text beyond the cell limit and says so', async () => {
    const file = await write([[FIXTURE_SHEET, fixtureRows(['长'.repeat(40_000)])]]);
    const book = readBook(file);
    expect(book.Sheets[FIXTURE_SHEET.name]?.['B2'].v).toHaveLength(32_767);
    expect(JSON.stringify(book.Sheets['说明'])).toContain('1 个单元格超过 32767 字');
  });

  it('takes rows larger than its buffers', async () => {
    const rows = Array.from({ length: 40 }, () => ['1', '😀<'.repeat(10_900), null, null, null, null, null]);
    const book = readBook(await write([[FIXTURE_SHEET, rows]]));
    expect(book.Sheets[FIXTURE_SHEET.name]?.['B41'].v).toBe('😀<'.repeat(10_900));
  });
});

// Starting the office program takes some seconds.
describe.skipIf(process.platform !== 'linux' && findLibreOffice() === undefined)('a workbook opened in LibreOffice', () => {
  it('shows every cell as it was written', { timeout: 120_000 }, async () => {
    const rows = fixtureRows(PLAIN_TEXTS);
    const titled: ExportSheet = { ...FIXTURE_SHEET, name: '带标题', title: '操作流水' };
    const file = await write([
      [FIXTURE_SHEET, rows],
      [titled, rows],
    ]);
    const sheets = readByLibreOffice(file.path, folder);
    const headings = FIXTURE_SHEET.columns.map(({ title }) => title);
    expect(sheets.get(FIXTURE_SHEET.name)).toEqual([headings, ...textsOf(rows)]);
    expect(sheets.get('带标题')?.slice(1)).toEqual([headings, ...textsOf(rows)]);
    expect(sheets.get('说明')?.find(([label]) => label === '校验值')?.[1]).toBe(file.sheets[0]?.checksum);
  });
});

describe('the temporary file', () => {
  it('is gone after an abort, and nothing stands under the final name', async () => {
    const path = join(folder, '台账.xlsx');
    const writer = await createXlsxWriter(path, { context: FIXTURE_CONTEXT });
    await writer.beginSheet(FIXTURE_SHEET);
    for (const row of fixtureRows(PLAIN_TEXTS)) await writer.writeRow(row);
    expect(readdirSync(folder)).toEqual(['.~台账.xlsx.part']);
    await writer.abort();
    await writer.abort();
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });
});
