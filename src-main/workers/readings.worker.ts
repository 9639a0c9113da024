import { parentPort, workerData } from 'node:worker_threads';
import { readingsOf } from './readings/name-readings.ts';

/** Input: names; output: their readings in the same order. The dictionary is large: loading it would be felt elsewhere. */
parentPort?.postMessage((workerData as readonly string[]).map(readingsOf));
