export { createSyncHandlers } from './handlers.ts';
export { listFailures, listPending } from './lists.ts';
export { syncSubjects } from './subjects.ts';
export { addressOf, SyncWork } from './sync-work.ts';
