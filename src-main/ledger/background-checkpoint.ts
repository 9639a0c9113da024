import { Worker } from 'node:worker_threads';
import type { StopFlag } from '../platform/stop-flag.ts';
import { lowerStopFlag, raiseStopFlag } from '../platform/stop-flag.ts';
import type { WorkerEntry } from '../platform/worker-entry.ts';
import type { ConnectionOptions } from './connection.ts';

export type CheckpointWorkerInput = { readonly connection: ConnectionOptions; readonly stop: StopFlag };

export type CheckpointThread = {
  /** Once more, then the thread ends. */
  stop(): void;
  /** Resolves when the thread has ended; where it could not work, the commits copy for themselves again. */
  readonly ended: Promise<void>;
};

/** Copies the write-ahead log into the database file now and then, by a connection of its own. */
export function startCheckpointThread(parts: { connection: ConnectionOptions; workerEntry: WorkerEntry }): CheckpointThread {
  const stop = lowerStopFlag();
  const workerData: CheckpointWorkerInput = { connection: parts.connection, stop };
  const worker = new Worker(parts.workerEntry('checkpoint'), { workerData });
  const ended = new Promise<void>((resolve) => {
    worker.once('error', () => resolve());
    worker.once('exit', () => resolve());
  });
  return { stop: () => raiseStopFlag(stop), ended };
}
