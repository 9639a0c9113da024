export { createAuditHandlers } from './handlers.ts';
