import { Worker } from 'node:worker_threads';
import { AppError } from '#shared/kernel/app-error.ts';
import type { StopFlag } from '../platform/stop-flag.ts';
import { lowerStopFlag, raiseStopFlag } from '../platform/stop-flag.ts';
import { threadEnd } from '../platform/thread-end.ts';
import type { WorkerEntry } from '../platform/worker-entry.ts';
import type { ConnectionOptions } from './connection.ts';

export type CheckDepth = 'quick' | 'full';
/** No problems means sound. Each problem is a line of SQLite or of the chain, without data of people. */
export type CheckResult = { readonly problems: readonly string[]; readonly durationMs: number };
export type CheckState =
  | { readonly phase: 'none' }
  | { readonly phase: 'running'; readonly depth: CheckDepth }
  | ({ readonly phase: 'passed' | 'failed'; readonly depth: CheckDepth } & CheckResult);

export type CheckWorkerInput = {
  readonly connection: ConnectionOptions;
  readonly depth: CheckDepth;
  readonly stop: StopFlag;
};

export type CheckParts = {
  readonly connection: ConnectionOptions;
  readonly workerEntry: WorkerEntry;
  readonly signal?: AbortSignal;
  /** Gets a promise that resolves when the thread has ended. */
  readonly onThread?: (ended: Promise<void>) => void;
};

/**
 * Checks a database file in a worker thread with a connection of its own.
 * Aborted: AppError cancelled `check-cancelled` at once; the thread ends after its present step.
 */
export function runCheckWorker(parts: CheckParts, depth: CheckDepth): Promise<CheckResult> {
  const stop = lowerStopFlag();
  const workerData: CheckWorkerInput = { connection: parts.connection, depth, stop };
  return new Promise((resolve, reject) => {
    const worker = new Worker(parts.workerEntry('check'), { workerData });
    const onAbort = (): void => {
      raiseStopFlag(stop);
      reject(new AppError('cancelled', 'check-cancelled'));
    };
    parts.signal?.addEventListener('abort', onAbort);
    parts.onThread?.(threadEnd(worker));
    worker.once('message', (result: CheckResult) => resolve(result));
    worker.once('error', reject);
    worker.once('exit', (code) => {
      parts.signal?.removeEventListener('abort', onAbort);
      reject(new Error(`check worker ended with ${code}`));
    });
  });
}
