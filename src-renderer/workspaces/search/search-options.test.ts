import { describe, expect, it } from 'vitest';
import { groupsOf, indexPercent, mailNoOf, movedKey, optionsOf, partsOf, recentGroup } from './search-options.ts';
import type { Found } from './search-options.ts';

const none = { hits: [], hasMore: false };
const found: Found = {
  mails: {
    hits: [
      {
        mailNo: '1100000000001',
        number: { text: '1100000000001', marks: [[9, 13]] },
        region: 'same-city',
        stage: 'delivered',
        postingDay: '2026-11-20',
        clientName: '',
        exception: null,
      },
    ],
    hasMore: true,
  },
  exceptions: none,
  clients: {
    hits: [{ code: 'K1', codeMarks: [], name: { text: '湘潭茶业', marks: [[0, 2]] }, tiers: [], openExceptions: 0 }],
    hasMore: false,
  },
  texts: none,
  index: { done: 1, total: 1 },
};

describe('options', () => {
  const options = optionsOf(groupsOf(found));

  it('leave out kinds without a find', () => {
    expect(groupsOf(found).map(({ kind, hasMore }) => [kind, hasMore])).toEqual([
      ['mails', true],
      ['clients', false],
    ]);
    expect(options.map(mailNoOf)).toEqual(['1100000000001', null]);
  });

  it.each([
    [null, 1, 'mail-1100000000001'],
    ['mail-1100000000001', 1, 'client-K1'],
    ['client-K1', 1, 'client-K1'],
    ['client-K1', -1, 'mail-1100000000001'],
    ['gone', 1, 'mail-1100000000001'],
  ])('from %s by %i to %s', (key, by, next) => expect(movedKey(options, key, by)).toBe(next));

  it('are what was searched for lately while nothing is typed', () => {
    expect(optionsOf([recentGroup(['破损'])])).toEqual([{ kind: 'recent', key: 'recent-破损', text: '破损' }]);
    expect(movedKey([], null, 1)).toBeNull();
  });
});

it('a text in parts is the text again', () => {
  const parts = partsOf({ text: '外包破损了', marks: [[2, 4]] });
  expect(parts).toEqual([
    { text: '外包', isMarked: false },
    { text: '破损', isMarked: true },
    { text: '了', isMarked: false },
  ]);
  expect(partsOf({ text: '', marks: [] })).toEqual([]);
});

it.each([
  [0, 0, null],
  [5, 5, null],
  [999_999, 1_000_000, 99],
  [0, 10, 0],
])('an index of %i of %i rows is %s', (done, total, percent) => expect(indexPercent({ done, total })).toBe(percent));
