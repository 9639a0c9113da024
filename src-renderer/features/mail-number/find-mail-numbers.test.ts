import { describe, expect, it } from 'vitest';
import { findMailNumbers } from './find-mail-numbers.ts';

describe('mail numbers in a copied text', () => {
  it.each([
    ['9800000000013', ['9800000000013']],
    ['请查一下 1100000000017，客户很急', ['1100000000017']],
    ['1100 0000 00017', ['1100000000017']],
    ['１１０００００００００１７', ['1100000000017']],
    ['ea123456785cn', ['EA123456785CN']],
    ['单号：9800000000013\n9800000000020\t9800000000013', ['9800000000013', '9800000000020']],
    ['电话 13800000012，编号 12345', []],
    ['98000000000139', []],
    ['EA123456789CN', []],
    ['', []],
  ])('%j holds %j', (text, numbers) => expect(findMailNumbers(text)).toEqual(numbers));

  it('are at most twenty', () => {
    const many = Array.from({ length: 30 }, (_, index) => String(9_800_000_000_000 + index)).join(' ');
    expect(findMailNumbers(many)).toHaveLength(20);
  });
});
