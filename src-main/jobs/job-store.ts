import { AppError, type ErrorCode, type ErrorDetail } from '#shared/kernel/app-error.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { ReadTx, WriteTx } from '../ledger/handles.ts';
import { type Job, JOB_CHANGED_TOPIC, type JobChange, type JobError, type JobProgress, type JobState } from './job.ts';

export type JobDraft = {
  readonly kind: string;
  /** Plain JSON. */
  readonly input: unknown;
  /** Person id, or `system`. */
  readonly createdBy: string;
  /** At most one unfinished job of a kind has this key; a second one joins the first. */
  readonly uniqueKey?: string;
  /** Higher runs first; default 0. */
  readonly priority?: number;
  /** Default 5 failures. */
  readonly maxAttempts?: number;
  readonly runAfter?: number;
};

const DEFAULT_ATTEMPTS = 5;

/**
 * Adds a job in the transaction of its reason, so that neither exists without the other.
 * Answers the id, and whether an unfinished job with the same key was there already.
 */
export function enqueueJob(tx: WriteTx, draft: JobDraft): { id: string; isExisting: boolean } {
  const { clock, ids } = tx.environment;
  const existing = draft.uniqueKey === undefined ? undefined : findUnfinished(tx, draft.kind, draft.uniqueKey);
  if (existing !== undefined) return { id: existing, isExisting: true };
  const now = clock.now();
  const id = ids.uuid(now);
  tx.run(
    `INSERT INTO job (id, kind, input_json, state, unique_key, priority, max_attempts, run_after, created_by, created_at)
     VALUES (?, ?, ?, 'waiting', ?, ?, ?, ?, ?, ?)`,
    [
      id,
      draft.kind,
      canonicalJson(draft.input),
      draft.uniqueKey ?? null,
      draft.priority ?? 0,
      draft.maxAttempts ?? DEFAULT_ATTEMPTS,
      draft.runAfter ?? now,
      draft.createdBy,
      now,
    ],
  );
  emitChange(tx, { id, kind: draft.kind });
  return { id, isExisting: false };
}

export function findJob(tx: ReadTx, id: string): Job | undefined {
  const row = tx.get<JobRow>('SELECT * FROM job WHERE id = ?', [id]);
  return row === undefined ? undefined : toJob(row);
}

/** Throws AppError('not-found', 'job-missing'). */
export function getJob(tx: ReadTx, id: string): Job {
  const job = findJob(tx, id);
  if (job === undefined) throw new AppError('not-found', 'job-missing');
  return job;
}

/** Newest first. */
export function listJobs(tx: ReadTx, filter: { states?: readonly JobState[]; kind?: string; limit?: number } = {}): Job[] {
  const rows = tx.all<JobRow>(
    `SELECT * FROM job
     WHERE (@kind IS NULL OR kind = @kind) AND (@states IS NULL OR state IN (SELECT value FROM json_each(@states)))
     ORDER BY created_at DESC, id DESC LIMIT @limit`,
    {
      kind: filter.kind ?? null,
      states: filter.states === undefined ? null : JSON.stringify(filter.states),
      limit: filter.limit ?? 200,
    },
  );
  return rows.map(toJob);
}

/** Removes finished jobs older than an instant; answers how many. */
export function pruneJobs(tx: WriteTx, beforeMs: number): number {
  return tx.run("DELETE FROM job WHERE state IN ('done', 'failed', 'cancelled') AND finished_at < ?", [beforeMs]).changes;
}

/** Puts a failed or cancelled job into the row again, from its checkpoint. */
export function retryJob(tx: WriteTx, id: string): void {
  const job = getJob(tx, id);
  if (job.state !== 'failed' && job.state !== 'cancelled') throw new AppError('conflict', 'job-not-finished');
  tx.run(
    `UPDATE job SET state = 'waiting', attempts = 0, crashes = 0, run_after = ?, requested = NULL, error_code = NULL,
       error_reason = NULL, error_detail = NULL, finished_at = NULL WHERE id = ?`,
    [tx.environment.clock.now(), id],
  );
  emitChange(tx, job);
}

