export { createQueueHandlers } from './handlers.ts';
