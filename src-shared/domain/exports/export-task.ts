/** What the export worker is given and what it answers; plain data that a thread can receive. */
import type { ErrorCode, ErrorDetail } from '#shared/kernel/app-error.ts';
import type { ExportSheet } from './column.ts';
import type { ExportContext, SheetTotals } from './notes.ts';

export type ExportFormat = 'xlsx' | 'csv';

/** Values bound to a statement: by position or by name. */
export type SqlParameters = readonly (string | number | null)[] | Readonly<Record<string, string | number | null>>;

/** One sheet and the rows that fill it. */
export type ExportPart = {
  sheet: ExportSheet;
  /** A name of the registry in `row-mappers.ts`. */
  mapper: string;
  /** One reading statement, written by the engine, in the order of the rows; never a user's text. */
  sql: string;
  parameters: SqlParameters;
  /** How many rows there are, where the engine knows it; else they are counted first, for the progress. */
  rows?: number;
};

export type ExportTask = {
  /** The ledger's connection; it holds the key, so a task is never logged or stored. */
  connection: { file: string; keyHex: string; nativeBinding?: string };
  format: ExportFormat;
  /** Final path; its folder must exist. */
  path: string;
  /** `context.masked` is true unless the person may see personal data and asked for it. */
  context: ExportContext;
  /** Several only for xlsx. All are read in one transaction. */
  parts: readonly ExportPart[];
};

export type ExportProgress = { rows: number; total: number; rowsPerSecond: number };

export type ExportAnswer = {
  path: string;
  /** True when another program held the wanted file and the export stands under `path` instead. */
  renamed: boolean;
  bytes: number;
  rows: number;
  sheets: readonly SheetTotals[];
};

export type ExportWorkerMessage =
  | { kind: 'started'; temporaryPath: string }
  | ({ kind: 'progress' } & ExportProgress)
  | { kind: 'done'; answer: ExportAnswer }
  | { kind: 'failed'; code: ErrorCode; reason: string; detail: ErrorDetail };

/** The only message that the worker takes: stop and remove the temporary file. */
export type ExportWorkerOrder = { kind: 'cancel' };
