import { afterAll, describe, expect, it } from 'vitest';
import * as zlib from 'node:zlib';
import { formatInstant } from '#shared/kernel/instant.ts';
import { inspectFile } from './inspect-file.ts';
import { inspectInWorker, parseInWorker } from './parse-in-worker.ts';
import { parseText } from './parse-text.ts';
import { createScratch, parseAll } from './parsing-fixture.ts';
import { crc32ByTable } from './xlsx/crc32.ts';

const scratch = createScratch();
afterAll(() => scratch.remove());

const ENTRY = new URL('../parse.worker.ts', import.meta.url);
const ROWS = 200_000;
const lines = Array.from({ length: ROWS }, (_, i) => `${1_100_000_000_000 + i},2024-12-26 10:00:${String(i % 60).padStart(2, '0')},x`).join(
  '\n',
);
const path = scratch.put('many.csv', `邮件号,收寄时间,备注\n${lines}\n`);

describe('the worker', () => {
  it('gives the batches of parseFile', async () => {
    let statements = 0;
    let last: { rowsRead: number; bytesRead: number; bytesTotal: number } | undefined;
    for await (const batch of parseInWorker(ENTRY, path, { kind: 'auto' })) {
      expect(batch.statements.length).toBeLessThanOrEqual(1000);
      statements += batch.statements.length;
      last = batch;
    }
    expect(statements).toBe(ROWS);
    expect(last).toMatchObject({ rowsRead: ROWS, bytesRead: last?.bytesTotal });
  });

  it('stops within a second when cancelled, and when its reader leaves', async () => {
    const abort = new AbortController();
    let cancelledAt = 0;
    const reading = async (): Promise<void> => {
      for await (const batch of parseInWorker(ENTRY, path, { kind: 'auto', signal: abort.signal })) {
        if (batch.rowsRead < 3000) continue;
        cancelledAt = performance.now();
        abort.abort();
      }
    };
    await expect(reading()).rejects.toMatchObject({ code: 'cancelled', reason: 'import-cancelled' });
    expect(performance.now() - cancelledAt).toBeLessThan(1000);
    for await (const batch of parseInWorker(ENTRY, path, { kind: 'auto' })) if (batch.rowsRead > 0) break;
  });

  it('tells a refusal by code and reason', async () => {
    const bad = scratch.put('bad.csv', '甲,乙\n1,2');
    const reading = async (): Promise<void> => {
      for await (const batch of parseInWorker(ENTRY, bad, { kind: 'auto' })) void batch;
    };
    await expect(reading()).rejects.toMatchObject({ code: 'invalid-input', reason: 'headings-not-found' });
  });

  it('inspects', async () => {
    const inspection = await inspectInWorker(ENTRY, path);
    expect(inspection).toMatchObject({ kind: 'mails', sniff: { container: 'text', delimiter: ',', encoding: 'utf-8' } });
    expect(inspection.sniff.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(inspection.asOf).toBeUndefined();
  });
});

describe('inspection', () => {
  it('proposes the latest event of a trace table, in whatever order', async () => {
    const table =
      '邮件号,操作时间,操作码,操作名称\n1272448151316,2024-12-27 10:00:00,704,妥投\n1272448151316,2024-12-26 10:00:00,702,下段\n';
    const { asOf, sheets } = await inspectFile(scratch.put('t.csv', table));
    expect([formatInstant(asOf?.at ?? 0), asOf?.basis]).toEqual(['2024-12-27T10:00:00+08:00', 'latest-event']);
    expect(sheets[0]?.columns.map((column) => [column.key, column.field, column.confidence])).toEqual([
      ['邮件号', 'mailNo', 1],
      ['操作时间', 'opTime', 1],
      ['操作码', 'opCode', 1],
      ['操作名称', 'opName', 1],
    ]);
  });

  it('shows an unknown table, takes a mapping for it, and parses by it', async () => {
    const unknown = scratch.put('u.csv', '编号;何时\n1272448151316;2024-12-26 10:00:00\n');
    const before = await inspectFile(unknown);
    expect(before.kind).toBe('unknown');
    expect(before.sheets[0]?.preview).toHaveLength(2);
    const mapping = { headerRow: 1, columns: { 编号: 'mailNo', 何时: 'acceptedAt' } } as const;
    expect(await inspectFile(unknown, { mapping })).toMatchObject({ kind: 'mails', sheets: [{ headerRow: 1 }] });
    expect((await parseAll(unknown, { mapping })).statements).toMatchObject([{ row: 2, mailNo: '1272448151316' }]);
    const remembered = { columns: mapping.columns };
    expect((await parseAll(unknown, { mapping: remembered })).statements).toHaveLength(1);
  });
});

describe('pasted text', () => {
  it('is numbers, a table or an answer', () => {
    expect(parseText('请查 1272448151316、9858638312956', { kind: 'auto' }).statements).toHaveLength(2);
    expect(parseText('邮件号\t收寄时间\n1272448151316\t2024-12-26 10:00', { kind: 'auto' }).statements).toMatchObject([
      { row: 2, mail: { acceptedAt: Date.parse('2024-12-26T10:00:00+08:00') } },
    ]);
    expect(
      parseText('[{"traceNo":"1272448151316","opCode":"704","opTime":"2024-12-26 10:00:00"}]', { kind: 'auto' }).statements,
    ).toMatchObject([{ event: { code: '704' } }]);
    expect(() => parseText('你好', { kind: 'auto' })).toThrow(expect.objectContaining({ reason: 'headings-not-found' }));
  });
});

describe('crc32ByTable', () => {
  it('equals zlib, also in pieces', () => {
    const bytes = Buffer.from('特快专递'.repeat(100));
    expect(crc32ByTable(bytes.subarray(9), crc32ByTable(bytes.subarray(0, 9), 0))).toBe(zlib.crc32(bytes));
  });
});
