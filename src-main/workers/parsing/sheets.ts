import type { RawRow } from '#shared/domain/imports/raw-row.ts';

/** One table of a file, whatever the file is. */
export type SheetSource = {
  readonly name: string;
  readonly hidden: boolean;
  readonly date1904: boolean;
  /** Rows from the top, each time anew. `onBytes` hears how much of the file has been read. */
  rows(options: RowOptions): AsyncGenerator<RawRow[]>;
  /** Rows that hold anything, by the cheapest way the format has; undefined where only a full reading tells. */
  countRows?(signal?: AbortSignal): Promise<number>;
};
export type RowOptions = { readonly signal?: AbortSignal | undefined; readonly onBytes?: (bytes: number) => void };

/** An opened table file; `close` frees what it holds. */
export type SheetFile = { readonly sheets: readonly SheetSource[]; close(): void };
