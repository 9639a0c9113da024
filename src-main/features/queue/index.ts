export type { QueueAct } from './act-drafts.ts';
export { createActTurns } from './act-turns.ts';
export { actOnAll, assertTaker } from './act-writer.ts';
export type { ActOutcome } from './act-writer.ts';
export { createQueueHandlers } from './handlers.ts';
export { countQueueIds } from './ids-reader.ts';
export { undoAct } from './undo-acts.ts';
export { createUndoHandlers } from './undo-handlers.ts';
