import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterStroke } from './grid-keys.ts';
import {
  EMPTY_GRID,
  allToggled,
  cleared,
  cursorId,
  extendedTo,
  isMarked,
  movedTo,
  nextRow,
  targets,
  toggled,
  withIds,
} from './grid-state.ts';
import type { GridState } from './grid-state.ts';

const stroke = (code: string, held: { ctrl?: boolean; shift?: boolean } = {}) => ({
  code,
  ctrlKey: held.ctrl ?? false,
  shiftKey: held.shift ?? false,
  altKey: false,
  metaKey: false,
});
const grid = (...ids: number[]): GridState => movedTo(withIds(EMPTY_GRID, ids), 0);

describe('order', () => {
  it('puts no cursor into an empty grid', () => expect(cursorId(withIds(EMPTY_GRID, []))).toBeNull());
  it('keeps the cursor on its row when the order changes', () => {
    expect(cursorId(withIds(movedTo(grid(1, 2, 3), 1), [3, 2, 1]))).toBe(2);
  });
  it('puts the cursor on the row that took the place of a gone one', () => {
    expect(cursorId(withIds(movedTo(grid(1, 2, 3), 1), [1, 3]))).toBe(3);
    expect(cursorId(withIds(movedTo(grid(1, 2, 3), 2), [1, 2]))).toBe(2);
  });
  it('forgets marks of rows that are gone', () => expect([...withIds(allToggled(grid(1, 2, 3)), [2, 4]).selected]).toEqual([2]));
});

describe('keys', () => {
  const rows = grid(...Array.from({ length: 50 }, (_, index) => index));
  it.each([
    ['KeyJ', 1],
    ['ArrowDown', 1],
    ['PageDown', 17],
    ['End', 49],
    ['KeyK', 0],
    ['Home', 0],
  ])('%s', (code, position) => expect(afterStroke(rows, stroke(code), 17)?.cursor).toBe(position));

  it('marks a range with Shift and arrows, both ways', () => {
    const down = ['ArrowDown', 'ArrowDown'].reduce(
      (state, code) => afterStroke(state, stroke(code, { shift: true }), 10) ?? state,
      movedTo(rows, 5),
    );
    expect([...down.selected]).toEqual([5, 6, 7]);
    expect(down.cursor).toBe(7);
  });
  it('marks one with X and all with Ctrl A, and clears with Escape', () => {
    expect([...(afterStroke(rows, stroke('KeyX'), 10)?.selected ?? [])]).toEqual([0]);
    const all = afterStroke(rows, stroke('KeyA', { ctrl: true }), 10) ?? rows;
    expect(all.selected.size).toBe(50);
    expect(afterStroke(all, stroke('Escape'), 10)?.selected.size).toBe(0);
  });
  it('leaves other keys alone', () => {
    for (const code of ['KeyA', 'Enter', 'Space', 'Escape', 'Digit1']) expect(afterStroke(rows, stroke(code), 10)).toBeNull();
  });
});

describe('acts apply to', () => {
  it('the row under the cursor without marks', () => expect(targets(movedTo(grid(7, 8, 9), 1))).toEqual([8]));
  it('the marked rows in their order', () => expect(targets(toggled(toggled(grid(7, 8, 9), 9), 7))).toEqual([7, 9]));
  it('nothing in an empty grid', () => expect(targets(EMPTY_GRID)).toEqual([]));
});

describe('groups', () => {
  const groups = {
    all: [1, 2, 3, 4, 5],
    groups: new Map([
      [-1, [1, 2, 3]],
      [-2, [4, 5]],
    ]),
  };
  const open = movedTo(withIds(EMPTY_GRID, [-1, 1, 2, 3, -2, 4, 5], groups), 0);
  const folded = movedTo(withIds(EMPTY_GRID, [-1, -2, 4, 5], groups), 0);

  it('mark all their rows by their head, folded or not', () => {
    for (const state of [open, folded]) {
      const marked = toggled(state, -1);
      expect([[...marked.selected], isMarked(marked, -1), isMarked(marked, -2)]).toEqual([[1, 2, 3], true, false]);
      expect(toggled(marked, -1).selected.size).toBe(0);
    }
  });
  it('complete the marks of a group of which some are marked', () => {
    expect([...toggled(toggled(open, 2), -1).selected].sort()).toEqual([1, 2, 3]);
  });
  it('are what an act applies to while the cursor is on their head', () => {
    expect(targets(folded)).toEqual([1, 2, 3]);
    expect(targets(movedTo(open, 5))).toEqual([4]);
  });
  it('take their folded rows along in ranges and in all', () => {
    expect([...extendedTo(folded, 1).selected]).toEqual([1, 2, 3, 4, 5]);
    expect(allToggled(folded).selected.size).toBe(5);
    expect(isMarked(allToggled(folded), -2)).toBe(true);
  });
  it('keep marks of rows that are folded away, and put the cursor on the head', () => {
    const before = toggled(movedTo(open, 2), 2);
    const after = withIds(before, folded.ids, groups);
    expect([[...after.selected], cursorId(after)]).toEqual([[2], -1]);
  });
  it('are passed over on the way to the next row', () => {
    expect(nextRow(open, 4)).toBe(5);
    expect(nextRow(open, 0, (id) => id > 2)).toBe(3);
    expect(nextRow(folded, 4)).toBe(-1);
  });
});

it('keeps cursor and marks within the rows, whatever is done', () => {
  const step = fc.oneof(
    fc.integer({ min: -5, max: 60 }).map((to) => (state: GridState) => movedTo(state, to)),
    fc.integer({ min: -5, max: 60 }).map((to) => (state: GridState) => extendedTo(state, to)),
    fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 30 }).map((ids) => (state: GridState) => withIds(state, ids)),
    fc.constant(allToggled),
    fc.constant(cleared),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const state = steps.reduce((before, apply) => apply(before), EMPTY_GRID);
      const present = new Set(state.ids);
      expect(state.cursor < state.ids.length && state.cursor >= -1).toBe(true);
      expect([...state.selected].every((id) => present.has(id))).toBe(true);
    }),
    { seed: 41, verbose: 1 },
  );
});
