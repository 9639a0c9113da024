import { dayOf, dayStart, HOUR_MS, MINUTE_MS } from '../../kernel/instant.ts';
import type { CompiledRules } from '../rules/compile.ts';
import type { Priority } from './vocabulary.ts';

type Duty = { from: number; to: number };

function dutyOf(day: number, rules: CompiledRules): Duty {
  const { dutyFromMin, dutyToMin } = rules.set.priorities;
  return { from: dayStart(day) + dutyFromMin * MINUTE_MS, to: dayStart(day) + dutyToMin * MINUTE_MS };
}

/** Instant by which the first intervention is due: the priority's hours, counted in duty hours of every day. */
export function interventionDueAt(raisedAt: number, priority: Priority, rules: CompiledRules): number {
  return afterDutyTime(raisedAt, rules.set.priorities.interventionH[priority] * HOUR_MS, rules);
}

/** The instant that lies so much duty time, in ms, after another. */
export function afterDutyTime(from: number, dutyMs: number, rules: CompiledRules): number {
  let left = dutyMs;
  for (let day = dayOf(from); ; day++) {
    const duty = dutyOf(day, rules);
    // Duty without hours would never end: count wall time then.
    if (duty.to <= duty.from) return from + left;
    const start = Math.max(from, duty.from);
    const available = Math.max(0, duty.to - start);
    if (left <= available) return start + left;
    left -= available;
  }
}

/** Duty time between two instants, in ms; 0 when `to` is not later. */
export function dutyTimeBetween(from: number, to: number, rules: CompiledRules): number {
  let sum = 0;
  for (let day = dayOf(from); day <= dayOf(to); day++) {
    const duty = dutyOf(day, rules);
    sum += Math.max(0, Math.min(to, duty.to) - Math.max(from, duty.from));
  }
  return sum;
}

export type ClockSignal = 'green' | 'yellow' | 'red';

/** Red when past due, yellow when the rest of the duty time is the yellow share or less. */
export function interventionSignal(clock: { raisedAt: number; dueAt: number }, now: number, rules: CompiledRules): ClockSignal {
  if (now > clock.dueAt) return 'red';
  const whole = dutyTimeBetween(clock.raisedAt, clock.dueAt, rules);
  const left = dutyTimeBetween(Math.max(now, clock.raisedAt), clock.dueAt, rules);
  return left <= whole * rules.set.priorities.yellowShare ? 'yellow' : 'green';
}

/**
 * The first instant at which `interventionSignal` is no longer green: a clock that is yellow in the
 * morning has been so since duty ended the evening before.
 */
export function yellowFrom(clock: { raisedAt: number; dueAt: number }, rules: CompiledRules): number {
  const { raisedAt, dueAt } = clock;
  let left = dutyTimeBetween(raisedAt, dueAt, rules) * rules.set.priorities.yellowShare;
  for (let day = dayOf(dueAt); day >= dayOf(raisedAt); day--) {
    const duty = dutyOf(day, rules);
    const end = Math.min(dueAt, duty.to);
    const available = Math.max(0, end - duty.from);
    if (left < available) return Math.max(raisedAt, Math.ceil(end - left));
    left -= available;
  }
  return raisedAt;
}
