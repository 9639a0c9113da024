import type { ExportRow, ExportSheet } from '#shared/domain/exports/column.ts';
import type { SheetTotals } from '#shared/domain/exports/notes.ts';

/** What a finished export wrote. */
export type WrittenFile = {
  /** Where it stands: the wanted path, or `name (2).ext` when that was held open by another program. */
  path: string;
  /** True when the wanted path could not be replaced. */
  renamed: boolean;
  bytes: number;
  sheets: readonly SheetTotals[];
};

/**
 * Writes one file row by row into a temporary file beside the target. Nothing stands under
 * the final name before `finish` has made it durable. Failures of the disk are AppErrors
 * `unavailable` (`disk-full`, `target-not-writable`, `target-in-use`); after any failure call `abort`.
 */
export type TableWriter = {
  /** Ends the sheet before, if any. */
  beginSheet(sheet: ExportSheet): Promise<void>;
  /** Values in the order of the columns. Await the promise, when there is one, before the next row. */
  writeRow(values: ExportRow): Promise<void> | undefined;
  finish(): Promise<WrittenFile>;
  /** Removes the temporary file; harmless when repeated. */
  abort(): Promise<void>;
};
