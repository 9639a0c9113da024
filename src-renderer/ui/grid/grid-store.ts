import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { EMPTY_GRID } from './grid-state.ts';
import type { GridState } from './grid-state.ts';

/** Outside React rows: a move draws two rows again, not the list. */
export type GridStore = StoreApi<GridState>;

export function createGridStore(): GridStore {
  return createStore<GridState>(() => EMPTY_GRID);
}

/** Applies a pure step of `grid-state.ts`. */
export function stepGrid(store: GridStore, step: (state: GridState) => GridState): void {
  store.setState(step, true);
}
