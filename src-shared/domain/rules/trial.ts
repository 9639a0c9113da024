import { dayOf, formatDay } from '../../kernel/instant.ts';
import { autoRunAt, dutyDayOf, slotClose, slotOpening } from '../screening/slots.ts';
import type { Slot } from '../screening/slots.ts';
import type { SlotRegion } from '../screening/vocabulary.ts';
import { asVersion } from './draft.ts';
import type { RuleDraft } from './draft.ts';
import { compileRules } from './compile.ts';

/** What a draft makes of a mail posted at an instant: its slot, the slot's times, and each step to it. */
export type Trial = {
  postingDay: number;
  slot: Slot;
  opensAt: number;
  autoRunAt: number;
  /** 24:00 of the duty day: the verdict is on time before it. */
  closesAt: number;
  /** From when an undelivered mail that is out for delivery on the day counts as overdue. */
  deliverySideFrom: number;
  offsetDays: number;
  /** Days after the posting day up to the duty day, and whether each was counted. */
  days: { day: string; counted: boolean }[];
  /** Year whose calendar is not loaded, when duty follows working days; else null. */
  calendarMissing: number | null;
};

/** Tries a posting time: the slot it falls into, its due time, and why. */
export function trySlot(draft: RuleDraft, { postedAt, region }: { postedAt: number; region: SlotRegion }): Trial {
  const rules = compileRules(asVersion(draft, { version: 0, effectiveFrom: 0 }));
  const postingDay = dayOf(postedAt);
  const day = dutyDayOf(postingDay, region, rules);
  const isWorking = draft.dutyCalendar === 'working';
  const days = Array.from({ length: day - postingDay }, (_, index) => {
    const each = postingDay + 1 + index;
    return { day: formatDay(each), counted: !isWorking || rules.calendar.isWorkday(each) };
  });
  return {
    postingDay,
    slot: { day, region },
    opensAt: slotOpening(day, region, rules),
    autoRunAt: autoRunAt(day, region, rules),
    closesAt: slotClose(day),
    deliverySideFrom: slotClose(day - 1) + rules.ms.overdueDeliverySideFrom,
    offsetDays: draft.slots[region].offsetDays,
    days,
    calendarMissing: isWorking ? (rules.calendar.warning(day)?.year ?? null) : null,
  };
}
