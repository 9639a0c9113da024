import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchTitle } from './match-title.ts';
import table from './pinyin.json';
import { readingsOf } from './pinyin-readings.ts';

const readings = readingsOf(table);
const marked = (title: string, query: string): string | null => {
  const match = matchTitle(title, query, readings);
  return match === null ? null : match.ranges.map(([from, to]) => title.slice(from, to)).join('|');
};

describe('titles', () => {
  it.each([
    ['认领', '认', '认'],
    ['认领', 'renling', '认领'],
    ['认领', 'rl', '认领'],
    ['认领', 'renl', '认领'],
    ['认领', 'ren ling', '认领'],
    ['认领', 'r领', '认领'],
    ['打开异常队列', 'yicdl', '异常队列'],
    ['打开异常队列', 'ycdl', '异常队列'],
    ['打开异常队列', '队列', '队列'],
    ['改为重量核查', 'zhongliang', '重量'],
    ['银行', 'yinhang', '银行'],
    ['文字恢复 100 %', 'hf100', '恢复|100'],
    ['Key sheet', 'sheet', 'sheet'],
    ['筛查覆盖', 'sgai', '筛|盖'],
    ['放大文字', 'fdwz', '放大文字'],
    ['认領', 'renling', '认領'],
  ])('%s is found by %s', (title, query, found) => expect(marked(title, query)).toBe(found));

  it.each([
    ['认领', 'lr'],
    ['认领', 'x'],
    ['认领', '领认'],
    ['认领', 'renlingx'],
    ['认领', '9800000000013'],
  ])('%s is not found by %s', (title, query) => expect(marked(title, query)).toBeNull());

  it('found unbroken come before broken ones, at the beginning before the middle, short before long', () => {
    const titles = ['导出台账并锁定', '锁定', '立即锁定', '锁好大门的规定'];
    const cost = (title: string) => matchTitle(title, 'sd', readings)?.cost ?? Number.POSITIVE_INFINITY;
    expect([...titles].sort((one, other) => cost(one) - cost(other))).toEqual(['锁定', '立即锁定', '导出台账并锁定', '锁好大门的规定']);
  });

  it('are found by any beginning of their readings, always', () => {
    const titles = ['认领', '打开异常队列', '责任环节', '按键一览', '导出台账'];
    const cut = fc.tuple(fc.constantFrom(...titles), fc.array(fc.nat(6), { minLength: 6, maxLength: 6 }));
    fc.assert(
      fc.property(cut, ([title, lengths]) => {
        const typed = [...title].map((character, index) =>
          (readings(character)[0] ?? '').slice(0, index === title.length - 1 ? 1 + (lengths[index % 6] ?? 0) : undefined),
        );
        expect(matchTitle(title, typed.join(''), readings)).not.toBeNull();
        expect(matchTitle(title, typed.map((reading) => reading[0]).join(''), readings)).not.toBeNull();
      }),
      { seed: 20_261_124, numRuns: 300 },
    );
  });
});
