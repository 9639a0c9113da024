import { widgetStroke } from '../keyboard/key-bindings.ts';
import type { KeyStroke } from '../keyboard/key-match.ts';
import { allToggled, cleared, cursorId, extendedTo, isGroupId, isMarked, movedTo, toggled } from './grid-state.ts';
import type { GridState } from './grid-state.ts';

type Motion = (state: GridState, page: number) => number;

const MOTIONS: Readonly<Record<string, Motion>> = {
  KeyJ: (state) => state.cursor + 1,
  KeyK: (state) => state.cursor - 1,
  ArrowDown: (state) => state.cursor + 1,
  ArrowUp: (state) => state.cursor - 1,
  PageDown: (state, page) => state.cursor + page,
  PageUp: (state, page) => state.cursor - page,
  Home: () => 0,
  End: (state) => state.ids.length - 1,
};

/** The state after a stroke, or null when the grid has no use for it. `page` is the rows that fit. */
export function afterStroke(state: GridState, stroke: KeyStroke, page: number): GridState | null {
  const name = widgetStroke(stroke);
  if (name === null) return null;
  const motion = MOTIONS[name.replace(/^Shift\+/, '')];
  if (motion) {
    const position = motion(state, Math.max(1, page));
    return name.startsWith('Shift+') ? extendedTo(state, position) : movedTo(state, position);
  }
  if (name === 'Ctrl+KeyA') return allToggled(state);
  if (name === 'Escape') return state.selected.size > 0 ? cleared(state) : null;
  const id = cursorId(state);
  return name === 'KeyX' && id !== null ? toggled(state, id) : null;
}

/** The group under the cursor when the stroke would mark it and its rows are not known. */
export function unknownGroup(state: GridState, stroke: KeyStroke): number | null {
  const id = cursorId(state);
  if (id === null || !isGroupId(id) || widgetStroke(stroke) !== 'KeyX') return null;
  return isMarked(state, id) || state.groups.has(id) ? null : id;
}
