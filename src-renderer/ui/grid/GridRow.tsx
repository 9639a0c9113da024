import { IconCheck } from '@tabler/icons-react';
import { memo, useCallback, useSyncExternalStore } from 'react';
import type { MouseEvent } from 'react';
import { useStore } from 'zustand';
import { classNames } from '../class-names.ts';
import css from './DataGrid.module.css';
import type { GridColumn } from './columns.ts';
import { extendedTo, movedTo, toggled } from './grid-state.ts';
import { stepGrid } from './grid-store.ts';
import type { GridStore } from './grid-store.ts';
import type { RowCache } from './row-cache.ts';

export type GridRowProps<Row extends object> = {
  id: number;
  index: number;
  top: number;
  height: number;
  template: string;
  columns: readonly GridColumn<Row>[];
  store: GridStore;
  cache: RowCache<Row>;
  domId: string;
  onOpen: (() => void) | undefined;
  selectable: boolean;
};

/** What this row shows, drawn again only when the row itself changes. */
export function useCachedRow<Row>(cache: RowCache<Row>, id: number): Row | undefined {
  const subscribe = useCallback((listener: () => void) => cache.subscribe(id, listener), [cache, id]);
  return useSyncExternalStore(subscribe, () => cache.get(id));
}

/** A click moves the cursor; with Shift, Ctrl or on the box it marks. */
export function onRowClick(
  store: GridStore,
  { id, index, selectable }: { id: number; index: number; selectable: boolean },
  event: MouseEvent,
): void {
  if (!selectable) return stepGrid(store, (state) => movedTo(state, index));
  const onCheck = event.target instanceof Element && event.target.closest('[data-check]') !== null;
  if (event.shiftKey) stepGrid(store, (state) => extendedTo(state, index));
  else if (event.ctrlKey || onCheck) stepGrid(store, (state) => toggled(movedTo(state, index), id));
  else stepGrid(store, (state) => movedTo(state, index));
}

function DrawnRow<Row extends object>({
  id,
  index,
  top,
  height,
  template,
  columns,
  store,
  cache,
  domId,
  onOpen,
  selectable,
}: GridRowProps<Row>) {
  const row = useCachedRow(cache, id);
  const isCursor = useStore(store, (state) => state.ids[state.cursor] === id);
  const isSelected = useStore(store, (state) => state.selected.has(id));
  return (
    <div
      role="row"
      id={domId}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={classNames(css['row'], isSelected && css['selected'], isCursor && css['cursor'])}
      style={{ gridTemplateColumns: template, height, transform: `translateY(${top}px)` }}
      onClick={(event) => onRowClick(store, { id, index, selectable }, event)}
      onDoubleClick={onOpen}
    >
      <span role="gridcell" data-check className={css['check']}>
        {selectable ? (
          <span className={css['box']}>
            <IconCheck size={12} stroke={3} aria-hidden />
          </span>
        ) : null}
      </span>
      {columns.map((column) => (
        <span role="gridcell" key={column.id} style={{ textAlign: column.align }} className={row === undefined ? css['wait'] : undefined}>
          {row === undefined ? '' : column.render(row)}
        </span>
      ))}
    </div>
  );
}

// memo forgets the type parameter; the cast gives it back.
export const GridRow = memo(DrawnRow) as typeof DrawnRow;
