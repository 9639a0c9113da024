/**
 * Order, cursor and selection of a grid. `cursor` is a position in `ids`, -1 while there are none.
 * Rows have ids from 0 up; a row that heads a group has a negative one. The rows of a group may be
 * folded away or not be known yet: `all` names every row that there is.
 */
export type GridState = {
  readonly ids: readonly number[];
  readonly cursor: number;
  /** Where a Shift range began. */
  readonly anchor: number;
  readonly selected: ReadonlySet<number>;
  /** Every row in its order; the same as `ids` while nothing is grouped. */
  readonly all: readonly number[];
  /** Rows of the groups that are known, by the id of their head. */
  readonly groups: ReadonlyMap<number, readonly number[]>;
};
export type Grouping = Pick<GridState, 'all' | 'groups'>;

const NO_GROUPS: GridState['groups'] = new Map();
export const EMPTY_GRID: GridState = { ids: [], cursor: -1, anchor: -1, selected: new Set(), all: [], groups: NO_GROUPS };

export const isGroupId = (id: number): boolean => id < 0;

export function cursorId(state: GridState): number | null {
  return state.ids[state.cursor] ?? null;
}

/** The rows behind an id: itself, or those of the group that it heads. */
export function rowsBehind({ groups }: Pick<GridState, 'groups'>, id: number): readonly number[] {
  return isGroupId(id) ? (groups.get(id) ?? []) : [id];
}

function clamp(state: GridState, position: number): number {
  return state.ids.length === 0 ? -1 : Math.min(Math.max(position, 0), state.ids.length - 1);
}

/** A new order: the cursor stays on its row, or, when that has left, on the one that took its place. */
export function withIds(state: GridState, ids: readonly number[], grouping?: Grouping): GridState {
  const next: GridState = { ...state, ids, ...(grouping ?? { all: ids, groups: NO_GROUPS }) };
  const cursor = keptCursor(state, next);
  return { ...next, cursor, anchor: cursor, selected: selectedWithin(state.selected, next) };
}

/** The row itself, the head of the group that it was folded into, or the same place. */
function keptCursor(state: GridState, next: GridState): number {
  const id = cursorId(state);
  if (id === null) return clamp(next, state.cursor);
  const kept = next.ids.indexOf(id);
  if (kept >= 0) return kept;
  const head = [...next.groups].find(([, rows]) => rows.includes(id))?.[0];
  const folded = head === undefined ? -1 : next.ids.indexOf(head);
  return folded >= 0 ? folded : clamp(next, state.cursor);
}

function selectedWithin(selected: ReadonlySet<number>, next: GridState): ReadonlySet<number> {
  if (selected.size === 0) return selected;
  const present = new Set(next.all);
  const kept = [...selected].filter((id) => present.has(id));
  return kept.length === selected.size ? selected : new Set(kept);
}

/** To a position; beyond the ends it stops at them. */
export function movedTo(state: GridState, position: number): GridState {
  const cursor = clamp(state, position);
  return cursor === state.cursor && state.anchor === cursor ? state : { ...state, cursor, anchor: cursor };
}

/** Moves and marks everything between the anchor and the new cursor, beside what was marked. */
export function extendedTo(state: GridState, position: number): GridState {
  const cursor = clamp(state, position);
  if (cursor < 0) return state;
  const anchor = state.anchor < 0 ? state.cursor : state.anchor;
  const range = state.ids.slice(Math.min(anchor, cursor), Math.max(anchor, cursor) + 1);
  return { ...state, cursor, anchor, selected: new Set([...state.selected, ...range.flatMap((id) => rowsBehind(state, id))]) };
}

/** True for a marked row, and for the head of a group whose rows are all marked. */
export function isMarked(state: GridState, id: number): boolean {
  if (!isGroupId(id)) return state.selected.has(id);
  if (state.selected.size === state.all.length) return state.all.length > 0;
  const rows = rowsBehind(state, id);
  return rows.length > 0 && rows.every((row) => state.selected.has(row));
}

/** Marks a row or a whole group, or takes the mark away. */
export function toggled(state: GridState, id: number): GridState {
  const selected = new Set(state.selected);
  const marked = isMarked(state, id);
  for (const row of rowsBehind(state, id)) {
    if (marked) selected.delete(row);
    else selected.add(row);
  }
  return { ...state, selected };
}

/** All rows, or none when all were marked. */
export function allToggled(state: GridState): GridState {
  return { ...state, selected: state.selected.size < state.all.length ? new Set(state.all) : new Set() };
}

export function cleared(state: GridState): GridState {
  return state.selected.size === 0 ? state : { ...state, selected: new Set() };
}

/** What an act applies to: the marked rows in their order, else the row or group under the cursor. */
export function targets(state: GridState): readonly number[] {
  if (state.selected.size > 0) return state.all.filter((id) => state.selected.has(id));
  const id = cursorId(state);
  return id === null ? [] : rowsBehind(state, id);
}

/** The next row from a position down that is `wanted`, heads of groups passed over; -1 if there is none. */
export function nextRow(state: GridState, from: number, wanted: (id: number) => boolean = () => true): number {
  return state.ids.findIndex((id, position) => position >= from && !isGroupId(id) && wanted(id));
}
