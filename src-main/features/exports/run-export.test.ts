import Database from 'better-sqlite3';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { read, utils } from 'xlsx';
import type { ExportProgress, ExportTask } from '#shared/domain/exports/export-task.ts';
import type { ExportSheet } from '#shared/domain/exports/column.ts';
import { systemTimers } from '#main/platform/timers.ts';
import { sourceWorkerEntry } from '#main/platform/worker-entry.ts';
import type { RunExportOptions } from './run-export.ts';
import { runExport } from './run-export.ts';

const KEY = '5a'.repeat(32);
const ROWS = 60_000;
let folder = '';
let output = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), '导出 测试-'));
  const database = new Database(join(folder, 'ledger.youshao'));
  database.pragma("cipher='sqlcipher'");
  database.pragma('legacy=4');
  database.pragma(`key="x'${KEY}'"`);
  database.pragma('journal_mode=WAL');
  database.exec('CREATE TABLE mail (no TEXT PRIMARY KEY, name TEXT, phone TEXT, note TEXT, at INTEGER, fen INTEGER) STRICT');
  const insert = database.prepare('INSERT INTO mail VALUES (?, ?, ?, ?, ?, ?)');
  database.transaction(() => {
    for (let index = 0; index < ROWS; index += 1) {
      insert.run(
        `12724${String(index).padStart(8, '0')}`,
        '李小红',
        '13812345678',
        `致电 13987654321，第${index}次`,
        1_772_413_323_000 + index,
        index,
      );
    }
  })();
  database.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  output = mkdtempSync(join(folder, 'out-'));
});

const SHEET: ExportSheet = {
  name: '台账',
  notes: [],
  columns: [
    { key: 'no', title: '邮件号', kind: 'mail-no', width: 16 },
    { key: 'name', title: '收件人', kind: 'text', width: 10, mask: 'name' },
    { key: 'phone', title: '电话', kind: 'text', width: 14, mask: 'phone' },
    { key: 'note', title: '备注', kind: 'text', width: 30 },
    { key: 'at', title: '时间', kind: 'instant', width: 20 },
    { key: 'fen', title: '邮资', kind: 'money-fen', width: 10 },
  ],
};

function taskOf(changes: { sql?: string; masked?: boolean; format?: 'xlsx' | 'csv'; keyHex?: string; from?: string } = {}): ExportTask {
  const { sql = 'SELECT * FROM mail WHERE no >= @from ORDER BY no', masked = true, format = 'xlsx', keyHex = KEY } = changes;
  return {
    connection: { file: join(folder, 'ledger.youshao'), keyHex },
    format,
    path: join(output, `台账.${format}`),
    context: { exportedAtMs: 1_772_413_323_000, exportedBy: '王敏', masked },
    parts: [{ sheet: SHEET, mapper: 'by-key', sql, parameters: { from: changes.from ?? '' } }],
  };
}

function optionsOf(changes: Partial<RunExportOptions> = {}): RunExportOptions {
  return {
    workerEntry: sourceWorkerEntry,
    timers: systemTimers,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onThread: () => undefined,
    ...changes,
  };
}

// The limits of time are twice those of the requirement: machines that run tests are seldom idle.
describe('runExport', () => {
  it('writes the rows of the encrypted ledger, masked', async () => {
    const progress: ExportProgress[] = [];
    const answer = await runExport(taskOf(), optionsOf({ onProgress: (step) => progress.push(step) }));
    expect(answer).toMatchObject({ path: join(output, '台账.xlsx'), renamed: false, rows: ROWS });
    expect(answer.sheets[0]?.sums).toEqual([{ key: 'fen', title: '邮资', kind: 'money-fen', sum: (ROWS * (ROWS - 1)) / 2 }]);
    expect(progress.at(-1)).toMatchObject({ rows: ROWS, total: ROWS });
    const content = readFileSync(answer.path);
    expect(answer.bytes).toBe(content.length);
    const rows = utils.sheet_to_json<string[]>(read(content, { sheetRows: 3 }).Sheets['台账'] ?? {}, { header: 1, raw: false });
    expect(rows[2]).toEqual(['1272400000001', '李*', '138******78', '致电 139******21，第1次', '2026-03-02 09:02:03', '0.01']);
    expect(readdirSync(output)).toEqual(['台账.xlsx']);
  });

  it('gives personal data only when the task says so, in csv alike', async () => {
    const answer = await runExport(taskOf({ masked: false, format: 'csv', from: '1272400059999' }), optionsOf());
    expect(readFileSync(answer.path, 'utf8').split('\r\n')[1]).toBe(
      '1272400059999,李小红,13812345678,致电 13987654321，第59999次,2026-03-02 09:03:02,599.99',
    );
  });

  it('stops within a second when cancelled, leaving nothing', async () => {
    const cancellation = new AbortController();
    let abortedAt = 0;
    const running = runExport(
      taskOf({ sql: 'SELECT a.* FROM mail a, mail b WHERE a.no >= @from AND b.rowid <= 8' }),
      optionsOf({
        signal: cancellation.signal,
        onProgress: () => {
          abortedAt ||= performance.now();
          cancellation.abort();
        },
      }),
    );
    await expect(running).rejects.toMatchObject({ code: 'cancelled', reason: 'export-cancelled' });
    expect(performance.now() - abortedAt).toBeLessThan(2000);
    expect(readdirSync(output)).toEqual([]);
  });

  it('gives up a worker that sits in a long statement', async () => {
    const cancellation = new AbortController();
    const slow = 'SELECT a.no FROM mail a, mail b WHERE a.no >= @from AND a.fen + b.fen < 0 AND b.rowid <= 800';
    let ended = Promise.resolve();
    const onThread = (end: Promise<void>): void => void (ended = end);
    const running = runExport(taskOf({ sql: slow }), optionsOf({ signal: cancellation.signal, onThread }));
    systemTimers.after(300, () => cancellation.abort());
    const startedAt = performance.now();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - startedAt).toBeLessThan(2500);
    await ended;
    expect(readdirSync(output)).toEqual([]);
  });

  it('refuses a wrong key with the reason of the ledger', async () => {
    await expect(runExport(taskOf({ keyHex: '00'.repeat(32) }), optionsOf())).rejects.toMatchObject({ reason: 'ledger-wrong-key' });
    expect(readdirSync(output)).toEqual([]);
  });

  it('cannot write the ledger', async () => {
    const writing = runExport(taskOf({ sql: 'DELETE FROM mail WHERE no >= @from RETURNING no' }), optionsOf());
    await expect(writing).rejects.toThrow();
    expect(readdirSync(output)).toEqual([]);
  });
});
