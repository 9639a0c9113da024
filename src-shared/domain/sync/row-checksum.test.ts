import { describe, expect, it } from 'vitest';
import { checksumOf } from './row-checksum.ts';

const ROWS = [
  { entity: 'op', id: 'a', rowVer: 1 },
  { entity: 'mail-bundle', id: '1170000000001', rowVer: 4 },
  { entity: 'op', id: 'b', rowVer: 2 },
];

describe('the checksum of a stream', () => {
  it('is the same in any order, and another one for another version of a row', () => {
    const all = checksumOf(ROWS);
    expect(all).toMatchObject({ count: 3, xor64: expect.stringMatching(/^[0-9a-f]{16}$/u) });
    expect(checksumOf([...ROWS].reverse())).toEqual(all);
    expect(checksumOf(ROWS.map((row) => ({ ...row, rowVer: row.rowVer + 1 }))).xor64).not.toBe(all.xor64);
    expect(checksumOf([])).toEqual({ count: 0, xor64: '0'.repeat(16) });
  });
});
