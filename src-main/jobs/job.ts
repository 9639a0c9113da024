import type { ErrorCode, ErrorDetail } from '#shared/kernel/app-error.ts';

export const JOB_STATES = ['waiting', 'running', 'paused', 'done', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** How far a job has come: counts of its own unit, for the screen. */
export type JobProgress = {
  readonly done: number;
  readonly total?: number;
  /** Kebab-case word for the part of the work under way. */
  readonly phase?: string;
};

export type JobError = { readonly code: ErrorCode; readonly reason: string; readonly detail: ErrorDetail };

export type Job = {
  readonly id: string;
  readonly kind: string;
  readonly input: unknown;
  readonly state: JobState;
  readonly uniqueKey: string | undefined;
  readonly priority: number;
  /** Failures of the handler so far. */
  readonly attempts: number;
  readonly maxAttempts: number;
  /** UTC milliseconds before which it does not start. */
  readonly runAfter: number;
  readonly checkpoint: unknown;
  readonly progress: JobProgress | undefined;
  readonly result: unknown;
  readonly error: JobError | undefined;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly startedAt: number | undefined;
  readonly finishedAt: number | undefined;
};

/** Told after every change of a job, with `JobChange`. */
export const JOB_CHANGED_TOPIC = 'job-changed';
export type JobChange = { readonly id: string; readonly kind: string; readonly progress?: JobProgress };
