import { existsSync, statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { AppError } from '#shared/kernel/app-error.ts';
import { lowerStopFlag, raiseStopFlag } from '../platform/stop-flag.ts';
import { threadEnd } from '../platform/thread-end.ts';
import type { Timers } from '../platform/timers.ts';
import type { WorkerEntry } from '../platform/worker-entry.ts';
import type { ConnectionOptions } from './connection.ts';
import type { CopyWorkerAnswer, CopyWorkerInput } from './copy-database.ts';

/** Bytes written of bytes expected. */
export type BackupProgress = {
  readonly phase: 'copying' | 'checking' | 'second-copy';
  readonly done: number;
  readonly total: number;
};

export type CopyOptions = {
  readonly connection: ConnectionOptions;
  readonly toFile: string;
  readonly workerEntry: WorkerEntry;
  readonly timers: Timers;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: BackupProgress) => void;
  /** Gets a promise that resolves when the thread has ended. */
  readonly onThread?: (ended: Promise<void>) => void;
};

const PROGRESS_PERIOD_MS = 250;

/**
 * `copyDatabase` in a worker thread, with progress. Aborted: AppError cancelled `backup-cancelled`
 * at once; the thread ends, and takes its file with it, after the present statement.
 */
export function copyInWorker(options: CopyOptions): Promise<{ bytes: number }> {
  const stop = lowerStopFlag();
  const workerData: CopyWorkerInput = { connection: options.connection, toFile: options.toFile, stop };
  const total = bytesOf(options.connection.file) + bytesOf(`${options.connection.file}-wal`);
  return new Promise((resolve, reject) => {
    if (options.signal?.aborted === true) return reject(cancelled());
    const worker = new Worker(options.workerEntry('backup'), { workerData });
    const stopTelling = options.timers.every(PROGRESS_PERIOD_MS, () =>
      options.onProgress?.({ phase: 'copying', done: Math.min(total, bytesOf(options.toFile)), total }),
    );
    const onAbort = (): void => {
      raiseStopFlag(stop);
      settle(() => reject(cancelled()));
    };
    const settle = (finish: () => void): void => {
      stopTelling();
      options.signal?.removeEventListener('abort', onAbort);
      finish();
    };
    options.signal?.addEventListener('abort', onAbort);
    options.onThread?.(threadEnd(worker));
    worker.on('message', (answer: CopyWorkerAnswer) => {
      if (answer.phase === 'checking') options.onProgress?.({ phase: 'checking', done: total, total });
      else if (answer.phase === 'done') settle(() => resolve({ bytes: answer.bytes }));
      else settle(() => reject(new AppError(answer.code, answer.reason, { detail: answer.detail })));
    });
    worker.once('error', (error) => settle(() => reject(error)));
    worker.once('exit', (code) => settle(() => reject(new Error(`backup worker ended with ${code}`))));
  });
}

export function bytesOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}

function cancelled(): AppError {
  return new AppError('cancelled', 'backup-cancelled');
}