/** Lets a paused job go on. */
export function resumeJob(tx: WriteTx, id: string): void {
  const job = getJob(tx, id);
  const changed = tx.run("UPDATE job SET state = 'waiting', requested = NULL WHERE id = ? AND state = 'paused'", [id]);
  if (changed.changes > 0) emitChange(tx, job);
}

/**
 * Pauses or cancels. What waits changes at once; what runs is only marked, and its runner
 * must be told. Answers the state it found.
 */
export function requestStop(tx: WriteTx, id: string, request: 'pause' | 'cancel'): JobState {
  const job = getJob(tx, id);
  if (job.state === 'running') tx.run('UPDATE job SET requested = ? WHERE id = ?', [request, id]);
  else if (request === 'cancel' && (job.state === 'waiting' || job.state === 'paused')) {
    tx.run("UPDATE job SET state = 'cancelled', finished_at = ? WHERE id = ?", [tx.environment.clock.now(), id]);
  } else if (request === 'pause' && job.state === 'waiting') {
    tx.run("UPDATE job SET state = 'paused' WHERE id = ?", [id]);
  }
  emitChange(tx, job);
  return job.state;
}

/** Keeps what is needed to go on after a stop of any kind; write it with the work that it stands for. */
export function saveCheckpoint(tx: WriteTx, job: JobChange, checkpoint: unknown): void {
  tx.run('UPDATE job SET checkpoint_json = ?, progress_json = coalesce(?, progress_json), crashes = 0 WHERE id = ?', [
    canonicalJson(checkpoint),
    job.progress === undefined ? null : canonicalJson(job.progress),
    job.id,
  ]);
}

export function emitChange(tx: WriteTx, job: { readonly id: string; readonly kind: string }): void {
  const change: JobChange = { id: job.id, kind: job.kind };
  tx.emit(JOB_CHANGED_TOPIC, change);
}

function findUnfinished(tx: ReadTx, kind: string, uniqueKey: string): string | undefined {
  return tx.pluck<string>("SELECT id FROM job WHERE kind = ? AND unique_key = ? AND state IN ('waiting', 'running', 'paused')", [
    kind,
    uniqueKey,
  ]);
}

type JobRow = {
  id: string;
  kind: string;
  input_json: string;
  state: JobState;
  unique_key: string | null;
  priority: number;
  attempts: number;
  max_attempts: number;
  run_after: number;
  checkpoint_json: string | null;
  progress_json: string | null;
  result_json: string | null;
  error_code: ErrorCode | null;
  error_reason: string | null;
  error_detail: string | null;
  created_by: string;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
};

function toJob(row: JobRow): Job {
  return {
    id: row.id,
    kind: row.kind,
    input: JSON.parse(row.input_json),
    state: row.state,
    uniqueKey: row.unique_key ?? undefined,
    priority: row.priority,
    attempts: row.attempts,
    maxAttempts: row.max_attempts,
    runAfter: row.run_after,
    checkpoint: parseOptional(row.checkpoint_json),
    progress: parseOptional(row.progress_json) as JobProgress | undefined,
    result: parseOptional(row.result_json),
    error: toError(row),
    createdBy: row.created_by,
    createdAt: row.created_at,
    startedAt: row.started_at ?? undefined,
    finishedAt: row.finished_at ?? undefined,
  };
}

function toError(row: JobRow): JobError | undefined {
  if (row.error_code === null || row.error_reason === null) return undefined;
  return {
    code: row.error_code,
    reason: row.error_reason,
    detail: (parseOptional(row.error_detail) ?? {}) as ErrorDetail,
  };
}

function parseOptional(text: string | null): unknown {
  return text === null ? undefined : JSON.parse(text);
}
