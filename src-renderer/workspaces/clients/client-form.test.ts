import { describe, expect, it } from 'vitest';
import { NEW_CLIENT, groupsOf, isChanged, toggledTier } from './client-form.ts';

describe('toggledTier', () => {
  it('keeps the order of the register', () => {
    expect(toggledTier(['strategic'], 'agreement')).toEqual(['agreement', 'strategic']);
    expect(toggledTier(['agreement', 'strategic'], 'agreement')).toEqual(['strategic']);
  });
});

describe('groupsOf', () => {
  it('takes one group a line, once', () => {
    expect(groupsOf(' 云杉客服群\n\n云杉客服群 \r\n发货群')).toEqual(['云杉客服群', '发货群']);
  });
});

describe('isChanged', () => {
  it('compares what would be saved', () => {
    expect(isChanged(NEW_CLIENT, { ...NEW_CLIENT })).toBe(false);
    expect(isChanged(NEW_CLIENT, { ...NEW_CLIENT, tiers: ['vip'] })).toBe(true);
  });
});
