import { api } from '#renderer/api/client.ts';
import { knownOf } from '#renderer/api/queries.ts';
import { movedTo, cursorId, isGroupId } from '#renderer/ui/grid/grid-state.ts';
import { stepGrid } from '#renderer/ui/grid/grid-store.ts';
import { showReport } from './act-report.ts';
import { acceptSuggestion, stepOn } from './acts.ts';
import { foldAll, headBehind, isUnfolded, loadGroup, setUnfolded } from './grouping.ts';
import { BUILT_IN_VIEWS, openBuiltIn, openSaved } from './open-view.ts';
import { queueGrid, queueRows, queueStore } from './queue-store.ts';
import type { OpenForm, QueueRow } from './queue-store.ts';
import { awaitsDecision } from './row-facts.ts';
import { endStreak, streakStore } from './streak.ts';

/** Ref of the grid: acts give the focus back to it. */
export const gridElement: { current: HTMLDivElement | null } = { current: null };

export function focusGrid(): void {
  gridElement.current?.focus({ preventScroll: true });
}

export function togglePanel(): void {
  queueStore.setState(({ panelOpen }) => ({ panelOpen: !panelOpen, form: null }));
}

export function toggleViews(): void {
  queueStore.setState(({ viewsOpen }) => ({ viewsOpen: !viewsOpen }));
}

export function openForm(form: OpenForm): void {
  queueStore.setState({ panelOpen: true, form });
}

export function closeForm(): void {
  queueStore.setState({ form: null });
  focusGrid();
}

export function closeDialog(): void {
  queueStore.setState({ dialog: null });
  focusGrid();
}

export function cursorRow(): QueueRow | undefined {
  const id = cursorId(queueGrid.getState());
  return id === null ? undefined : queueRows.get(id);
}

/** V: rows in groups of one type and organisation, all folded; again: row by row. */
export function toggleGrouping(): void {
  foldAll();
  queueStore.setState(({ grouped }) => ({ grouped: !grouped }));
  stepGrid(queueGrid, (state) => movedTo(state, 0));
}

/** Shows or hides the rows of the group under the cursor; from a row, of the group that it stands in. */
export function fold(shown: boolean): void {
  const grid = queueGrid.getState();
  const head = headBehind(grid, cursorId(grid));
  if (head !== null) setUnfolded(head, shown);
}

/** A group is marked as soon as its rows are known. */
export function markGroup(head: number): void {
  void loadGroup(head)
    .then((rows) => stepGrid(queueGrid, (state) => ({ ...state, selected: new Set([...state.selected, ...rows]) })))
    .catch((error: unknown) => queueStore.setState({ error }));
}

/** Opens what is under the cursor: the rows of a group, else the panel. */
export function openAtCursor(): void {
  const id = cursorId(queueGrid.getState());
  if (id !== null && isGroupId(id)) setUnfolded(id, !isUnfolded(id));
  else togglePanel();
}

/** Enter: takes the suggestion while one waits; else opens, or in 连续处理 goes on. */
export function enter(): void {
  const grid = queueGrid.getState();
  const id = cursorId(grid);
  const row = cursorRow();
  if (grid.selected.size > 0 || (row !== undefined && awaitsDecision(row))) acceptSuggestion();
  else if (id !== null && isGroupId(id)) setUnfolded(id, !isUnfolded(id));
  else if (streakStore.getState().streak !== null) stepOn();
  else queueStore.setState({ panelOpen: true });
}

/** Esc: one layer at a time, nothing typed is lost. */
export function escape(): void {
  const { form, error } = queueStore.getState();
  if (form !== null) return closeForm();
  showReport(null);
  if (error === null) endStreak();
  queueStore.setState({ error: null });
}

/** The view above or below in the rail, saved ones after the built-in ones. */
export function nextView(step: -1 | 1): void {
  const saved = knownOf(api.views.list, {})?.views ?? [];
  const { view, savedViewId } = queueStore.getState();
  const places = [
    ...BUILT_IN_VIEWS.map((name) => ({ isHere: savedViewId === null && view === name, open: () => openBuiltIn(name) })),
    ...saved.map((one) => ({ isHere: savedViewId === one.id, open: () => openSaved(one) })),
  ];
  const here = places.findIndex(({ isHere }) => isHere);
  places[(here + step + places.length) % places.length]?.open();
}
