import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInstant } from '#shared/kernel/instant.ts';
import { readTime } from './times.ts';

function shown(text: string, date1904 = false): string {
  const time = readTime(text, date1904);
  if (!time.ok) return time.reason;
  return formatInstant(time.at) + (time.dateOnly ? ' date' : '');
}

describe('readTime', () => {
  it.each([
    ['2024-12-26 04:57:00', '2024-12-26T04:57:00+08:00'],
    ['2024-12-26T04:57:00', '2024-12-26T04:57:00+08:00'],
    ['2024-12-25T20:57:00Z', '2024-12-26T04:57:00+08:00'],
    ['2024-12-26T04:57:00.250+08:00', '2024-12-26T04:57:00.250+08:00'],
    ['2024-12-26 04:57', '2024-12-26T04:57:00+08:00'],
    ['2024/1/6 4:57', '2024-01-06T04:57:00+08:00'],
    ['2024/1/6 下午 4:57:01', '2024-01-06T16:57:01+08:00'],
    ['2024-01-06 4:57:01 PM', '2024-01-06T16:57:01+08:00'],
    ['2024年12月26日', '2024-12-26T00:00:00+08:00 date'],
    ['2024年12月26日 15时31分', '2024-12-26T15:31:00+08:00'],
    ['2024年12月26日15:31:55', '2024-12-26T15:31:55+08:00'],
    ['20241226045700', '2024-12-26T04:57:00+08:00'],
    ['202412260457', '2024-12-26T04:57:00+08:00'],
    ['20241226', '2024-12-26T00:00:00+08:00 date'],
    ['2024-12-26', '2024-12-26T00:00:00+08:00 date'],
    ['45652.20625', '2024-12-26T04:57:00+08:00'],
    ['45652', '2024-12-26T00:00:00+08:00 date'],
    ['2024-02-29 00:00:00', '2024-02-29T00:00:00+08:00'],
    ['2024-12-31 24:00:00', '2025-01-01T00:00:00+08:00'],
  ])('reads %s', (text, expected) => expect(shown(text)).toBe(expected));

  it.each([
    ['15:31', 'time-without-date'],
    ['15:31:55', 'time-without-date'],
    ['0.646', 'time-without-date'],
    ['2023-02-29 10:00:00', 'time-impossible'],
    ['2024-13-01', 'time-impossible'],
    ['2024-12-26 25:00:00', 'time-impossible'],
    ['2024-12-26 10:61:00', 'time-impossible'],
    ['0001-01-01 00:00:00', 'time-impossible'],
    ['24-12-26 10:00', 'time-ambiguous'],
    ['12/26/24', 'time-ambiguous'],
    ['05/06/2024 10:00', 'time-ambiguous'],
    ['12-26 15:31', 'time-ambiguous'],
    ['昨天下午', 'time-unreadable'],
    ['123', 'time-unreadable'],
    ['1735160220000', 'time-unreadable'],
  ])('refuses %s', (text, reason) => expect(shown(text)).toBe(reason));

  it('counts serials from 1904 when the workbook does', () => {
    expect(shown('44190.20625', true)).toBe('2024-12-26T04:57:00+08:00');
  });

  it('reads back every second that it is given in any of the full forms', () => {
    fc.assert(
      fc.property(fc.integer({ min: 631_152_000, max: 4_070_908_799 }), fc.integer({ min: 0, max: 3 }), (seconds, form) => {
        const iso = formatInstant(seconds * 1000);
        const plain = iso.slice(0, 19).replace('T', ' ');
        const text = [iso, plain, plain.replace(/[- :]/g, ''), plain.replace('-', '年').replace('-', '月').replace(' ', '日 ')][form] ?? '';
        expect(readTime(text)).toEqual({ ok: true, at: seconds * 1000, dateOnly: false });
      }),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void readTime(text)));
  });
});
