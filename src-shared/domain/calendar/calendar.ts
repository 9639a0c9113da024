import chineseDays from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { formatDay, type DayNumber } from '../../kernel/instant.ts';

/** Corrections of the yearly notice, by `YYYY-MM-DD`, and the last year that is complete with them. */
export type HolidayTable = {
  days: Readonly<Record<string, 'rest' | 'work'>>;
  throughYear: number | null;
};

export type CalendarWarning = { reason: 'calendar-not-loaded'; year: number };

export type Calendar = {
  isWorkday(day: DayNumber): boolean;
  /** The n-th working day after (n < 0: before) a day; n = 0 is the day itself. */
  addWorkdays(day: DayNumber, count: number): DayNumber;
  /** Working days after `from` up to and with `to`; 0 when `to` is not later. */
  workdaysBetween(from: DayNumber, to: DayNumber): number;
  /** Last year whose holidays are known; later years fall back to Monday to Friday. */
  loadedThrough(): number;
  warning(day: DayNumber): CalendarWarning | null;
};

type DayNames = Readonly<Record<string, string | undefined>>;
const HOLIDAYS: DayNames = chineseDays.holidays;
const WORKDAYS: DayNames = chineseDays.workdays;

function lastYearOf(dates: DayNames): number {
  let last = 0;
  for (const date of Object.keys(dates)) last = Math.max(last, Number(date.slice(0, 4)));
  return last;
}

/** Day 0 (1970-01-01) was a Thursday; 0 = Monday. */
function weekday(day: DayNumber): number {
  return (((day + 3) % 7) + 7) % 7;
}

const NO_CORRECTIONS: HolidayTable = { days: {}, throughYear: null };

/** The working calendar of mainland China with a supervisor's corrections laid over it. */
export function createCalendar(table: HolidayTable = NO_CORRECTIONS): Calendar {
  const known = new Map<DayNumber, boolean>();
  const through = Math.max(lastYearOf(HOLIDAYS), table.throughYear ?? 0);

  function decide(day: DayNumber): boolean {
    const date = formatDay(day);
    const corrected = table.days[date];
    if (corrected !== undefined) return corrected === 'work';
    if (WORKDAYS[date] !== undefined) return true;
    return HOLIDAYS[date] === undefined && weekday(day) < 5;
  }

  function isWorkday(day: DayNumber): boolean {
    let work = known.get(day);
    if (work === undefined) known.set(day, (work = decide(day)));
    return work;
  }

  return {
    isWorkday,
    addWorkdays(day, count) {
      const step = count < 0 ? -1 : 1;
      let [at, left] = [day, Math.abs(count)];
      while (left > 0) if (isWorkday((at += step))) left--;
      return at;
    },
    workdaysBetween(from, to) {
      let count = 0;
      for (let day = from + 1; day <= to; day++) if (isWorkday(day)) count++;
      return count;
    },
    loadedThrough: () => through,
    warning(day) {
      const year = Number(formatDay(day).slice(0, 4));
      return year > through ? { reason: 'calendar-not-loaded', year } : null;
    },
  };
}
