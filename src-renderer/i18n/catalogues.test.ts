import { describe, expect, it } from 'vitest';
import { contract } from '#shared/contract/contract.ts';
import { COMMON_REASONS } from '#shared/contract/define.ts';
import { en, zhCn } from './catalogues.ts';
import { isKnownReason, reasonText } from './reason-texts.ts';
import { startTexts } from './text.ts';

function leaves(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`));
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Object.values(value as object).flatMap(texts);
}

describe('catalogues', () => {
  it('have the same keys in both languages', () => {
    expect(leaves(en)).toEqual(expect.arrayContaining(leaves(zhCn)));
    expect(leaves(zhCn)).toEqual(expect.arrayContaining(leaves(en)));
  });

  it('leave no text empty', () => {
    expect([...texts(zhCn), ...texts(en)].filter((words) => words.trim() === '')).toEqual([]);
  });

  it('use the same values in both languages', () => {
    const values = (words: string) => [...words.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
    const zh = texts(zhCn).map(values);
    expect(texts(en).map(values)).toEqual(zh);
  });
});

describe('reasons', () => {
  const declared = Object.values(contract)
    .flatMap((area) => Object.values(area))
    .flatMap((endpoint) => ('reasons' in endpoint ? [...endpoint.reasons] : []));

  it.each([...new Set([...COMMON_REASONS, ...declared])])('%s has what happened, what is safe, what to do', (reason) => {
    startTexts();
    expect(isKnownReason(reason)).toBe(true);
    const words = reasonText(reason);
    expect(Object.values(words).every((text) => text.length > 1 && !text.includes('reasons:'))).toBe(true);
  });

  it('reads an undeclared reason as a bug', () => {
    startTexts();
    expect(reasonText('never-heard-of')).toEqual(reasonText('bug'));
  });
});
