import { create } from 'zustand';
import { api } from '#renderer/api/client.ts';
import { fetchQueryOf } from '#renderer/api/queries.ts';
import { listSearch } from '#renderer/features/navigation/list-search.ts';
import { onFreshStart } from '#renderer/features/session/fresh-start.ts';
import type { GridState } from '#renderer/ui/grid/grid-state.ts';
import { conditionsOf, queueStore } from './queue-store.ts';
import type { QueueGroup } from './queue-store.ts';

/** Ids of group heads, negative and for ever the same for one group: the cursor stays on its group. */
const headIds = new Map<string, number>();
const groupsByHead = new Map<number, Pick<QueueGroup, 'type' | 'organisation'>>();

export function headOf({ type, organisation }: Pick<QueueGroup, 'type' | 'organisation'>): number {
  const key = `${type} ${organisation ?? ''}`;
  const known = headIds.get(key);
  if (known !== undefined) return known;
  const head = -1 - headIds.size;
  headIds.set(key, head);
  groupsByHead.set(head, { type, organisation });
  return head;
}

type Grouping = {
  /** Groups whose rows are shown. */
  readonly unfolded: ReadonlySet<number>;
  /** Groups as they were last counted, by their head. */
  readonly groups: ReadonlyMap<number, QueueGroup>;
};
const NOTHING: Grouping = { unfolded: new Set(), groups: new Map() };
export const groupingStore = create<Grouping>(() => NOTHING);
onFreshStart(() => {
  groupingStore.setState(NOTHING, true);
  headIds.clear();
  groupsByHead.clear();
});

export function setGroups(groups: readonly QueueGroup[]): void {
  groupingStore.setState({ groups: new Map(groups.map((group) => [headOf(group), group])) });
}

export function setUnfolded(head: number, shown: boolean): void {
  const unfolded = new Set(groupingStore.getState().unfolded);
  if (shown) unfolded.add(head);
  else unfolded.delete(head);
  groupingStore.setState({ unfolded });
}

export function isUnfolded(head: number): boolean {
  return groupingStore.getState().unfolded.has(head);
}

export function foldAll(): void {
  groupingStore.setState({ unfolded: new Set() });
}

/** What to ask the engine for the rows of a group. */
export function groupInput(head: number) {
  const group = groupsByHead.get(head);
  if (group === undefined) throw new RangeError(`no group ${head}`);
  const { type, organisation } = group;
  return { filter: conditionsOf(queueStore.getState(), listSearch.getState().search), type, organisation };
}

/** The rows of a group, read when they are not known. */
export async function loadGroup(head: number): Promise<readonly number[]> {
  return (await fetchQueryOf(api.queue.groupIds, groupInput(head))).ids;
}

/** The group that a row stands in, or the one that this head is of; null for a row without one. */
export function headBehind(state: GridState, id: number | null): number | null {
  if (id === null) return null;
  if (id < 0) return id;
  return [...state.groups].find(([, rows]) => rows.includes(id))?.[0] ?? null;
}

/** Rows as drawn: every head, with its rows behind it where they are shown. */
export function drawnIds(
  heads: readonly number[],
  rows: ReadonlyMap<number, readonly number[]>,
  unfolded: ReadonlySet<number>,
): readonly number[] {
  return heads.flatMap((head) => (unfolded.has(head) ? [head, ...(rows.get(head) ?? [])] : [head]));
}
