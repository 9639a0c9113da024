import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inCheckout } from '../runtime/checkout.ts';
import { pinyinTable, renderPinyinTable } from './pinyin-table.ts';

describe('the table of pinyin', () => {
  it('is what the package says', () => {
    expect(readFileSync(inCheckout('src-renderer', 'features', 'palette', 'pinyin.json'), 'utf8')).toBe(renderPinyinTable());
  });

  it('knows every reading of a character', () => {
    const table = pinyinTable();
    const of = (character: string) => Object.keys(table).filter((reading) => table[reading]?.includes(character));
    expect([of('邮'), of('重'), of('行'), of('绿'), of('郵')]).toEqual([
      ['you'],
      expect.arrayContaining(['chong', 'zhong']),
      expect.arrayContaining(['hang', 'xing']),
      expect.arrayContaining(['lv']),
      ['you'],
    ]);
  });

  it('holds every character of the screens', () => {
    const folder = inCheckout('src-renderer', 'i18n', 'zh-cn');
    const texts = readdirSync(folder).map((file) => readFileSync(`${folder}/${file}`, 'utf8'));
    const known = new Set(Object.values(pinyinTable()).join(''));
    const missing = [...new Set(texts.join(''))].filter((character) => /\p{Script=Han}/u.test(character) && !known.has(character));
    expect(missing).toEqual([]);
  });
});
