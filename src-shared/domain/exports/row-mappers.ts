/**
 * From the row of a statement to the cells of a sheet. Mappers are named, because a thread
 * cannot be given functions, and pure: the export worker and tests call the same ones.
 */
import { assert } from '#shared/kernel/assert.ts';
import type { ExportColumn, ExportRow, ExportSheet, ExportValue } from './column.ts';
import { maskCell } from './mask-cell.ts';

export type SqlRow = Readonly<Record<string, unknown>>;
export type RowMapper = (row: SqlRow) => ExportRow;
export type RowMapperOptions = { masked: boolean };
/** The returned array may be reused by the next call. */
export type RowMapperFactory = (sheet: ExportSheet, options: RowMapperOptions) => RowMapper;

/** Each column takes the member of its key; texts are masked as the column says. */
const byKey: RowMapperFactory = ({ columns }, { masked }) => {
  const cells: ExportValue[] = columns.map(() => null);
  return (row) => {
    for (let index = 0; index < columns.length; index += 1) {
      const column = columns[index];
      if (column) cells[index] = cellOf(row, column, masked);
    }
    return cells;
  };
};

const ROW_MAPPERS: Readonly<Record<string, RowMapperFactory>> = { 'by-key': byKey };

/** The mapper of a name; an unknown name is a bug. */
export function rowMapperOf(name: string): RowMapperFactory {
  const mapper = Object.hasOwn(ROW_MAPPERS, name) ? ROW_MAPPERS[name] : undefined;
  assert(mapper, `a row mapper named ${name}`);
  return mapper;
}

function cellOf(row: SqlRow, column: ExportColumn, masked: boolean): ExportValue {
  const value = toExportValue(row[column.key]);
  return masked && typeof value === 'string' ? maskCell(value, column) : value;
}

/** What SQLite can give, as a cell; large integers keep their digits as text. */
export function toExportValue(value: unknown): ExportValue {
  switch (typeof value) {
    case 'string':
    case 'number':
      return value;
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
    default:
      assert(value === null || value === undefined, 'a statement of an export gives texts and numbers');
      return null;
  }
}
