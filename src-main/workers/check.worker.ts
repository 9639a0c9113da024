import { parentPort, workerData } from 'node:worker_threads';
import type { CheckWorkerInput } from '../ledger/background-check.ts';
import { checkDatabase } from '../ledger/check-database.ts';
import { isRaised } from '../platform/stop-flag.ts';

const { connection, depth, stop } = workerData as CheckWorkerInput;
parentPort?.postMessage(checkDatabase(connection, depth, () => !isRaised(stop)));
