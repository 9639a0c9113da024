import { performance } from 'node:perf_hooks';
import { AppError } from '#shared/kernel/app-error.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { ExportAnswer, ExportPart, ExportProgress, ExportTask } from '#shared/domain/exports/export-task.ts';
import { rowMapperOf } from '#shared/domain/exports/row-mappers.ts';
import type { SqliteDatabase } from '#main/ledger/connection.ts';
import { openConnection } from '#main/ledger/connection.ts';
import { systemTimers } from '#main/platform/timers.ts';
import { createCsvWriter } from './csv-writer.ts';
import type { TableWriter } from './table-writer.ts';
import { createXlsxWriter } from './xlsx-writer.ts';

/** Rows between looks at the clock. */
const ROWS_PER_LOOK = 256;
/** Messages, such as a cancellation, get their turn this often. */
const TURN_MS = 50;
const PROGRESS_MS = 200;
/** Rows are read once and in order: a large page cache would only cost memory. */
const CACHE_KIB = 8192;

export type ExportWatch = {
  signal: AbortSignal;
  /** At most five times a second, and once at the end. */
  onProgress(progress: ExportProgress): void;
};

/**
 * Runs the task on a reading connection of its own, in one transaction. Nothing stands under
 * the final name unless it resolves. Errors: those of the ledger's opening, `cancelled`
 * `export-cancelled`, `unavailable` as in `TableWriter`.
 */
export async function exportRows(task: ExportTask, watch: ExportWatch): Promise<ExportAnswer> {
  const database = openConnection(task.connection, 'read');
  try {
    database.pragma('query_only=ON');
    database.pragma(`cache_size=-${CACHE_KIB}`);
    database.exec('BEGIN');
    const writer = await openWriter(task);
    try {
      const pace = new Pace(watch, countRows(database, task.parts));
      for (const part of task.parts) await writePart(database, writer, { part, pace, task });
      await pace.turn();
      const { sheets, path, renamed, bytes } = await writer.finish();
      pace.report();
      return { path, renamed, bytes, sheets, rows: pace.rows };
    } catch (error) {
      await writer.abort();
      throw error;
    }
  } finally {
    database.close();
  }
}

function openWriter({ format, path, context }: ExportTask): Promise<TableWriter> {
  return format === 'xlsx' ? createXlsxWriter(path, { context }) : createCsvWriter(path);
}

type Work = { part: ExportPart; pace: Pace; task: ExportTask };

async function writePart(database: SqliteDatabase, writer: TableWriter, work: Work): Promise<void> {
  const { part, pace, task } = work;
  const map = rowMapperOf(part.mapper)(part.sheet, { masked: task.context.masked });
  const statement = database.prepare<unknown[], Record<string, unknown>>(part.sql);
  assert(statement.reader, 'an export only reads');
  await writer.beginSheet(part.sheet);
  for (const row of statement.iterate(...bound(part))) {
    const room = writer.writeRow(map(row));
    if (room) await room;
    if (pace.isTurn()) await pace.turn();
  }
}

function countRows(database: SqliteDatabase, parts: readonly ExportPart[]): number {
  return parts.reduce((total, part) => {
    if (part.rows !== undefined) return total + part.rows;
    const statement = database.prepare<unknown[], number>(`SELECT count(*) FROM (${part.sql})`).pluck();
    return total + (statement.get(...bound(part)) ?? 0);
  }, 0);
}

function bound({ parameters }: ExportPart): unknown[] {
  return isList(parameters) ? [...parameters] : [parameters];
}

function isList(parameters: ExportPart['parameters']): parameters is readonly (string | number | null)[] {
  return Array.isArray(parameters);
}

/** Counts rows, tells the progress and lets cancellations through. */
class Pace {
  rows = 0;
  readonly #watch: ExportWatch;
  readonly #total: number;
  readonly #startedAt = performance.now();
  #turnAt = this.#startedAt;
  #reportAt = this.#startedAt;

  constructor(watch: ExportWatch, total: number) {
    this.#watch = watch;
    this.#total = total;
  }

  isTurn(): boolean {
    this.rows += 1;
    return this.rows % ROWS_PER_LOOK === 0 && performance.now() - this.#turnAt >= TURN_MS;
  }

  async turn(): Promise<void> {
    await systemTimers.yieldToLoop();
    if (this.#watch.signal.aborted) throw new AppError('cancelled', 'export-cancelled');
    this.#turnAt = performance.now();
    if (this.#turnAt - this.#reportAt >= PROGRESS_MS) this.report();
  }

  report(): void {
    this.#reportAt = performance.now();
    const seconds = (this.#reportAt - this.#startedAt) / 1000;
    const rowsPerSecond = seconds > 0 ? Math.round(this.rows / seconds) : 0;
    this.#watch.onProgress({ rows: this.rows, total: this.#total, rowsPerSecond });
  }
}
