import { dayOf, formatDay, parseDay } from '#shared/kernel/instant.ts';

/** The day of the address or, without a real one, today. */
export function shownDay(wanted: string | undefined, now: number): string {
  return wanted !== undefined && parseDay(wanted) !== undefined ? wanted : formatDay(dayOf(now));
}

export function shiftDay(day: string, days: number): string {
  const number = parseDay(day);
  return number === undefined ? day : formatDay(number + days);
}

type Slot = { due: number; undetermined: number; open: boolean; opensAt: number; ranAt: number | null };
export type SlotState = 'notYet' | 'open' | 'closed' | 'missed';

/** Where a slot stands: an ended one that never ran was missed. */
export function slotState(slot: Slot, now: number): SlotState {
  if (slot.open) return 'open';
  if (now < slot.opensAt) return 'notYet';
  return slot.ranAt === null ? 'missed' : 'closed';
}
