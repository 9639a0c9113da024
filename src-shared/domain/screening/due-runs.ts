import { dayOf, MINUTE_MS, type DayNumber } from '../../kernel/instant.ts';
import type { CompiledRules } from '../rules/compile.ts';
import { autoRunAt, hasDuty, type Slot } from './slots.ts';
import { SLOT_REGIONS } from './vocabulary.ts';

/** A slot whose automatic run is due later than this was missed; its run is then marked 补筛. */
export const MISSED_AFTER_MS = 10 * MINUTE_MS;
/** Slots further back than this are past keeping and are not caught up with. */
export const CAUGHT_UP_DAYS = 60;

export type DueRuns = {
  /** Their moment has just come: one run for all of them. */
  readonly due: readonly Slot[];
  /** Their moment passed while the program was off or asleep: one run each, oldest first. */
  readonly missed: readonly Slot[];
};

export type RunHistory = {
  /** Since when the ledger holds facts; slots of earlier moments cannot have been missed. Null: none yet. */
  readonly since: number | null;
  /** When a slot was last run; undefined: never. */
  lastRunAt(slot: Slot): number | undefined;
};

/** Which automatic runs stand out at a moment. A run at or after a slot's automatic moment counts as it. */
export function dueRuns(now: number, rules: CompiledRules, history: RunHistory): DueRuns {
  const { since } = history;
  if (since === null) return { due: [], missed: [] };
  const today = dayOf(now);
  const open: Slot[] = [];
  for (let day: DayNumber = Math.max(dayOf(since), today - CAUGHT_UP_DAYS); day <= today; day++) {
    for (const region of SLOT_REGIONS) {
      const at = autoRunAt(day, region, rules);
      const isPast = at <= now && at >= since && hasDuty(day, region, rules);
      if (isPast && (history.lastRunAt({ day, region }) ?? -Infinity) < at) open.push({ day, region });
    }
  }
  const momentOf = ({ day, region }: Slot): number => autoRunAt(day, region, rules);
  open.sort((a, b) => momentOf(a) - momentOf(b) || SLOT_REGIONS.indexOf(a.region) - SLOT_REGIONS.indexOf(b.region));
  return {
    due: open.filter((slot) => now - momentOf(slot) <= MISSED_AFTER_MS),
    missed: open.filter((slot) => now - momentOf(slot) > MISSED_AFTER_MS),
  };
}
