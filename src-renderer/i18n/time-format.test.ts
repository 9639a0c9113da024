import { beforeAll, describe, expect, it } from 'vitest';
import { parseInstant } from '#shared/kernel/instant.ts';
import { keyLabel } from './key-label.ts';
import { startTexts } from './text.ts';
import {
  formatCount,
  formatDuration,
  formatMoment,
  formatMomentNamed,
  formatRate,
  formatRemaining,
  formatStatusClock,
} from './time-format.ts';

const at = (iso: string) => parseInstant(iso) ?? Number.NaN;
const now = at('2026-11-24T15:12:00');
const MINUTE = 60_000;

beforeAll(() => startTexts());

describe('lengths of time', () => {
  it.each([
    ['minutes', 48 * MINUTE, '48 分'],
    ['hours keep two digits of minutes', 65 * MINUTE, '1 时 05 分'],
    ['a day and more stay in hours', (26 * 60 + 4) * MINUTE, '26 时 04 分'],
    ['three days and more', (75 * 60 + 10) * MINUTE, '3 天 03 时'],
  ])('%s', (_name, ms, words) => expect(formatDuration(ms)).toBe(words));

  it.each([
    ['left', 48 * MINUTE, '剩 48 分'],
    ['over', -65 * MINUTE, '超 1 时 05 分'],
    ['over by more than a day', -27 * 60 * MINUTE, '超 1 天 03 时'],
    ['over by more than three days', -77 * 60 * MINUTE, '超 3 天 05 时'],
    ['last minute', 42_000, '剩 42 秒'],
    ['more than a day', 26 * 60 * MINUTE, '剩 1 天 02 时'],
    ['due now', 0, '剩 0 秒'],
  ])('%s', (_name, ms, words) => expect(formatRemaining(now + ms, now)).toBe(words));
});

describe('moments', () => {
  it.each([
    ['today', '2026-11-24T16:00:00', '16:00'],
    ['yesterday', '2026-11-23T13:08:00', '昨天 13:08'],
    ['tomorrow', '2026-11-25T09:00:00', '明天 09:00'],
    ['this year', '2026-11-22T16:20:00', '11-22 16:20'],
    ['another year', '2025-11-22T16:20:00', '2025-11-22 16:20'],
    ['the last second of yesterday', '2026-11-23T23:59:59', '昨天 23:59'],
  ])('%s', (_name, iso, words) => expect(formatMoment(at(iso), now)).toBe(words));

  it('names today where it must be said', () => expect(formatMomentNamed(at('2026-11-24T16:00:00'), now)).toBe('今天 16:00'));
  it('shows date, weekday and time in the status bar', () => expect(formatStatusClock(now)).toBe('11-24 周二 15:12'));
});

describe('numbers', () => {
  it('groups thousands', () =>
    expect([formatCount(412), formatCount(1796), formatCount(1_234_567)]).toEqual(['412', '1,796', '1,234,567']));
  it('cuts rates and never rounds them up', () =>
    expect([formatRate(97_826, 100_000), formatRate(9999, 10_000)]).toEqual(['97.82%', '99.99%']));
});

describe('key labels', () => {
  it.each([
    ['Ctrl+Enter', 'Ctrl 回车'],
    ['KeyA', 'A'],
    ['Digit1', '1'],
    ['Minus', '-'],
    ['Shift+ArrowDown', 'Shift ↓'],
  ])('%s', (keys, words) => expect(keyLabel(keys)).toBe(words));
});
