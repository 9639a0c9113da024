/** One measurement of the export benchmark in a process of its own: `node export-child.ts MODE ROWS FOLDER`. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { ExportTask } from '#shared/domain/exports/export-task.ts';
import { SHANGHAI_OFFSET_MS, dayStart } from '#shared/kernel/instant.ts';
import { runExport } from '#main/features/exports/run-export.ts';
import { systemTimers } from '#main/platform/timers.ts';
import { sourceWorkerEntry } from '#main/platform/worker-entry.ts';
import { BENCH_KEY, BENCH_TABLE, benchLedgerPath } from './export-ledger.ts';
import { BENCH_SHEET, benchRow } from './export-rows.ts';

export type ExportMeasurement = { durationMs: number; peakMb: number };
export type ExportMode = 'export' | 'exceljs';

const [mode, rowCount = '0', folder = ''] = process.argv.slice(2);
const rows = Number(rowCount);
const path = join(folder, `${mode}.xlsx`);
const startedAt = performance.now();
if (mode === 'exceljs') await writeByExcelJs();
else await exportLedger();
const durationMs = performance.now() - startedAt;
rmSync(path);
// Linux counts in KiB: the most memory that the whole process, all its threads, ever had.
const peakMb = (process.resourceUsage().maxRSS * 1024) / 1e6;
process.stdout.write(JSON.stringify({ durationMs, peakMb } satisfies ExportMeasurement));

/** The whole way of an export: worker thread, encrypted ledger, masking, styles, checksum, durable file. */
async function exportLedger(): Promise<void> {
  const sql = `SELECT * FROM ${BENCH_TABLE} WHERE id <= ? ORDER BY id`;
  const task: ExportTask = {
    connection: { file: benchLedgerPath(folder), keyHex: BENCH_KEY },
    format: 'xlsx',
    path,
    context: { exportedAtMs: Date.UTC(2026, 2, 2), exportedBy: '测速', masked: true },
    parts: [{ sheet: BENCH_SHEET, mapper: 'by-key', sql, parameters: [rows] }],
  };
  const signal = new AbortController().signal;
  const listeners = { onProgress: () => undefined, onThread: () => undefined };
  await runExport(task, { workerEntry: sourceWorkerEntry, timers: systemTimers, signal, ...listeners });
}

/** The same rows from memory, without styles, checksum or fsync. */
async function writeByExcelJs(): Promise<void> {
  const { default: excelJs } = await import('exceljs');
  const book = new excelJs.stream.xlsx.WorkbookWriter({ filename: path, useStyles: false, useSharedStrings: false });
  const sheet = book.addWorksheet(BENCH_SHEET.name);
  sheet.columns = BENCH_SHEET.columns.map(({ title, key, width }) => ({ header: title, key, width }));
  for (let index = 1; index <= rows; index += 1) sheet.addRow(benchRow(index).map(asExcelJsValue)).commit();
  sheet.commit();
  await book.commit();
}

function asExcelJsValue(value: string | number, index: number): string | number | Date {
  if (typeof value === 'string') return value;
  switch (BENCH_SHEET.columns[index]?.kind) {
    case 'instant':
      return new Date(value + SHANGHAI_OFFSET_MS);
    case 'day':
      return new Date(dayStart(value) + SHANGHAI_OFFSET_MS);
    case 'money-fen':
      return value / 100;
    default:
      return value;
  }
}
