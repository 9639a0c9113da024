import { describe, expect, it } from 'vitest';
import { parseReadings } from '#shared/domain/search/readings.ts';
import { readingsOf } from './name-readings.ts';

describe('readings of a name', () => {
  it.each([
    ['湘潭', 'xiang tan'],
    ['重庆', 'chong|zhong qing'],
    ['长沙银行', 'chang|zhang sha yin hang|xing|heng'],
    ['绿A1', 'lv|lu a 1'],
    ['三 店|甲', 'san _ dian _ jia'],
    ['', ''],
  ])('%s → %s', (name, readings) => expect(readingsOf(name)).toBe(readings));

  it('has one place for each character, up to sixty', () => {
    for (const name of ['𠮷野家', '（湘潭）有限公司', '字'.repeat(80)]) {
      expect(parseReadings(readingsOf(name))).toHaveLength(Math.min(60, [...name].length));
    }
  });
});
