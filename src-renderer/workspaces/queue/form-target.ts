import { useStore } from 'zustand';
import { useCachedRow } from '#renderer/ui/grid/GridRow.tsx';
import { cursorId, isGroupId } from '#renderer/ui/grid/grid-state.ts';
import type { GridState } from '#renderer/ui/grid/grid-state.ts';
import { groupingStore } from './grouping.ts';
import { queueGrid, queueRows } from './queue-store.ts';
import type { AbnormalType, QueueRow } from './queue-store.ts';

/** What an open form is about: the row under the cursor, or many rows at once. */
export type FormTarget = {
  /** Under which what is typed is kept. */
  readonly key: string;
  readonly count: number;
  /** Null for many, and for a group. */
  readonly row: QueueRow | null;
  /** The type of the row or the group under the cursor. */
  readonly type: AbnormalType | null;
};

/** Rows that an act would be about, without naming them. */
function countOf(state: GridState): number {
  if (state.selected.size > 0) return state.selected.size;
  const id = cursorId(state);
  if (id === null) return 0;
  return isGroupId(id) ? (groupingStore.getState().groups.get(id)?.count ?? 0) : 1;
}

export function useFormTarget(): FormTarget {
  const id = useStore(queueGrid, cursorId);
  const marked = useStore(queueGrid, (state) => state.selected.size);
  const count = useStore(queueGrid, countOf);
  const row = useCachedRow(queueRows, id ?? -1);
  const group = groupingStore((state) => (id === null ? undefined : state.groups.get(id)));
  if (marked > 0 || row === undefined) return { key: 'many', count, row: null, type: group?.type ?? row?.type ?? null };
  return { key: row.exceptionId, count: 1, row, type: row.type };
}
