export { createKeysHandlers } from './handlers.ts';
