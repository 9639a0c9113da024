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
  useRowNow: (row: Row | undefined) => number;
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

const CURSOR = 1;
const SELECTED = 2;

/** One subscription a row for both marks. */
function useMarks(store: GridStore, id: number): number {
  return useStore(store, (state) => (state.ids[state.cursor] === id ? CURSOR : 0) + (state.selected.has(id) ? SELECTED : 0));
}

function DrawnRow<Row extends object>(props: GridRowProps<Row>) {
  const { id, index, top, height, template, columns, store, cache, domId, onOpen, selectable, useRowNow } = props;
  const row = useCachedRow(cache, id);
  const marks = useMarks(store, id);
  const [isCursor, isSelected] = [(marks & CURSOR) > 0, (marks & SELECTED) > 0];
  const look = { isCursor, now: useRowNow(row) };
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
        {selectable ? <span className={css['box']}>{isSelected ? <IconCheck size={12} stroke={3} aria-hidden /> : null}</span> : null}
      </span>
      {/* A row that flies past before it is read has no cells to be made and thrown away. */}
      {row === undefined
        ? null
        : columns.map((column) => (
            <span role="gridcell" key={column.id} style={column.align === undefined ? undefined : { textAlign: column.align }}>
              {column.render(row, look)}
            </span>
          ))}
    </div>
  );
}

// memo forgets the type parameter; the cast gives it back.
export const GridRow = memo(DrawnRow) as typeof DrawnRow;
