import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import css from './Table.module.css';

export type TableColumn<Row> = {
  id: string;
  header: ReactNode;
  render: (row: Row) => ReactNode;
  /** Numbers stand at the right edge, so that their digits line up. */
  align?: 'start' | 'end';
  width?: string;
  /** Long texts may break into lines; other cells stay on one. */
  wraps?: boolean;
};

type TableProps<Row> = {
  label: string;
  columns: readonly TableColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row, index: number) => string;
  /** Shown in place of rows when there are none. */
  empty?: ReactNode;
};

/** A short dense table; long lists belong to the data grid. */
export function Table<Row>({ label, columns, rows, keyOf, empty }: TableProps<Row>) {
  if (rows.length === 0 && empty !== undefined) return <div className={css['none']}>{empty}</div>;
  return (
    <table className={css['table']} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.id} scope="col" className={classNames(column.align === 'end' && css['end'])} style={{ width: column.width }}>
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={keyOf(row, index)}>
            {columns.map((column) => (
              <td key={column.id} className={classNames(column.align === 'end' && css['end'], column.wraps && css['wraps'])}>
                {column.render(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
