export { createSafetyHandlers } from './handlers.ts';
export type { SafetyParts } from './handlers.ts';
