import { IconArrowNarrowDown, IconArrowNarrowUp } from '@tabler/icons-react';
import { useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { CSSProperties, KeyboardEvent, ReactNode } from 'react';
import { useStore } from 'zustand';
import { belongsToInputMethod } from '../keyboard/composition.ts';
import css from './DataGrid.module.css';
import { GridRow } from './GridRow.tsx';
import type { GridRowProps } from './GridRow.tsx';
import { GroupRow } from './GroupRow.tsx';
import { GRID_FEATURES, columnDefinitions } from './columns.ts';
import type { GridColumn } from './columns.ts';
import { afterStroke, unknownGroup } from './grid-keys.ts';
import { cleared, cursorId, isGroupId } from './grid-state.ts';
import type { GridStore } from './grid-store.ts';
import type { RowCache } from './row-cache.ts';
import { REST_MS, createRowFlight } from './row-flight.ts';
import type { RowWindow } from './row-flight.ts';

export type GridSort = { by: string; descending: boolean };
export type DataGridProps<Row extends object> = {
  label: string;
  /** Name of the column of tick boxes, where rows can be marked. */
  selectLabel?: string;
  store: GridStore;
  cache: RowCache<Row>;
  columns: readonly GridColumn<Row>[];
  /** Columns left out for want of room. */
  hidden?: readonly string[];
  rowHeight: number;
  sort?: GridSort;
  onSort?: (sort: GridSort) => void;
  onOpen?: () => void;
  empty?: ReactNode;
  /** False for lists that are only read: no boxes, no marks. */
  selectable?: boolean;
  gridRef?: { current: HTMLDivElement | null };
  /** Words of the row that heads a group, by its id; its rows follow it. */
  renderGroup?: (id: number) => ReactNode;
  /** A group was to be marked whose rows are not known yet. */
  onMarkUnknown?: (id: number) => void;
  /** Room below that something floats over: the cursor stays above it. */
  footPx?: number;
  /** A hook: the moment by which a row's words are told, where they change with time. */
  useRowNow?: (row: Row | undefined) => number;
};

const timeless = (): number => 0;
const NO_ROWS: never[] = [];
const NO_COLUMNS: readonly string[] = [];
const CHECK_TRACK = '24px';
/** Rows drawn beyond either edge, and rows read beyond those. */
const OVERSCAN = 6;
const READ_AHEAD = 30;
/** `--h-gridhead`: rows begin below the head, which stays in sight inside the scroller. */
const HEAD_PX = 28;
const READ_ONLY_TRACK = '6px';

/** The least that the columns need; below it the grid scrolls sideways. */
function leastWidth(tracks: readonly string[]): number {
  return tracks.reduce((sum, track) => sum + Number(/(\d+)px/.exec(track)?.[1] ?? 0), 0);
}

function useVisibleColumns<Row extends object>(columns: readonly GridColumn<Row>[], hidden: readonly string[]): readonly GridColumn<Row>[] {
  const definitions = useMemo(() => columnDefinitions(columns), [columns]);
  const columnVisibility = useMemo(() => Object.fromEntries(hidden.map((id) => [id, false])), [hidden]);
  const table = useTable({ features: GRID_FEATURES, columns: definitions, data: NO_ROWS as Row[], state: { columnVisibility } });
  const visible = table.getVisibleLeafColumns().map((column) => column.id);
  const key = visible.join(' ');
  return useMemo(() => key.split(' ').flatMap((id) => columns.find((column) => column.id === id) ?? []), [columns, key]);
}

/** Reads the rows that are drawn and those next to them; in flight those at which it ends. */
function useRowsRead<Row extends object>(cache: RowCache<Row>, ids: readonly number[], { first, last }: RowWindow): void {
  const [flight] = useState(createRowFlight);
  useEffect(() => {
    const read = (): void => cache.want(ids.slice(Math.max(0, first - READ_AHEAD), last + 1 + READ_AHEAD).filter((id) => !isGroupId(id)));
    if (flight.isToBeRead({ first, last }, performance.now())) return read();
    const resting = setTimeout(read, REST_MS);
    return () => clearTimeout(resting);
  });
}

type Keys = Pick<DataGridProps<object>, 'store' | 'rowHeight' | 'selectable'> & { onMarkUnknown: ((id: number) => void) | undefined };

function onGridKey(event: KeyboardEvent<HTMLDivElement>, { store, rowHeight, selectable, onMarkUnknown }: Keys): void {
  if (belongsToInputMethod(event.nativeEvent)) return;
  const unknown = unknownGroup(store.getState(), event.nativeEvent);
  if (unknown !== null) onMarkUnknown?.(unknown);
  const rowsAPage = Math.floor((event.currentTarget.clientHeight - HEAD_PX) / rowHeight) - 1;
  const next = afterStroke(store.getState(), event.nativeEvent, rowsAPage);
  if (next === null) return;
  event.preventDefault();
  event.stopPropagation();
  store.setState(selectable ? next : cleared(next), true);
}

type RowVirtualizer = Virtualizer<HTMLDivElement, Element>;

/** Keeps the cursor in sight when it moves, not when rows move under it. */
function useCursorInSight(store: GridStore, rows: RowVirtualizer): void {
  useEffect(
    () =>
      store.subscribe((state, before) => {
        if (state.cursor !== before.cursor && state.ids === before.ids) rows.scrollToIndex(state.cursor, { align: 'auto' });
      }),
    [store, rows],
  );
}

/**
 * Rows by id in a window over any number of them: one tab stop, the cursor told by
 * `aria-activedescendant`, so rows that are recycled never hold the focus.
 */
export function DataGrid<Row extends object>(props: DataGridProps<Row>) {
  const {
    label,
    selectLabel = '',
    store,
    cache,
    columns,
    hidden = NO_COLUMNS,
    rowHeight,
    empty,
    gridRef,
    onOpen,
    selectable = true,
    renderGroup,
    onMarkUnknown,
    footPx = 0,
    useRowNow = timeless,
  } = props;
  const gridId = useId();
  const scroller = useRef<HTMLDivElement | null>(null);
  const ids = useStore(store, (state) => state.ids);
  const active = useStore(store, cursorId);
  const shown = useVisibleColumns(columns, hidden);
  const tracks = useMemo(() => [selectable ? CHECK_TRACK : READ_ONLY_TRACK, ...shown.map((column) => column.width)], [shown, selectable]);
  const template = tracks.join(' ');
  const minWidth = leastWidth(tracks);
  const rows = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    scrollMargin: HEAD_PX,
    scrollPaddingStart: HEAD_PX,
    scrollPaddingEnd: footPx,
    useFlushSync: false,
  });
  useEffect(() => rows.measure(), [rows, rowHeight]);
  useCursorInSight(store, rows);
  useEffect(() => {
    const { cursor } = store.getState();
    if (footPx > 0 && cursor >= 0) rows.scrollToIndex(cursor, { align: 'auto' });
  }, [rows, store, footPx]);
  const items = rows.getVirtualItems();
  useRowsRead(cache, ids, { first: items.at(0)?.index ?? 0, last: items.at(-1)?.index ?? -1 });
  // As many as ever are in the window: a row that leaves at one end is the one that comes in at the other.
  const places = Math.max(items.length, Math.ceil((rows.scrollRect?.height ?? 0) / rowHeight) + 1 + 2 * OVERSCAN);
  const shared = { rowHeight, store, gridId, template, columns: shown, cache, onOpen, selectable, useRowNow, renderGroup };
  const isDrawn = active !== null && items.some((item) => ids[item.index] === active);
  return (
    <div className={css['frame']}>
      <div
        ref={(element) => {
          scroller.current = element;
          if (gridRef) gridRef.current = element;
        }}
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={ids.length + 1}
        aria-colcount={shown.length + 1}
        aria-multiselectable={selectable}
        aria-activedescendant={isDrawn ? `${gridId}-${active}` : undefined}
        className={css['grid']}
        onKeyDown={(event) => onGridKey(event, { store, rowHeight, selectable, onMarkUnknown })}
      >
        <GridHead
          selectLabel={selectLabel}
          columns={shown}
          style={{ gridTemplateColumns: template, minWidth }}
          sort={props.sort}
          onSort={props.onSort}
        />
        <div className={css['space']} role="rowgroup" style={{ height: rows.getTotalSize(), minWidth }}>
          {items.map((item) => {
            const id = ids[item.index];
            return id === undefined ? null : (
              <AnyRow key={item.index % places} {...{ ...shared, id, index: item.index, start: item.start }} />
            );
          })}
        </div>
      </div>
      {ids.length === 0 ? <div className={css['empty']}>{empty}</div> : null}
    </div>
  );
}

