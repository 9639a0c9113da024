import { useEffect, useLayoutEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { api } from '#renderer/api/client.ts';
import { useQueriesOf, useQueryOf } from '#renderer/api/queries.ts';
import { listSearch } from '#renderer/features/navigation/list-search.ts';
import { cursorId, isGroupId, withIds } from '#renderer/ui/grid/grid-state.ts';
import { stepGrid } from '#renderer/ui/grid/grid-store.ts';
import { drawnIds, groupInput, groupingStore, headOf, setGroups } from './grouping.ts';
import { conditionsOf, filterOf, queueGrid, queueStore } from './queue-store.ts';
import type { QueueConditions, QueueFilter } from './queue-store.ts';

/** A value that is the same object as long as it says the same. */
function useSame<T>(value: T): T {
  const key = JSON.stringify(value);
  return useMemo(() => JSON.parse(key) as T, [key]);
}

/** The rows of the view in their order, grouped if asked for, put into the grid. */
export function useQueueIds() {
  const search = listSearch((state) => state.search);
  const grouped = queueStore((state) => state.grouped);
  const filter = useSame<QueueFilter>(filterOf(queueStore(), search));
  const conditions = useSame<QueueConditions>(conditionsOf(queueStore(), search));
  const ids = useQueryOf(api.queue.ids, filter, { keepPrevious: true });
  const order = ids.data?.ids;
  useLayoutEffect(() => {
    if (order && !grouped) stepGrid(queueGrid, (state) => withIds(state, order));
  }, [order, grouped]);
  useGroups(conditions, grouped ? order : undefined);
  return ids;
}

const NO_HEADS: readonly number[] = [];

/** Heads of all groups; the rows only of those that are unfolded or under the cursor. */
function useGroups(conditions: QueueConditions, order: readonly number[] | undefined): void {
  const groups = useQueryOf(api.queue.groups, { filter: conditions }, { enabled: order !== undefined, keepPrevious: true }).data?.groups;
  const unfolded = groupingStore((state) => state.unfolded);
  const heads = useMemo(() => groups?.map(headOf) ?? NO_HEADS, [groups]);
  useEffect(() => {
    if (groups) setGroups(groups);
  }, [groups]);
  const cursor = useStore(queueGrid, (state) => {
    const id = cursorId(state);
    return id !== null && isGroupId(id) ? id : null;
  });
  const wanted = order === undefined ? NO_HEADS : heads.filter((head) => unfolded.has(head) || head === cursor);
  const answers = useQueriesOf(api.queue.groupIds, wanted.map(groupInput));
  const rows = useMemo(
    () => new Map(wanted.flatMap((head, index) => (answers[index] === undefined ? [] : [[head, answers[index].ids] as const]))),
    // Both lists are made anew on each drawing; what they say is what counts.
    // oxlint-disable-next-line react/exhaustive-deps
    [wanted.join(' '), answers],
  );
  useLayoutEffect(() => {
    if (order === undefined || groups === undefined) return;
    stepGrid(queueGrid, (state) => {
      // A group that was marked keeps its rows known after the cursor has left it.
      const kept = [...state.groups].filter(([head]) => heads.includes(head) && !rows.has(head));
      const known = new Map([...kept, ...rows]);
      return withIds(state, drawnIds(heads, known, unfolded), { all: order, groups: known });
    });
  }, [order, groups, heads, rows, unfolded]);
}
