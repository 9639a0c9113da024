import type { ReactNode } from 'react';
import { columnVisibilityFeature, tableFeatures } from '@tanstack/react-table';
import type { ColumnDef } from '@tanstack/react-table';

/** What a cell is drawn by beside its row. */
export type RowLook = {
  readonly isCursor: boolean;
  /** The present moment, as the grid's `useRowNow` gives it. */
  readonly now: number;
};

/**
 * A column of a grid over `Row`; its `render` is called for every row that scrolls into sight, so it
 * makes plain elements: what a row is drawn by is followed once a row, not in each cell.
 * `width` is a grid track (`96px`, `minmax(0, 1fr)`).
 */
export type GridColumn<Row> = {
  id: string;
  header: string;
  /** The column is too slim for its name; it is told, not shown. */
  headerHidden?: boolean;
  width: string;
  render: (row: Row, look: RowLook) => ReactNode;
  /** Numbers stand at the right edge, under their heading. */
  align?: 'end';
  /** Column can be sorted by this name. */
  sort?: string;
};

export const GRID_FEATURES = tableFeatures({ columnVisibilityFeature });
export type GridFeatures = typeof GRID_FEATURES;

/** Order and visibility of columns are the table's; drawing by window and id is the grid's. */
export function columnDefinitions<Row extends object>(columns: readonly GridColumn<Row>[]): ColumnDef<GridFeatures, Row>[] {
  return columns.map((column) => ({ id: column.id, header: column.header, accessorFn: () => null }));
}
