import { describe, expect, it } from 'vitest';
import { formatBytes } from './size-format.ts';

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KB'],
    [38 * 1024 + 900, '38 KB'],
    [1.1 * 1024 ** 2, '1.1 MB'],
    [52 * 1024 ** 3, '52 GB'],
  ])('%d → %s', (bytes, words) => {
    expect(formatBytes(bytes)).toBe(words);
  });
});
