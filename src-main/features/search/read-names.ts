import { Worker } from 'node:worker_threads';
import type { WorkerEntry } from '../../platform/worker-entry.ts';

/** Readings of names in pinyin, in their order. */
export type ReadNames = (names: readonly string[]) => Promise<readonly string[]>;

/** Reads names in a thread of its own, which ends with its answer. */
export function readNamesInWorker(workerEntry: WorkerEntry): ReadNames {
  return (names) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(workerEntry('readings'), { workerData: names });
      worker.once('message', (readings: readonly string[]) => resolve(readings));
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`readings worker ended with ${code}`)));
    });
}
