import type { Worker } from 'node:worker_threads';

/** Resolves when the thread has ended, however it ended. */
export function threadEnd(worker: Worker): Promise<void> {
  return new Promise((resolve) => worker.once('exit', () => resolve()));
}
