export { createTrainingHandlers } from './handlers.ts';
