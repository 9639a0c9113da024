import { workerData } from 'node:worker_threads';
import type { CheckpointWorkerInput } from '../ledger/background-checkpoint.ts';
import { openConnection } from '../ledger/connection.ts';
import { isRaised } from '../platform/stop-flag.ts';

const PERIOD_MS = 250;
const { connection, stop } = workerData as CheckpointWorkerInput;
const database = openConnection(connection, 'write');
try {
  for (let isLast = false; !isLast;) {
    // Waits for the period and no longer: this thread has nothing else to listen to.
    Atomics.wait(new Int32Array(stop), 0, 0, PERIOD_MS);
    isLast = isRaised(stop);
    // Passive: whoever reads or writes is not kept waiting; what they hold is left for the next time.
    database.pragma('wal_checkpoint(PASSIVE)');
  }
} finally {
  database.close();
}
