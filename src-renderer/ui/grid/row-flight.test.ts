import { describe, expect, it } from 'vitest';
import { createRowFlight } from './row-flight.ts';

/** A frame each `frameMs`, `step` rows further; which of them are read. */
function scroll({ frames, step, frameMs }: { frames: number; step: number; frameMs: number }): boolean[] {
  const flight = createRowFlight();
  return Array.from({ length: frames }, (_, frame) =>
    flight.isToBeRead({ first: frame * step, last: frame * step + 36 }, 5000 + frame * frameMs),
  );
}

describe('rows that are drawn', () => {
  it('are all read while one can follow them', () => {
    expect(scroll({ frames: 60, step: 3, frameMs: 16 })).not.toContain(false);
    expect(scroll({ frames: 60, step: 18, frameMs: 16 })).not.toContain(false);
  });

  it('are read at once after a single jump, and after slow ones', () => {
    expect(scroll({ frames: 5, step: 36, frameMs: 200 })).toEqual([true, true, true, true, true]);
  });

  it('are read seldom in flight, but are', () => {
    const read = scroll({ frames: 60, step: 37, frameMs: 16 }).filter(Boolean).length;
    expect(read).toBeGreaterThanOrEqual(5);
    expect(read).toBeLessThanOrEqual(8);
  });

  it('are read again when nothing has moved', () => {
    const flight = createRowFlight();
    for (let frame = 0; frame < 4; frame += 1) flight.isToBeRead({ first: frame * 40, last: frame * 40 + 36 }, frame * 16);
    expect(flight.isToBeRead({ first: 120, last: 156 }, 70)).toBe(true);
  });
});
