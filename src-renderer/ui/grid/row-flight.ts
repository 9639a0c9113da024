/** Positions of the first and the last row that are drawn. */
export type RowWindow = { readonly first: number; readonly last: number };
type RowFlight = {
  /** Whether the rows of this window are read now; if not, once the window has rested for `REST_MS`. */
  isToBeRead(window: RowWindow, nowMs: number): boolean;
};

/** A jump so soon after another is part of a flight. */
const FLIGHT_MS = 100;
/** In flight rows are read as seldom as this: one sees where one is. */
const GLANCE_MS = 150;
export const REST_MS = 60;

/**
 * Tells rows that are looked at from rows that fly past: on the way through ten thousand rows most
 * are drawn for one frame only, and reading and drawing them would hold up the scrolling itself.
 */
export function createRowFlight(): RowFlight {
  let last: RowWindow = { first: 0, last: -1 };
  let [jumpedAt, readAt] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return {
    isToBeRead: (window, nowMs) => {
      const isJump = overlapOf(last, window) * 2 < lengthOf(window);
      const isFlying = isJump && nowMs - jumpedAt <= FLIGHT_MS;
      last = window;
      if (isJump) jumpedAt = nowMs;
      if (isFlying && nowMs - readAt < GLANCE_MS) return false;
      readAt = nowMs;
      return true;
    },
  };
}

const lengthOf = ({ first, last }: RowWindow): number => last - first + 1;
const overlapOf = (a: RowWindow, b: RowWindow): number => Math.max(0, Math.min(a.last, b.last) - Math.max(a.first, b.first) + 1);
