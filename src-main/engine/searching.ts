/** What the command line needs to search. */
export { createSearch, indexAll } from '../features/search/index.ts';
export { silentLog } from '../platform/log.ts';
export { sourceWorkerEntry } from '../platform/worker-entry.ts';
export { systemTimers } from '../platform/timers.ts';
