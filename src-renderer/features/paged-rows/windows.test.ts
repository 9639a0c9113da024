import { describe, expect, it } from 'vitest';
import { windowsOf } from './windows.ts';

describe('windowsOf', () => {
  it.each([
    { name: 'nothing', positions: [], expected: [] },
    { name: 'neighbours in any order become one read', positions: [3, 1, 2], expected: [{ offset: 1, limit: 3 }] },
    {
      name: 'a gap parts them',
      positions: [0, 1, 5],
      expected: [
        { offset: 0, limit: 2 },
        { offset: 5, limit: 1 },
      ],
    },
  ])('$name', ({ positions, expected }) => {
    expect(windowsOf(positions)).toEqual(expected);
  });

  it('reads no more than the longest window at once', () => {
    const positions = Array.from({ length: 450 }, (_, position) => position);
    expect(windowsOf(positions, 200).map((window) => window.limit)).toEqual([200, 200, 50]);
  });
});
