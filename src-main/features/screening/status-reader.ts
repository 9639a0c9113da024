import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import { autoRunAt, hasDuty, slotClose, slotOpening } from '#shared/domain/screening/slots.ts';
import type { SlotRegion } from '#shared/domain/screening/vocabulary.ts';
import { SLOT_REGIONS } from '#shared/domain/screening/vocabulary.ts';
import { dayOf, formatDay } from '#shared/kernel/instant.ts';
import type { JobProgress } from '../../jobs/job.ts';
import { listJobs } from '../../jobs/job-store.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { readCoverage } from './coverage-reader.ts';

export type CoverageReport = OutputOf<AppContract['screening']['coverage']>;
export type ScreeningStatus = OutputOf<AppContract['screening']['status']>;
type Moment = { now: number; rules: CompiledRules };
type RunRow = { region: SlotRegion; first_at: number; catch_up: number };

/** The coverage report of a day with the state of its slots. */
export function readCoverageReport(tx: ReadTx, day: number, moment: Moment): CoverageReport {
  const { now, rules } = moment;
  const { slots, ...beside } = readCoverage(tx, day, moment);
  const runs = tx.all<RunRow>('SELECT region, first_at, catch_up FROM slot_run WHERE day = ?', [day]);
  return {
    day: formatDay(day),
    ...beside,
    nextRunAt: nextRunAt(moment),
    slots: slots.map((slot) => {
      const [opensAt, closesAt] = [slotOpening(day, slot.region, rules), slotClose(day)];
      const run = runs.find(({ region }) => region === slot.region);
      return {
        ...slot,
        day: formatDay(day),
        opensAt,
        closesAt,
        autoRunAt: autoRunAt(day, slot.region, rules),
        open: opensAt <= now && now < closesAt,
        ranAt: run?.first_at ?? null,
        catchUp: run?.catch_up === 1,
      };
    }),
  };
}

/** Days off can stand in a row, where duty follows the working calendar. */
const LOOKED_AHEAD_DAYS = 15;

function nextRunAt({ now, rules }: Moment): number | null {
  for (let day = dayOf(now); day < dayOf(now) + LOOKED_AHEAD_DAYS; day++) {
    const runs = SLOT_REGIONS.filter((region) => hasDuty(day, region, rules)).map((region) => autoRunAt(day, region, rules));
    const coming = runs.filter((at) => at > now);
    if (coming.length > 0) return Math.min(...coming);
  }
  return null;
}

/** What runs now, what waits to be looked at, and what the last run found. */
export function readScreeningStatus(tx: ReadTx, progressOf: (jobId: string) => JobProgress | undefined): ScreeningStatus {
  const [running] = listJobs(tx, { kind: 'screening', states: ['running', 'waiting'], limit: 20 }).filter(
    (job, _, jobs) => job.state === 'running' || !jobs.some(({ state }) => state === 'running'),
  );
  const [last] = listJobs(tx, { kind: 'screening', states: ['done'], limit: 1 });
  const progress = running && (progressOf(running.id) ?? running.progress);
  const lastSlotRun = tx.pluck<number | null>('SELECT max(last_at) FROM slot_run') ?? null;
  return {
    running: running !== undefined,
    done: progress?.done ?? 0,
    total: progress?.total ?? 0,
    dirty: tx.pluck<number>('SELECT count(*) FROM mail WHERE dirty > 0') ?? 0,
    lastRunAt: last?.finishedAt ?? lastSlotRun,
    lastRun: (last?.result ?? null) as ScreeningStatus['lastRun'],
  };
}