type AnyRowProps<Row extends object> = Pick<DataGridProps<Row>, 'rowHeight' | 'store'> &
  Pick<GridRowProps<Row>, 'id' | 'index' | 'template' | 'columns' | 'cache' | 'onOpen' | 'selectable' | 'useRowNow'> & {
    gridId: string;
    start: number;
    renderGroup: ((id: number) => ReactNode) | undefined;
  };

function AnyRow<Row extends object>({ rowHeight, gridId, start, renderGroup, ...rest }: AnyRowProps<Row>) {
  const { id, index, store, onOpen, columns } = rest;
  const place = { top: start - HEAD_PX, height: rowHeight, domId: `${gridId}-${id}` };
  if (!isGroupId(id)) return <GridRow {...rest} {...place} />;
  return <GroupRow {...{ id, index, store, onOpen }} {...place} columns={columns.length} words={renderGroup?.(id)} />;
}

type GridHeadProps<Row> = {
  selectLabel: string;
  columns: readonly GridColumn<Row>[];
  style: CSSProperties;
  sort: GridSort | undefined;
  onSort: ((sort: GridSort) => void) | undefined;
};

function GridHead<Row>({ selectLabel, columns, style, sort, onSort }: GridHeadProps<Row>) {
  return (
    <div role="rowgroup" className={css['headGroup']}>
      <div role="row" aria-rowindex={1} className={css['head']} style={style}>
        <span role="columnheader">
          <span className="visually-hidden">{selectLabel}</span>
        </span>
        {columns.map((column) => (
          <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />
        ))}
      </div>
    </div>
  );
}

function HeadCell<Row>({ column, sort, onSort }: { column: GridColumn<Row> } & Pick<GridHeadProps<Row>, 'sort' | 'onSort'>) {
  const by = column.sort;
  if (by === undefined || onSort === undefined) {
    return (
      <span role="columnheader" style={{ textAlign: column.align }}>
        <span className={column.headerHidden ? 'visually-hidden' : undefined}>{column.header}</span>
      </span>
    );
  }
  const isSorted = sort?.by === by;
  const Arrow = sort?.descending ? IconArrowNarrowDown : IconArrowNarrowUp;
  return (
    <span role="columnheader" aria-sort={isSorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}>
      <button type="button" tabIndex={-1} onClick={() => onSort({ by, descending: isSorted && !sort.descending })}>
        {column.header}
        {isSorted ? <Arrow size={14} stroke={2} aria-hidden /> : null}
      </button>
    </span>
  );
}
