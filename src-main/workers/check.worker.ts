import { parentPort, workerData } from 'node:worker_threads';
import type { CheckWorkerInput } from '../ledger/background-check.ts';
import { checkDatabase } from '../ledger/check-database.ts';

const { connection, depth } = workerData as CheckWorkerInput;
parentPort?.postMessage(checkDatabase(connection, depth));
