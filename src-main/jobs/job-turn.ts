import { isAppError } from '#shared/kernel/app-error.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { ReadTx, WriteTx } from '../ledger/handles.ts';
import type { Job, JobError } from './job.ts';
import { emitChange, getJob } from './job-store.ts';

/** Why a running job is to stop. `drain`: the program ends, the job goes on at the next start. */
export type StopReason = 'pause' | 'cancel' | 'drain';

const MOST_CRASHES = 50;
const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 15 * 60_000;

/** Takes the next job whose kind is among `kinds` and turns it to running. */
export function takeNext(tx: WriteTx, kinds: readonly string[]): Job | undefined {
  const now = tx.environment.clock.now();
  const id = tx.pluck<string>(
    `SELECT id FROM job WHERE state = 'waiting' AND run_after <= ? AND kind IN (SELECT value FROM json_each(?))
     ORDER BY priority DESC, run_after, created_at, id LIMIT 1`,
    [now, JSON.stringify(kinds)],
  );
  if (id === undefined) return undefined;
  tx.run("UPDATE job SET state = 'running', started_at = ?, requested = NULL WHERE id = ?", [now, id]);
  const job = getJob(tx, id);
  emitChange(tx, job);
  return job;
}

/** The instant at which the next waiting job falls due. */
export function findNextDue(tx: ReadTx, kinds: readonly string[]): number | undefined {
  const due = tx.pluck<number | null>(
    "SELECT min(run_after) FROM job WHERE state = 'waiting' AND kind IN (SELECT value FROM json_each(?))",
    [JSON.stringify(kinds)],
  );
  return due ?? undefined;
}

/** What a crash or a power cut left running: it waits again, unless a stop had been asked for or it always crashes. */
export function recoverJobs(tx: WriteTx): void {
  const now = tx.environment.clock.now();
  const left = tx.all<{ id: string; kind: string; requested: StopReason | null; crashes: number }>(
    "SELECT id, kind, requested, crashes FROM job WHERE state = 'running'",
  );
  for (const job of left) {
    if (job.requested === 'cancel') finish(tx, job.id, { state: 'cancelled' });
    else if (job.crashes >= MOST_CRASHES) finish(tx, job.id, { state: 'failed', error: crashError });
    else {
      const state = job.requested === 'pause' ? 'paused' : 'waiting';
      tx.run('UPDATE job SET state = ?, requested = NULL, crashes = crashes + 1, run_after = min(run_after, ?) WHERE id = ?', [
        state,
        now,
        job.id,
      ]);
    }
    emitChange(tx, job);
  }
}

const crashError: JobError = { code: 'internal', reason: 'job-crashed', detail: {} };

export function completeJob(tx: WriteTx, job: Job, result: unknown): void {
  tx.run('UPDATE job SET result_json = ? WHERE id = ?', [result === undefined ? null : canonicalJson(result), job.id]);
  finish(tx, job.id, { state: 'done' });
  emitChange(tx, job);
}

/** A job that ended because it was asked to. */
export function stopJob(tx: WriteTx, job: Job, reason: StopReason): void {
  if (reason === 'cancel') finish(tx, job.id, { state: 'cancelled' });
  else tx.run('UPDATE job SET state = ?, requested = NULL WHERE id = ?', [reason === 'pause' ? 'paused' : 'waiting', job.id]);
  emitChange(tx, job);
}

/** A job whose handler threw: it waits and tries again, or fails for good. */
export function failJob(tx: WriteTx, job: Job, error: unknown): void {
  const attempts = job.attempts + 1;
  tx.run('UPDATE job SET attempts = ? WHERE id = ?', [attempts, job.id]);
  if (isAppError(error) && error.code === 'cancelled') finish(tx, job.id, { state: 'cancelled' });
  else if (mayPass(error) && attempts < job.maxAttempts) {
    tx.run("UPDATE job SET state = 'waiting', requested = NULL, run_after = ? WHERE id = ?", [
      tx.environment.clock.now() + backOffMs(attempts),
      job.id,
    ]);
  } else finish(tx, job.id, { state: 'failed', error: toJobError(error) });
  emitChange(tx, job);
}

/** Waiting time before the next try: 2 s, doubled each time, at most 15 minutes. */
export function backOffMs(attempts: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 1));
}

/** Whether another try can end otherwise: the world may change, a refused input does not. */
function mayPass(error: unknown): boolean {
  return !isAppError(error) || ['unavailable', 'offline', 'internal'].includes(error.code);
}

function toJobError(error: unknown): JobError {
  if (isAppError(error)) return { code: error.code, reason: error.reason, detail: error.detail };
  return { code: 'internal', reason: 'job-bug', detail: {} };
}

type JobEnd = { state: 'done' | 'cancelled'; error?: undefined } | { state: 'failed'; error: JobError };

function finish(tx: WriteTx, id: string, { state, error }: JobEnd): void {
  tx.run(
    `UPDATE job SET state = ?, requested = NULL, finished_at = ?, error_code = ?, error_reason = ?, error_detail = ?
     WHERE id = ?`,
    [
      state,
      tx.environment.clock.now(),
      error?.code ?? null,
      error?.reason ?? null,
      error === undefined ? null : canonicalJson(error.detail),
      id,
    ],
  );
}
