import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { navigation } from '#renderer/features/navigation/navigation.ts';
import { usePerson } from '#renderer/features/session/session.ts';
import { showPosition } from '#renderer/features/status-line/status-line.ts';
import { ROW_HEIGHTS, viewSettings } from '#renderer/features/view-settings/view-settings.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { DataGrid } from '#renderer/ui/grid/DataGrid.tsx';
import { ColumnChooser } from './ColumnChooser.tsx';
import { GroupWords } from './GroupWords.tsx';
import { PeekPanel } from './PeekPanel.tsx';
import css from './Queue.module.css';
import { QueueBar } from './QueueBar.tsx';
import { QueueEmpty } from './QueueEmpty.tsx';
import { QueueErrors } from './QueueErrors.tsx';
import { QueueReport } from './QueueReport.tsx';
import { QueueViews } from './QueueViews.tsx';
import { ViewNameDialog } from './ViewNameDialog.tsx';
import { reportStore } from './act-report.ts';
import { readAhead } from './acts.ts';
import { columnStore, hiddenColumns, openColumns } from './column-choice.ts';
import { openBuiltIn } from './open-view.ts';
import { useQueueColumns, useRowNow } from './queue-columns.tsx';
import { useQueueCommands } from './queue-commands.ts';
import { focusGrid, gridElement, markGroup, openAtCursor } from './queue-moves.ts';
import { queueGrid, queueRows, queueStore, showRows } from './queue-store.ts';
import type { QueueFilter } from './queue-store.ts';
import { useQueueIds } from './use-queue-ids.ts';

const NARROW_BELOW_PX = 1132;
/** Height that a toast takes of the list. */
const REPORT_PX = 56;
const renderGroup = (head: number) => <GroupWords head={head} />;
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
const LINKED_VIEWS = ['all-open', 'self-cleared', 'closed'] as const;

/** A link may name the view in which its rows are. */
function useViewOfAddress(): void {
  const named = navigation((state) => (state.route === '/queue' ? state.parameters : null));
  useLayoutEffect(() => {
    const view = LINKED_VIEWS.find((one) => one === named?.['view']);
    if (view !== undefined) openBuiltIn(view);
  }, [named]);
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

/** What this person has chosen and what the acts of this person need to know. */
function usePersonsOwn(): void {
  const personId = usePerson()?.id;
  useEffect(() => {
    if (personId === undefined) return;
    openColumns(personId);
    readAhead();
  }, [personId]);
}

function QueueDialog({ roomy }: { roomy: boolean }) {
  const dialog = queueStore((state) => state.dialog);
  if (dialog === null) return null;
  return dialog.kind === 'columns' ? <ColumnChooser roomy={roomy} /> : <ViewNameDialog viewId={dialog.viewId} />;
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
  const roomy = narrow || !panelOpen;
  const choice = columnStore((state) => state.choice);
  const hidden = useMemo(() => hiddenColumns(choice, roomy), [choice, roomy]);
  const hasReport = reportStore((state) => state.report !== null);
  usePersonsOwn();
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
            hidden={hidden}
            rowHeight={rowHeight}
            useRowNow={useRowNow}
            sort={{ by: sort, descending }}
            onSort={(next) => {
              if (SORTS.has(next.by)) showRows({ sort: next.by as QueueFilter['sort'], descending: next.descending });
            }}
            onOpen={openAtCursor}
            renderGroup={renderGroup}
            onMarkUnknown={markGroup}
            footPx={hasReport ? REPORT_PX : 0}
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
      <QueueReport />
      <QueueDialog roomy={roomy} />
    </div>
  );
}
