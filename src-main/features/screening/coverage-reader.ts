import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import { latestOpening, postingDayFor, slotOpening } from '#shared/domain/screening/slots.ts';
import type { SlotRegion } from '#shared/domain/screening/vocabulary.ts';
import { SLOT_REGIONS } from '#shared/domain/screening/vocabulary.ts';
import type { ReadTx } from '../../ledger/index.ts';

/** One slot's figures; determined = normal + abnormal = onTime + late. */
export type SlotRow = {
  day: number;
  region: SlotRegion;
  due: number;
  normal: number;
  abnormal: number;
  undetermined: number;
  onTime: number;
  late: number;
};
export type Coverage = { slots: SlotRow[]; noAcceptance: number; unknownRegion: number; needFreshTrace: number };
type SumRow = Omit<SlotRow, 'undetermined' | 'onTime'> & { on_time: number };

/** Mails of the ledger and those that have left it after their keeping time. */
const SLOT_SUMS = `SELECT day, region, sum(due) AS due, sum(normal) AS normal, sum(abnormal) AS abnormal,
    sum(on_time) AS on_time, sum(late) AS late
  FROM (SELECT day, region, due, normal, abnormal, on_time, late FROM slot
        UNION ALL SELECT day, region, due, normal, abnormal, on_time, late FROM verdict_kept)`;

/** Every slot with due mails that has opened by `now`, oldest first. */
export function listOpenedSlots(tx: ReadTx, now: number, rules: CompiledRules): SlotRow[] {
  return tx
    .all<SumRow>(`${SLOT_SUMS} GROUP BY day, region ORDER BY day`)
    .filter((row) => row.due > 0 && slotOpening(row.day, row.region, rules) <= now)
    .map(slotOf)
    .sort((a, b) => a.day - b.day || SLOT_REGIONS.indexOf(a.region) - SLOT_REGIONS.indexOf(b.region));
}

/** The coverage report of a day: its three slots, and what stands beside them. */
export function readCoverage(tx: ReadTx, day: number, context: { now: number; rules: CompiledRules }): Coverage {
  const rows = tx.all<SumRow>(`${SLOT_SUMS} WHERE day = ? GROUP BY day, region`, [day]);
  return {
    slots: SLOT_REGIONS.map((region) => {
      const row = rows.find((each) => each.region === region);
      return slotOf(row ?? { day, region, due: 0, normal: 0, abnormal: 0, on_time: 0, late: 0 });
    }),
    noAcceptance: countWithoutAcceptance(tx),
    unknownRegion: countUnknownRegion(tx, day, context.rules),
    needFreshTrace: countNeedingFreshTrace(tx, context),
  };
}

// Named, because the planner would rather walk all mails that have a posting day.
export const WATCHED_QUERY = `SELECT count(*) FROM mail INDEXED BY mail_watched
  WHERE terminal = 0 AND trace_as_of IS NOT NULL AND posting_day IS NOT NULL`;

/** Mails under watch: accepted, a trace known, not terminal. */
export function countWatched(tx: ReadTx): number {
  return tx.pluck<number>(WATCHED_QUERY) ?? 0;
}

function slotOf({ day, region, due, normal, abnormal, on_time, late }: SumRow): SlotRow {
  return { day, region, due, normal, abnormal, undetermined: due - normal - abnormal, onTime: on_time, late };
}

function countWithoutAcceptance(tx: ReadTx): number {
  return tx.pluck<number>("SELECT count(*) FROM mail WHERE dirty <> 1 AND posting_day IS NULL AND stage <> 'void'") ?? 0;
}

function countUnknownRegion(tx: ReadTx, day: number, rules: CompiledRules): number {
  let count = 0;
  for (const region of SLOT_REGIONS) {
    const days = postingDayFor(day, region, rules);
    if (days === null) continue;
    count +=
      tx.pluck<number>("SELECT count(*) FROM mail WHERE posting_day BETWEEN ? AND ? AND region = 'unknown' AND stage <> 'void'", [
        days.from,
        days.to,
      ]) ?? 0;
  }
  return count;
}

function countNeedingFreshTrace(tx: ReadTx, { now, rules }: { now: number; rules: CompiledRules }): number {
  let count = 0;
  // A mail of unknown region has no slot of its own; it stands under unknownRegion.
  for (const region of SLOT_REGIONS) {
    const opening = latestOpening(region, now, rules);
    if (opening === null) continue;
    count +=
      tx.pluck<number>(
        `SELECT count(*) FROM mail WHERE region = ? AND trace_as_of < ?
           AND terminal = 0 AND trace_as_of IS NOT NULL AND posting_day IS NOT NULL`,
        [region, opening],
      ) ?? 0;
  }
  return count;
}
