/** What the command line needs to export ledgers. */
export { exportLedger } from '../features/exports/index.ts';
export { systemTimers } from '../platform/timers.ts';
export { sourceWorkerEntry } from '../platform/worker-entry.ts';
