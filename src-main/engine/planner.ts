import { dueRuns } from '#shared/domain/screening/due-runs.ts';
import { DAY_MS, dayOf } from '#shared/kernel/instant.ts';
import { enqueueBackup, enqueueRetention, enqueueScreening } from '../features/jobs/index.ts';
import type { JobPorts } from '../features/handler-context.ts';
import { rulesAt } from '../features/rules/index.ts';
import { isArmedFor, readSlotRuns } from '../features/screening/index.ts';
import { listJobs, pruneJobs } from '../jobs/job-store.ts';
import { backupStatus } from '../ledger/index.ts';
import type { ReadTx } from '../ledger/index.ts';

const CHECK_PERIOD_MS = 7 * DAY_MS;
/** So late a full check no longer waits for the ledger to be locked. */
const CHECK_OVERDUE_MS = 14 * DAY_MS;
const JOBS_KEPT_MS = 30 * DAY_MS;
const SYSTEM = 'system';

export type PlannerPorts = JobPorts & {
  /** True while somebody has unlocked the ledger. */
  isUnlocked(): boolean;
};

/**
 * Decides at each wake what has fallen due by the clock. Waking it twice, or late, changes
 * nothing: what is under way or done is known from the ledger.
 */
export class Planner {
  readonly #ports: PlannerPorts;

  constructor(ports: PlannerPorts) {
    this.#ports = ports;
  }

  wake(): void {
    const { ledger, kind } = this.#ports;
    if (!ledger.isOpen || ledger.read(isBeingMade)) return;
    this.#planRuns();
    if (kind === 'demonstration') return;
    if (this.#ports.isUnlocked()) this.#planBackup();
    this.#planCheck();
  }

  #planRuns(): void {
    const { ledger, clock } = this.#ports;
    const now = clock.now();
    const { due, missed } = ledger.read((tx) => {
      const since = factsSince(tx);
      return dueRuns(now, rulesAt(tx, now), { since, lastRunAt: readSlotRuns(tx, since === null ? 0 : dayOf(since)) });
    });
    // Other rules have come into force since the last run: they are used from now on.
    const hasNewRules = ledger.read((tx) => factsSince(tx) !== null && !isArmedFor(tx, now));
    if (due.length + missed.length === 0) {
      if (hasNewRules) ledger.write((tx) => enqueueScreening(tx, { createdBy: SYSTEM }));
      return;
    }
    ledger.write((tx) => {
      // Jobs of one lane run in order of `runAfter`.
      missed.forEach((slot, index) => {
        enqueueScreening(tx, { missed: slot, createdBy: SYSTEM, runAfter: now - missed.length + index });
      });
      // After what was missed the watch is due as well.
      enqueueScreening(tx, { slots: [...due], createdBy: SYSTEM });
    });
  }

  /** Daily, at the first hour in which somebody works. */
  #planBackup(): void {
    const { ledger, clock } = this.#ports;
    const now = clock.now();
    const { lastAt } = ledger.read((tx) => backupStatus(tx, now));
    if (lastAt !== undefined && dayOf(lastAt) >= dayOf(now)) return;
    if (ledger.read((tx) => hasFailedToday(tx, now))) return;
    ledger.write((tx) => {
      enqueueBackup(tx, { reason: 'daily', createdBy: SYSTEM });
      enqueueRetention(tx, { createdBy: SYSTEM });
      pruneJobs(tx, now - JOBS_KEPT_MS);
    });
  }

  /** Weekly, while nobody works with the ledger and no job runs. */
  #planCheck(): void {
    const { ledger, clock, log, isUnlocked } = this.#ports;
    const sinceMs = clock.now() - (ledger.lastFullCheckAt() ?? ledger.read(createdAt));
    const isDue = sinceMs > (isUnlocked() ? CHECK_OVERDUE_MS : CHECK_PERIOD_MS);
    if (!isDue || ledger.state.check.phase === 'running' || ledger.read(isWorking)) return;
    ledger.fullCheck().catch((error: unknown) => {
      if (ledger.isOpen) log.error('full-check-failed', { error });
    });
  }
}

function isBeingMade(tx: ReadTx): boolean {
  return listJobs(tx, { kind: 'demonstration', states: ['waiting', 'running', 'paused'], limit: 1 }).length > 0;
}

function isWorking(tx: ReadTx): boolean {
  return listJobs(tx, { states: ['running'], limit: 1 }).length > 0;
}

/** A backup that failed for good is tried again tomorrow, or when a person asks for it. */
function hasFailedToday(tx: ReadTx, now: number): boolean {
  const [last] = listJobs(tx, { kind: 'backup', limit: 1 });
  return last?.state === 'failed' && dayOf(last.createdAt) === dayOf(now);
}

/** When facts first came into the ledger; a demonstration begins where its making ended. */
function factsSince(tx: ReadTx): number | null {
  const made = listJobs(tx, { kind: 'demonstration', limit: 1 })[0]?.finishedAt;
  return made ?? tx.pluck<number | null>('SELECT min(started_at) FROM import_file') ?? null;
}

function createdAt(tx: ReadTx): number {
  return tx.pluck<number>('SELECT min(applied_at) FROM schema_migration') ?? 0;
}
