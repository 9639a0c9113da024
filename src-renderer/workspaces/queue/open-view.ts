import type { OutputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';
import { setListSearch, listSearch } from '#renderer/features/navigation/list-search.ts';
import { chooseColumns, columnStore, withOrder } from './column-choice.ts';
import { foldAll } from './grouping.ts';
import { NO_NARROWING, conditionsOf, queueStore, showRows } from './queue-store.ts';
import type { Narrowing, QueueView } from './queue-store.ts';

export type SavedView = OutputOf<AppContract['views']['list']>['views'][number];
export type ViewDefinition = SavedView['definition'];

export const BUILT_IN_VIEWS = [
  'due-today',
  'soon',
  'over',
  'mine',
  'my-first-asked',
  'unclaimed',
  'snoozed',
  'self-cleared',
  'closed',
  'all-open',
] as const satisfies readonly QueueView[];

export function openBuiltIn(view: QueueView, narrowing: Partial<Narrowing> = {}): void {
  showRows({ ...NO_NARROWING, ...narrowing, view });
}

/** What is shown now, as a view to be saved. */
export function definitionNow(name: string): ViewDefinition {
  const state = queueStore.getState();
  const { choice } = columnStore.getState();
  return {
    name,
    conditions: conditionsOf(state, listSearch.getState().search),
    sort: state.sort,
    descending: state.descending,
    columns: [...choice.order],
    groupBy: state.grouped ? 'type-organisation' : 'none',
  };
}

/** Shows what was saved: rows, order, groups and columns. */
export function openSaved({ id, definition }: SavedView): void {
  const { view, search, types, regions, stages, tiers, priorities, rules } = definition.conditions;
  foldAll();
  setListSearch(search ?? '');
  queueStore.setState({
    view,
    types: types ?? [],
    regions: regions ?? [],
    stages: stages ?? [],
    tiers: tiers ?? [],
    priorities: priorities ?? [],
    rules: rules ?? [],
    sort: definition.sort,
    descending: definition.descending,
    grouped: definition.groupBy !== 'none',
    savedViewId: id,
  });
  if (definition.columns.length > 0) chooseColumns((choice) => withOrder(choice, definition.columns));
}
