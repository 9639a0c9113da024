import { describe, expect, it } from 'vitest';
import table from '../features/palette/pinyin.json';
import { readingsOf } from '../features/palette/pinyin-readings.ts';
import { ownedCommands } from '../ui/keyboard/commands.ts';
import { paletteResults } from './palette-results.ts';

const titles = { claim: '认领', close: '结案', lock: '锁定', export: '导出台账', copy: '复制邮件号', search: '筛选当前列表' };
const entries = ownedCommands(
  'x',
  Object.entries(titles).map(([id, title]) => ({
    id,
    title,
    keys: [],
    group: '',
    run: () => undefined,
    ...(id === 'lock' ? { keywords: ['lock', '离开'] } : {}),
  })),
).map((command) => ({ command, possible: command.id !== 'x.close' }));
const readings = readingsOf(table);
const ids = (query: string, recent: readonly string[] = []) =>
  paletteResults(query, { entries, recent, readings }).map(({ command }) => command.id.slice(2));

describe('the palette', () => {
  it('shows everything while nothing is typed, recent commands first in their order', () => {
    expect(ids('')).toEqual(Object.keys(titles));
    expect(ids('', ['x.copy', 'x.claim']).slice(0, 3)).toEqual(['copy', 'claim', 'close']);
  });

  it('finds by Chinese, pinyin, initials and further words', () => {
    expect(['锁', 'suoding', 'sd', 'LOCK', 'likai'].map((query) => ids(query)[0])).toEqual(Array.from({ length: 5 }, () => 'lock'));
  });

  it('marks what was found in the title, not what was found in further words', () => {
    const [byTitle] = paletteResults('yjh', { entries, recent: [], readings });
    const [byWord] = paletteResults('离开', { entries, recent: [], readings });
    expect([byTitle?.ranges, byWord?.ranges]).toEqual([[[2, 5]], []]);
  });

  it('puts a recent command before an equal one, and what is not possible last', () => {
    expect(ids('d')[0]).toBe('export');
    expect(ids('d', ['x.lock'])).toEqual(expect.arrayContaining(['lock', 'export']));
    expect(ids('j').at(-1)).toBe('close');
  });
});
