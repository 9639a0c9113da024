import { Worker } from 'node:worker_threads';
import { AppError } from '#shared/kernel/app-error.ts';
import type { WorkerEntry } from '../platform/worker-entry.ts';
import type { ConnectionOptions } from './connection.ts';

export type CheckDepth = 'quick' | 'full';
/** No problems means sound. Each problem is a line of SQLite or of the chain, without data of people. */
export type CheckResult = { readonly problems: readonly string[]; readonly durationMs: number };
export type CheckState =
  | { readonly phase: 'none' }
  | { readonly phase: 'running'; readonly depth: CheckDepth }
  | ({ readonly phase: 'passed' | 'failed'; readonly depth: CheckDepth } & CheckResult);

export type CheckWorkerInput = { readonly connection: ConnectionOptions; readonly depth: CheckDepth };

/**
 * Checks a database file in a worker thread with a connection of its own.
 * Aborted: AppError cancelled `check-cancelled`.
 */
export function runCheckWorker(
  parts: { readonly connection: ConnectionOptions; readonly workerEntry: WorkerEntry; readonly signal?: AbortSignal },
  depth: CheckDepth,
): Promise<CheckResult> {
  const workerData: CheckWorkerInput = { connection: parts.connection, depth };
  return new Promise((resolve, reject) => {
    const worker = new Worker(parts.workerEntry('check'), { workerData });
    const onAbort = (): void => {
      reject(new AppError('cancelled', 'check-cancelled'));
      void worker.terminate();
    };
    parts.signal?.addEventListener('abort', onAbort);
    worker.once('message', (result: CheckResult) => resolve(result));
    worker.once('error', reject);
    worker.once('exit', (code) => {
      parts.signal?.removeEventListener('abort', onAbort);
      reject(new Error(`check worker ended with ${code}`));
    });
  });
}
