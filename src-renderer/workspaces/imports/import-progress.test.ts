import { describe, expect, it } from 'vitest';
import { timeLeftMs } from './import-progress.ts';

const reading = { bytesRead: 25, bytesTotal: 100, startedAt: 0, counts: { rows: 1000 }, rowsPerSecond: 500 };

describe('timeLeftMs', () => {
  it('is the rest of the rows by their speed', () => {
    expect(timeLeftMs(reading)).toBe(6000);
  });

  it.each([
    { name: 'nothing read', change: { bytesRead: 0 } },
    { name: 'all read', change: { bytesRead: 100 } },
    { name: 'no speed', change: { rowsPerSecond: 0 } },
    { name: 'no rows', change: { counts: { rows: 0 } } },
  ])('says nothing with $name', ({ change }) => {
    expect(timeLeftMs({ ...reading, ...change })).toBeNull();
  });
});
