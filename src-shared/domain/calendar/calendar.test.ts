import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../../kernel/instant.ts';
import { createCalendar } from './calendar.ts';

const day = (text: string): number => parseDay(text) ?? Number.NaN;

describe('working calendar', () => {
  const calendar = createCalendar();

  it.each([
    ['2024-02-04', true],
    ['2025-01-26', true],
    ['2025-10-11', true],
    ['2026-01-04', true],
    ['2026-02-14', true],
    ['2026-10-10', true],
    ['2025-10-01', false],
    ['2025-11-22', false],
    ['2025-11-24', true],
    ['1969-12-31', true],
    ['1970-01-03', false],
  ])('%s is a working day: %s', (date, work) => expect(calendar.isWorkday(day(date))).toBe(work));

  it.each([
    ['2025-09-30', 1, '2025-10-09'],
    ['2025-09-28', 1, '2025-09-29'],
    ['2026-02-13', 1, '2026-02-14'],
    ['2025-11-22', 0, '2025-11-22'],
    ['2025-10-09', -1, '2025-09-30'],
  ])('%s plus %i working days is %s', (from, count, to) => {
    expect(formatDay(calendar.addWorkdays(day(from), count))).toBe(to);
  });

  it('warns of years that are not loaded', () => {
    expect(calendar.loadedThrough()).toBe(2026);
    expect(calendar.warning(day('2026-12-31'))).toBeNull();
    expect(calendar.warning(day('2027-01-01'))).toEqual({ reason: 'calendar-not-loaded', year: 2027 });
  });

  it('lays the yearly notice over it', () => {
    const corrected = createCalendar({ days: { '2027-01-01': 'rest', '2027-01-02': 'work' }, throughYear: 2027 });
    expect(corrected.isWorkday(day('2027-01-01'))).toBe(false);
    expect(corrected.isWorkday(day('2027-01-02'))).toBe(true);
    expect(corrected.warning(day('2027-05-01'))).toBeNull();
    expect(formatDay(corrected.addWorkdays(day('2026-12-31'), 1))).toBe('2027-01-02');
    expect(corrected.workdaysBetween(day('2026-12-31'), day('2027-01-04'))).toBe(2);
  });
});
