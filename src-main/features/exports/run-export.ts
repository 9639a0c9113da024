import { rm } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { AppError } from '#shared/kernel/app-error.ts';
import type {
  ExportAnswer,
  ExportProgress,
  ExportTask,
  ExportWorkerMessage,
  ExportWorkerOrder,
} from '#shared/domain/exports/export-task.ts';
import { threadEnd } from '#main/platform/thread-end.ts';
import type { Timers } from '#main/platform/timers.ts';
import type { WorkerEntry } from '#main/platform/worker-entry.ts';

/** A worker inside a long statement hears nothing so far. */
const CANCEL_GRACE_MS = 700;
/** The worker's own heap; rows pass through it, none is kept. */
const WORKER_HEAP = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 };

export type RunExportOptions = {
  workerEntry: WorkerEntry;
  timers: Timers;
  signal: AbortSignal;
  onProgress(progress: ExportProgress): void;
  /** Gets a promise that resolves when the thread has ended. */
  onThread(ended: Promise<void>): void;
};

/**
 * Exports in a worker thread. Two exports to the same path must not run at once. Aborting the
 * signal ends it within a second with `cancelled` `export-cancelled`; nothing is left once the
 * thread has ended. It is never terminated: inside SQLite that would end the whole process.
 */
export function runExport(task: ExportTask, options: RunExportOptions): Promise<ExportAnswer> {
  if (options.signal.aborted) return Promise.reject(cancelled());
  return new Promise((resolve, reject) => {
    const worker = new Worker(options.workerEntry('export'), { workerData: task, resourceLimits: WORKER_HEAP });
    options.onThread(threadEnd(worker));
    let temporaryPath: string | undefined;
    // The first settling counts; those after it change nothing.
    const stopListening = cancelOnAbort(worker, options, () => {
      void removeLeftover(temporaryPath).finally(() => reject(cancelled()));
    });
    let finish = (): void => reject(new Error('the export worker ended without an answer'));
    worker.on('message', (message: ExportWorkerMessage) => {
      if (message.kind === 'started') ({ temporaryPath } = message);
      else if (message.kind === 'progress') options.onProgress(progressOf(message));
      else if (message.kind === 'done') finish = () => resolve(message.answer);
      else finish = () => reject(new AppError(message.code, message.reason, { detail: message.detail }));
    });
    worker.once('error', (error) => {
      finish = () => reject(error);
    });
    worker.once('exit', () => {
      stopListening();
      void removeLeftover(temporaryPath).finally(finish);
    });
  });
}

function progressOf({ rows, total, rowsPerSecond }: ExportProgress): ExportProgress {
  return { rows, total, rowsPerSecond };
}

function cancelled(): AppError {
  return new AppError('cancelled', 'export-cancelled');
}

/** Asks the worker to stop; when it does not hear, calls `giveUp` and leaves it to end after its present statement. */
function cancelOnAbort(worker: Worker, options: RunExportOptions, giveUp: () => void): () => void {
  let stopTimer = (): void => undefined;
  const cancel = (): void => {
    worker.postMessage({ kind: 'cancel' } satisfies ExportWorkerOrder);
    stopTimer = options.timers.after(CANCEL_GRACE_MS, giveUp);
  };
  options.signal.addEventListener('abort', cancel, { once: true });
  return () => {
    options.signal.removeEventListener('abort', cancel);
    stopTimer();
  };
}

/** On Windows a file that the ending worker still holds stays until its exit, when this runs again. */
async function removeLeftover(temporaryPath: string | undefined): Promise<void> {
  if (temporaryPath !== undefined) await rm(temporaryPath, { force: true }).catch(() => undefined);
}
