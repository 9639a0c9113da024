import { describe, expect, it } from 'vitest';
import { pagesOf } from './history-pages.ts';

describe('pages of the history', () => {
  it.each([
    [0, 0, null],
    [0, 100, null],
    [0, 101, { first: 1, last: 100, hasNewer: false, hasOlder: true }],
    [1, 101, { first: 101, last: 101, hasNewer: true, hasOlder: false }],
    [2, 1000, { first: 201, last: 300, hasNewer: true, hasOlder: true }],
  ])('page %i of %i files', (page, total, expected) => {
    expect(pagesOf(page, total)).toEqual(expected);
  });
});
