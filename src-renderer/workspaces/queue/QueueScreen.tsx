import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { listSearch } from '#renderer/features/navigation/list-search.ts';
import { navigation } from '#renderer/features/navigation/navigation.ts';
import { showPosition } from '#renderer/features/status-line/status-line.ts';
import { ROW_HEIGHTS, viewSettings } from '#renderer/features/view-settings/view-settings.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { DataGrid } from '#renderer/ui/grid/DataGrid.tsx';
import { withIds } from '#renderer/ui/grid/grid-state.ts';
import { stepGrid } from '#renderer/ui/grid/grid-store.ts';
import { PeekPanel } from './PeekPanel.tsx';
import css from './Queue.module.css';
import { QueueBar } from './QueueBar.tsx';
import { QueueEmpty } from './QueueEmpty.tsx';
import { QueueErrors } from './QueueErrors.tsx';
import { QueueViews } from './QueueViews.tsx';
import { NARROW_COLUMNS, useQueueColumns } from './queue-columns.tsx';
import { NO_NARROWING, filterOf, queueGrid, queueRows, queueStore } from './queue-store.ts';
import type { QueueFilter } from './queue-store.ts';
import { focusGrid, gridElement, togglePanel, useQueueCommands } from './queue-commands.ts';

const NARROW_BELOW_PX = 1132;
const NONE: readonly string[] = [];
const SORTS = new Set(['due', 'raised', 'mailNo', 'priority', 'client', 'type', 'stage', 'nextAt']);

/** Where side panels become overlays: by the room that is left at this text size. */
function useIsNarrow(): [(element: HTMLElement | null) => void, boolean] {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [narrow, setNarrow] = useState(false);
  useLayoutEffect(() => {
    if (element === null) return;
    const measure = () => setNarrow(element.clientWidth < NARROW_BELOW_PX);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return [setElement, narrow];
}

/** Overlays begin closed, columns begin open. */
function useRoom(narrow: boolean): void {
  useLayoutEffect(() => {
    queueStore.setState({ panelOpen: !narrow, viewsOpen: !narrow });
  }, [narrow]);
}

/** Views that links from other screens name. */
const LINKED_VIEWS = ['all-open', 'closed'] as const;

/** A link may name the view in which its rows are. */
function useViewOfAddress(): void {
  const named = navigation((state) => (state.route === '/queue' ? state.parameters : null));
  useLayoutEffect(() => {
    const view = LINKED_VIEWS.find((one) => one === named?.['view']);
    if (view !== undefined) queueStore.setState({ ...NO_NARROWING, view });
  }, [named]);
}

function useQueueIds() {
  const search = listSearch((state) => state.search);
  const filter = queueStore((state) => JSON.stringify(filterOf(state, search)));
  const ids = useQueryOf(api.queue.ids, JSON.parse(filter) as QueueFilter, { keepPrevious: true });
  const order = ids.data?.ids;
  useLayoutEffect(() => {
    if (order) stepGrid(queueGrid, (state) => withIds(state, order));
  }, [order]);
  return ids;
}

function usePosition(): void {
  const t = useText();
  const words = useStore(queueGrid, (state) => {
    if (state.ids.length === 0) return '';
    const row = t('frame:rowOf', { row: formatCount(state.cursor + 1), total: formatCount(state.ids.length) });
    return state.selected.size === 0 ? row : `${row} · ${t('frame:selected', { count: formatCount(state.selected.size) })}`;
  });
  useEffect(() => {
    showPosition(words);
    return () => showPosition('');
  }, [words]);
}

/** The agent's home: views, grid, panel. */
export function QueueScreen() {
  const t = useText();
  const [screen, narrow] = useIsNarrow();
  useRoom(narrow);
  useViewOfAddress();
  useQueueCommands();
  usePosition();
  const ids = useQueueIds();
  const { panelOpen, viewsOpen, sort, descending } = queueStore();
  const rowHeight = ROW_HEIGHTS[viewSettings((settings) => settings.density)];
  const columns = useQueueColumns();
  const started = useRef(false);
  useEffect(() => {
    if (!started.current && ids.data) focusGrid();
    started.current ||= ids.data !== undefined;
  }, [ids.data]);

  return (
    <div ref={screen} className={classNames(css['screen'], narrow && css['narrow'])}>
      {viewsOpen ? (
        <div className={css['viewsColumn']}>
          <QueueViews narrow={narrow} />
        </div>
      ) : null}
      <div className={css['bar']}>
        <QueueBar total={ids.data?.ids.length ?? 0} narrow={narrow} />
      </div>
      <div className={css['gridBox']}>
        {ids.error === null ? (
          <DataGrid
            gridRef={gridElement}
            label={t('queue:grid')}
            selectLabel={t('queue:columns.select')}
            store={queueGrid}
            cache={queueRows}
            columns={columns}
            hidden={panelOpen && !narrow ? NARROW_COLUMNS : NONE}
            rowHeight={rowHeight}
            sort={{ by: sort, descending }}
            onSort={(next) => {
              if (SORTS.has(next.by)) queueStore.setState({ sort: next.by as QueueFilter['sort'], descending: next.descending });
            }}
            onOpen={togglePanel}
            empty={ids.data?.ids.length === 0 ? <QueueEmpty /> : null}
          />
        ) : (
          <div className={css['emptyBox']}>
            <CallErrorBox error={ids.error} onRetry={() => void ids.refetch()} />
          </div>
        )}
      </div>
      {panelOpen ? (
        <div className={css['panelColumn']}>
          <PeekPanel />
        </div>
      ) : null}
      <QueueErrors />
    </div>
  );
}
