import type { InputOf, OutputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';
import { create } from 'zustand';
import { api, read } from '#renderer/api/client.ts';
import { onBridgeTopic, onTopic } from '#renderer/api/topics.ts';
import { onFreshStart } from '#renderer/features/session/fresh-start.ts';
import { EMPTY_GRID } from '#renderer/ui/grid/grid-state.ts';
import { createGridStore } from '#renderer/ui/grid/grid-store.ts';
import { createRowCache } from '#renderer/ui/grid/row-cache.ts';

export type QueueFilter = InputOf<AppContract['queue']['ids']>;
export type QueueConditions = InputOf<AppContract['queue']['groups']>['filter'];
export type QueueRow = OutputOf<AppContract['queue']['rows']>['rows'][number];
export type QueueDetail = OutputOf<AppContract['queue']['get']>;
export type QueueGroup = OutputOf<AppContract['queue']['groups']>['groups'][number];
export type QueueView = QueueFilter['view'];
export type AbnormalType = QueueRow['type'];
export type ResponsibleStage = QueueRow['responsibleStage'];
export type Region = QueueRow['region'];
export type Priority = QueueRow['priority'];
export type Rule = QueueRow['mainRule'];

/** Forms that open in place, at the foot of the panel. */
export type OpenForm =
  | 'follow-up'
  | 'feedback'
  | 'close'
  | 'stage'
  | 'record'
  | 'macro'
  | 'transfer'
  | 'push'
  | 'waive-push'
  | 'next'
  | 'snooze';
export type OpenDialog = { readonly kind: 'columns' } | { readonly kind: 'save-view' | 'rename-view'; readonly viewId: string | null };
export type Narrowing = {
  readonly types: readonly AbnormalType[];
  readonly regions: readonly Region[];
  readonly stages: readonly ResponsibleStage[];
  readonly tiers: readonly string[];
  readonly priorities: readonly Priority[];
  readonly rules: readonly Rule[];
};
/** The order and what is kept: all that a view is made of. */
export type Shown = Narrowing & {
  readonly view: QueueView;
  readonly sort: QueueFilter['sort'];
  readonly descending: boolean;
  /** Rows stand in groups of one type and responsible organisation. */
  readonly grouped: boolean;
};

export type QueueState = Shown & {
  /** The saved view that was opened, while nothing else was chosen since. */
  readonly savedViewId: string | null;
  readonly panelOpen: boolean;
  readonly viewsOpen: boolean;
  readonly form: OpenForm | null;
  readonly dialog: OpenDialog | null;
  readonly error: unknown;
};

export const NO_NARROWING: Narrowing = { types: [], regions: [], stages: [], tiers: [], priorities: [], rules: [] };
const NARROWINGS = ['types', 'regions', 'stages', 'tiers', 'priorities', 'rules'] as const satisfies readonly (keyof Narrowing)[];

/** View state of this workspace; rows and counts belong to the engine. */
const BEGINNING: QueueState = {
  ...NO_NARROWING,
  view: 'due-today',
  sort: 'due',
  descending: false,
  grouped: false,
  savedViewId: null,
  panelOpen: true,
  viewsOpen: true,
  form: null,
  dialog: null,
  error: null,
};
export const queueStore = create<QueueState>(() => BEGINNING);

export const queueGrid = createGridStore();

export const queueRows = createRowCache<QueueRow>({
  load: async (ids) => (await read(api.queue.rows, { ids: [...ids] })).rows,
  idOf: (row) => row.id,
  onError: (error) => queueStore.setState({ error }),
});

onTopic('queue.changed', ({ ids }) => queueRows.refresh(ids.length === 0 ? undefined : ids));
onTopic('screening.changed', () => queueRows.refresh());
onTopic('clients.changed', () => queueRows.refresh());
onBridgeTopic((topic) => {
  if (topic === 'bridge.connected') queueRows.refresh();
});
onFreshStart(() => {
  queueStore.setState(BEGINNING, true);
  queueGrid.setState(EMPTY_GRID, true);
  queueRows.clear();
});

/** What is kept, as the engine takes it; empty lists mean no narrowing. */
export function conditionsOf(state: Narrowing & Pick<Shown, 'view'>, search: string): QueueConditions {
  const lists = NARROWINGS.filter((name) => state[name].length > 0).map((name) => [name, [...state[name]]]);
  return { view: state.view, ...Object.fromEntries(lists), ...(search.trim() === '' ? {} : { search: search.trim() }) };
}

/** The same with its order. */
export function filterOf(state: Shown, search: string): QueueFilter {
  return { ...conditionsOf(state, search), sort: state.sort, descending: state.descending };
}

export function isNarrowed(state: Narrowing): boolean {
  return NARROWINGS.some((name) => state[name].length > 0);
}

/** Puts a value in or takes it out. */
export function toggledIn<T>(values: readonly T[], value: T): readonly T[] {
  return values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
}

/** Another choice of rows: it is no longer the saved view. */
export function showRows(change: Partial<Shown>): void {
  queueStore.setState({ ...change, savedViewId: null });
}
