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
export type QueueRow = OutputOf<AppContract['queue']['rows']>['rows'][number];
export type QueueDetail = OutputOf<AppContract['queue']['get']>;
export type QueueView = QueueFilter['view'];
export type AbnormalType = QueueRow['type'];
export type ResponsibleStage = QueueRow['responsibleStage'];
export type Region = QueueRow['region'];

/** Forms that open in place, at the foot of the panel. */
export type OpenForm = 'follow-up' | 'feedback' | 'close' | 'stage' | 'record';
type Narrowing = {
  types: readonly AbnormalType[];
  regions: readonly Region[];
  stages: readonly ResponsibleStage[];
  tiers: readonly string[];
};

type QueueState = Narrowing & {
  readonly view: QueueView;
  readonly sort: QueueFilter['sort'];
  readonly descending: boolean;
  readonly panelOpen: boolean;
  readonly viewsOpen: boolean;
  readonly form: OpenForm | null;
  readonly error: unknown;
};

export const NO_NARROWING: Narrowing = { types: [], regions: [], stages: [], tiers: [] };

/** View state of this workspace; rows and counts belong to the engine. */
const BEGINNING: QueueState = {
  ...NO_NARROWING,
  view: 'due-today',
  sort: 'due',
  descending: false,
  panelOpen: true,
  viewsOpen: true,
  form: null,
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

/** The filter as the engine takes it; empty lists mean no narrowing. */
export function filterOf(state: QueueState, search: string): QueueFilter {
  const list = <K extends string, V>(name: K, values: readonly V[]) =>
    values.length === 0 ? {} : ({ [name]: [...values] } as { [N in K]: V[] });
  return {
    view: state.view,
    sort: state.sort,
    descending: state.descending,
    ...list('types', state.types),
    ...list('regions', state.regions),
    ...list('stages', state.stages),
    ...list('tiers', state.tiers),
    ...(search.trim() === '' ? {} : { search: search.trim() }),
  };
}

export function isNarrowed({ types, regions, stages, tiers }: Narrowing): boolean {
  return types.length + regions.length + stages.length + tiers.length > 0;
}

/** Puts a value in or takes it out. */
export function toggledIn<T>(values: readonly T[], value: T): readonly T[] {
  return values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
}
