/** Order, cursor and selection of a grid. `cursor` is a position in `ids`, -1 while there are none. */
export type GridState = {
  readonly ids: readonly number[];
  readonly cursor: number;
  /** Where a Shift range began. */
  readonly anchor: number;
  readonly selected: ReadonlySet<number>;
};

export const EMPTY_GRID: GridState = { ids: [], cursor: -1, anchor: -1, selected: new Set() };

export function cursorId(state: GridState): number | null {
  return state.ids[state.cursor] ?? null;
}

function clamp(state: GridState, position: number): number {
  return state.ids.length === 0 ? -1 : Math.min(Math.max(position, 0), state.ids.length - 1);
}

/** A new order: the cursor stays on its row, or, when that has left, on the one that took its place. */
export function withIds(state: GridState, ids: readonly number[]): GridState {
  const id = cursorId(state);
  const kept = id === null ? -1 : ids.indexOf(id);
  const next: GridState = { ...state, ids };
  const cursor = kept >= 0 ? kept : clamp(next, state.cursor);
  return { ...next, cursor, anchor: cursor, selected: selectedWithin(state.selected, ids) };
}

function selectedWithin(selected: ReadonlySet<number>, ids: readonly number[]): ReadonlySet<number> {
  if (selected.size === 0) return selected;
  const present = new Set(ids);
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
  return { ...state, cursor, anchor, selected: new Set([...state.selected, ...range]) };
}

export function toggled(state: GridState, id: number): GridState {
  const selected = new Set(state.selected);
  if (!selected.delete(id)) selected.add(id);
  return { ...state, selected };
}

/** All rows, or none when all were marked. */
export function allToggled(state: GridState): GridState {
  const all = state.selected.size < state.ids.length;
  return { ...state, selected: all ? new Set(state.ids) : new Set() };
}

export function cleared(state: GridState): GridState {
  return state.selected.size === 0 ? state : { ...state, selected: new Set() };
}

/** What an act applies to: the marked rows in their order, else the row under the cursor. */
export function targets(state: GridState): readonly number[] {
  if (state.selected.size > 0) return state.ids.filter((id) => state.selected.has(id));
  const id = cursorId(state);
  return id === null ? [] : [id];
}
