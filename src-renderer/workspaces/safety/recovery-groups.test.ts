import { describe, expect, it } from 'vitest';
import { recoveryGroups } from './recovery-groups.ts';

describe('recoveryGroups', () => {
  it.each([
    ['7K2QF-9D0XA-ZZ0RT', ['7K2QF', '9D0XA', 'ZZ0RT']],
    ['7K2QF 9D0XA\nZZ0RT', ['7K2QF', '9D0XA', 'ZZ0RT']],
    ['', []],
  ])('%j', (code, groups) => {
    expect(recoveryGroups(code)).toEqual(groups);
  });
});
