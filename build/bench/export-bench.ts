import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { BenchLine } from './bench-line.ts';
import type { ExportMeasurement, ExportMode } from './export-child.ts';
import { makeBenchLedger } from './export-ledger.ts';

const CHILD = fileURLToPath(new URL('export-child.ts', import.meta.url));
const ROWS = 50_000;
const MANY_ROWS = 500_000;
const ROUNDS = 3;
const RATIO_LIMIT = 1;
const PEAK_LIMIT_MB = 250;

/**
 * A whole export (worker thread, encrypted ledger, masking, styles, checksum, durable file) of
 * 50,000 rows of 20 columns against the streaming writer of exceljs that gets the same rows
 * from memory and writes no styles; and the peak memory of the exporting process.
 */
export async function benchExport(): Promise<BenchLine[]> {
  const folder = mkdtempSync(join(tmpdir(), 'export-bench-'));
  try {
    makeBenchLedger(folder, MANY_ROWS);
    const ours: ExportMeasurement[] = [];
    const theirs: ExportMeasurement[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(await measure('export', ROWS, folder));
      theirs.push(await measure('exceljs', ROWS, folder));
    }
    const many = await measure('export', MANY_ROWS, folder);
    return [timeLine(bestMs(ours), bestMs(theirs)), peakLine(ROWS, peakMb(ours)), peakLine(MANY_ROWS, many.peakMb), speedLine(many)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(mode: ExportMode, rows: number, folder: string): Promise<ExportMeasurement> {
  const { stdout } = await promisify(execFile)(process.execPath, [CHILD, mode, String(rows), folder]);
  return JSON.parse(stdout) as ExportMeasurement;
}

/** The best round: what other programs on the machine took is no part of it. */
const bestMs = (rounds: readonly ExportMeasurement[]): number => Math.min(...rounds.map(({ durationMs }) => durationMs));
const peakMb = (rounds: readonly ExportMeasurement[]): number => Math.max(...rounds.map((round) => round.peakMb));

function timeLine(value: number, baseline: number): BenchLine {
  const ratio = value / baseline;
  const name = `export of ${ROWS} × 20 ÷ exceljs streaming, no styles`;
  return { id: 'f', name, value, unit: 'ms', baseline, ratio, limit: RATIO_LIMIT, pass: ratio <= RATIO_LIMIT };
}

function peakLine(rows: number, value: number): BenchLine {
  const name = `peak memory of the process exporting ${rows} × 20`;
  return { id: 'f', name, value, unit: 'MB', baseline: null, ratio: null, limit: PEAK_LIMIT_MB, pass: value <= PEAK_LIMIT_MB };
}

function speedLine({ durationMs }: ExportMeasurement): BenchLine {
  const value = MANY_ROWS / (durationMs / 1000);
  const name = `speed of exporting ${MANY_ROWS} × 20`;
  return { id: 'f', name, value, unit: 'rows/s', baseline: null, ratio: null, limit: null, pass: true };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.table(await benchExport());
}
