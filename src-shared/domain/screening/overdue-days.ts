import { dayOf, type DayNumber } from '../../kernel/instant.ts';
import type { CompiledRules } from '../rules/compile.ts';

/** Days from the duty day to an instant: calendar days, or working days where duty follows them. */
export function overdueDays(slotDay: DayNumber, now: number, rules: CompiledRules): number {
  const today = dayOf(now);
  if (rules.set.dutyCalendar === 'calendar') return Math.max(0, today - slotDay);
  return rules.calendar.workdaysBetween(slotDay, today);
}

/** Day on which an overdue mail reaches the number of days that raises its priority. */
export function overdueMilestone(slotDay: DayNumber, rules: CompiledRules): DayNumber {
  const days = rules.set.priorities.overdueDays;
  return rules.set.dutyCalendar === 'calendar' ? slotDay + days : rules.calendar.addWorkdays(slotDay, days);
}
