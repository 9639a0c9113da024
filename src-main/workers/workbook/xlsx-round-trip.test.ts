import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read } from 'xlsx';
import type { ExportRow, ExportSheet } from '#shared/domain/exports/column.ts';
import { cellText } from '#shared/domain/exports/column.ts';
import { FIXTURE_CONTEXT } from './export-fixture.ts';
import { createXlsxWriter } from './xlsx-writer.ts';

const SHEET: ExportSheet = {
  name: '台账',
  notes: [],
  columns: [
    { key: 'no', title: '邮件号', kind: 'mail-no', width: 16 },
    { key: 'text', title: '备注', kind: 'text', width: 16 },
    { key: 'at', title: '时间', kind: 'instant', width: 20 },
    { key: 'day', title: '日期', kind: 'day', width: 12 },
    { key: 'count', title: '件数', kind: 'integer', width: 8 },
    { key: 'fen', title: '金额', kind: 'money-fen', width: 10 },
  ],
};

const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 5 }),
  fc.constantFrom(
    '_x000D_',
    '_x',
    '_',
    '&amp;',
    '<',
    ']]>',
    '\r\n',
    '\r',
    '\n',
    '\t',
    ' ',
    '=1',
    "'",
    '\u0000',
    '\ud83d',
    '\ude00',
    '\uffff',
    '邮件',
  ),
);
const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
const instant = fc.integer({ min: Date.UTC(1900, 3, 1), max: Date.UTC(9999, 0, 1) });
const day = fc.integer({ min: -25_000, max: 2_900_000 });
const amount = fc.integer({ min: -999_999_999_999, max: 999_999_999_999 });
const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { freq: 8 });
const row = fc.tuple(orNull(text), orNull(text), orNull(instant), orNull(day), orNull(amount), orNull(amount));

describe('a workbook of any values', () => {
  it('is read back by SheetJS as the canonical texts', async () => {
    const folder = mkdtempSync(join(tmpdir(), '导出 测试-'));
    const check = fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (rows: ExportRow[]) => {
      const writer = await createXlsxWriter(join(folder, '台账.xlsx'), { context: FIXTURE_CONTEXT });
      await writer.beginSheet(SHEET);
      for (const values of rows) await writer.writeRow(values);
      const { path } = await writer.finish();
      const sheet = read(readFileSync(path)).Sheets['台账'] ?? {};
      const shown = rows.map((_, index) => ['A', 'B'].map((letter) => sheet[`${letter}${index + 2}`]?.v ?? ''));
      const numbers = rows.map((_, index) => ['C', 'D', 'E', 'F'].map((letter) => sheet[`${letter}${index + 2}`]?.w ?? ''));
      const texts = rows.map((values) => SHEET.columns.map((column, index) => cellText(values[index] ?? null, column)));
      expect(shown).toEqual(texts.map((cells) => cells.slice(0, 2)));
      expect(numbers).toEqual(texts.map((cells) => cells.slice(2)));
    });
    await fc.assert(check, { numRuns: 100, verbose: 1 }).finally(() => rmSync(folder, { recursive: true, force: true }));
  });
});
