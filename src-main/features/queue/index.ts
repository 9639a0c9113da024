export { createActTurns } from './act-turns.ts';
export { createQueueHandlers } from './handlers.ts';
export { countQueueIds } from './ids-reader.ts';
export { createUndoHandlers } from './undo-handlers.ts';
