import { dayOf, dayStart, MINUTE_MS, type DayNumber } from '../../kernel/instant.ts';
import type { CompiledRules } from '../rules/compile.ts';
import type { MailState } from './evaluation.ts';
import { SLOT_REGIONS, type Region, type SlotRegion } from './vocabulary.ts';

/** The daily duty of a region: the mails posted `offsetDays` before `day`. */
export type Slot = { day: DayNumber; region: SlotRegion };

/** Instant from which a slot may be evaluated. */
export function slotOpening(day: DayNumber, region: SlotRegion, rules: CompiledRules): number {
  return dayStart(day) + rules.set.slots[region].opensAtMin * MINUTE_MS;
}

/** 24:00 of the day; an evaluation at this instant is late. */
export function slotClose(day: DayNumber): number {
  return dayStart(day + 1);
}

/** Instant at which a slot is evaluated by itself. */
export function autoRunAt(day: DayNumber, region: SlotRegion, rules: CompiledRules): number {
  return dayStart(day) + rules.set.slots[region].autoRunAtMin * MINUTE_MS;
}

/** Duty day of a posting day. */
export function dutyDayOf(postingDay: DayNumber, region: SlotRegion, rules: CompiledRules): DayNumber {
  const offset = rules.set.slots[region].offsetDays;
  return rules.set.dutyCalendar === 'calendar' ? postingDay + offset : rules.calendar.addWorkdays(postingDay, offset);
}

/** Posting days whose mails a slot holds, both ends included; null when none (a day off by the working calendar). */
export function postingDayFor(day: DayNumber, region: SlotRegion, rules: CompiledRules): { from: DayNumber; to: DayNumber } | null {
  const offset = rules.set.slots[region].offsetDays;
  if (rules.set.dutyCalendar === 'calendar') return { from: day - offset, to: day - offset };
  if (offset === 0) return { from: day, to: day };
  if (!rules.calendar.isWorkday(day)) return null;
  // The days from the n-th working day before on, up to the eve of the next working day.
  return {
    from: rules.calendar.addWorkdays(day, -offset),
    to: rules.calendar.addWorkdays(day, -offset + 1) - 1,
  };
}

function isSlotRegion(region: Region): region is SlotRegion {
  return region === 'same-city' || region === 'in-province' || region === 'out-of-province';
}

/** The slot of a mail whose region is known, or null. */
export function ownSlot(state: MailState, rules: CompiledRules): Slot | null {
  if (state.acceptance === null || state.stage === 'void' || !isSlotRegion(state.region)) return null;
  return { day: dutyDayOf(state.acceptance.day, state.region, rules), region: state.region };
}

/** Slots in which a mail is due: one, three when the region is unknown, none when international, void or without acceptance. */
export function slotsOfMail(state: MailState, rules: CompiledRules): Slot[] {
  const { acceptance } = state;
  if (acceptance === null || state.stage === 'void') return [];
  if (state.region === 'unknown') {
    return SLOT_REGIONS.map((region) => ({ day: dutyDayOf(acceptance.day, region, rules), region }));
  }
  const own = ownSlot(state, rules);
  return own ? [own] : [];
}

/** Slots that are open at this moment: opened and not closed. */
export function openSlots(now: number, rules: CompiledRules): Slot[] {
  const day = dayOf(now);
  return SLOT_REGIONS.filter((region) => slotOpening(day, region, rules) <= now && hasDuty(day, region, rules)).map((region) => ({
    day,
    region,
  }));
}

/** False on days off, where duty follows the working calendar. */
export function hasDuty(day: DayNumber, region: SlotRegion, rules: CompiledRules): boolean {
  return postingDayFor(day, region, rules) !== null;
}

function latestOf(region: SlotRegion, now: number, rules: CompiledRules): number {
  let day = dayOf(now);
  while (slotOpening(day, region, rules) > now || !hasDuty(day, region, rules)) day--;
  return slotOpening(day, region, rules);
}

/** Latest opening, up to `now`, of any slot of a region (unknown: of the three); null for international. */
export function latestOpening(region: Region, now: number, rules: CompiledRules): number | null {
  if (isSlotRegion(region)) return latestOf(region, now, rules);
  if (region === 'international') return null;
  return Math.max(...SLOT_REGIONS.map((each) => latestOf(each, now, rules)));
}

/** True for a watched mail whose trace is older than the latest opening of a slot of its region. */
export function needsFreshTrace(state: MailState, now: number, rules: CompiledRules): boolean {
  if (state.acceptance === null || state.terminal || state.traceAsOf === null) return false;
  const opening = latestOpening(state.region, now, rules);
  return opening !== null && state.traceAsOf < opening;
}
