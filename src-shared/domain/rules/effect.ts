import { canonicalJson } from '../../kernel/canonical-json.ts';
import { formatDay } from '../../kernel/instant.ts';
import type { DayNumber } from '../../kernel/instant.ts';
import { dutyDayOf } from '../screening/slots.ts';
import { SLOT_REGIONS } from '../screening/vocabulary.ts';
import type { CompiledRules } from './compile.ts';
import type { RuleDraft } from './draft.ts';
import type { DraftProblem } from './check-draft.ts';

/** True when mails may fold to another stage, region or acceptance: the tables that facts are read by differ. */
export function changesFold(before: RuleDraft, after: RuleDraft): boolean {
  return canonicalJson(readingOf(before)) !== canonicalJson(readingOf(after));
}

function readingOf({ codes, nameStages, reach, homeCity, thresholds }: RuleDraft): unknown {
  return { codes, nameStages, reach, homeCity, asOfToleranceMin: thresholds.asOfToleranceMin };
}

/** True when slots open at another time of day. */
export function changesOpenings(before: RuleDraft, after: RuleDraft): boolean {
  return SLOT_REGIONS.some((region) => before.slots[region].opensAtMin !== after.slots[region].opensAtMin);
}

/**
 * The duty of stored mails must stay where it is: their slots were counted, closed and reported.
 * Answers with a problem when a posting day of the range would be due on another day.
 */
export function checkDuty(before: CompiledRules, after: CompiledRules, posted: { from: DayNumber; to: DayNumber }): DraftProblem[] {
  for (let day = posted.from; day <= posted.to; day++) {
    for (const region of SLOT_REGIONS) {
      const [was, is] = [dutyDayOf(day, region, before), dutyDayOf(day, region, after)];
      if (was === is) continue;
      const path = before.set.dutyCalendar !== after.set.dutyCalendar ? 'dutyCalendar' : pathOf(before, after, region);
      return [{ path, reason: 'duty-of-stored-mails', detail: { postingDay: formatDay(day), was: formatDay(was), would: formatDay(is) } }];
    }
  }
  return [];
}

function pathOf(before: CompiledRules, after: CompiledRules, region: (typeof SLOT_REGIONS)[number]): string {
  const isOffset = before.set.slots[region].offsetDays !== after.set.slots[region].offsetDays;
  return isOffset ? `slots.${region}.offsetDays` : 'holidays.days';
}
