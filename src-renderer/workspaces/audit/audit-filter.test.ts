import { describe, expect, it } from 'vitest';
import { isPeriodWrong, NO_FILTER, PAGE_ENTRIES, questionOf } from './audit-filter.ts';

describe('what an auditor asks', () => {
  it('leaves out what is not narrowed', () => {
    expect(questionOf(NO_FILTER, [])).toEqual({ limit: PAGE_ENTRIES });
  });

  it('names person, kind and days, and goes on after the last page', () => {
    const filter = { personId: 'p1', group: 'seen', from: '2026-03-01', to: '2026-03-02' } as const;
    const cursors = [
      { at: 9, id: 'b' },
      { at: 5, id: 'a' },
    ];
    expect(questionOf(filter, cursors)).toEqual({ ...filter, after: { at: 5, id: 'a' }, limit: PAGE_ENTRIES });
  });

  it('knows a period that ends before it begins', () => {
    expect(isPeriodWrong({ ...NO_FILTER, from: '2026-03-02', to: '2026-03-01' })).toBe(true);
    expect(isPeriodWrong({ ...NO_FILTER, from: '2026-03-02', to: '2026-03-02' })).toBe(false);
    expect(isPeriodWrong({ ...NO_FILTER, to: '2026-03-01' })).toBe(false);
  });
});
