export { iterateActs, listActs, logOf, OPS_OF_ACT } from './act-store.ts';
export { findException, findLatestException, listFindings, stateOf } from './store.ts';
export type { ExceptionRow } from './store.ts';
export { orderOf } from './queue-order.ts';
export type { QueueOrder } from './queue-order.ts';
export { actRefusal, getUndoableAct, lastStandingAct, partRefusal, undoConflict, undoOnException, undoParts } from './undo-writer.ts';
export type { UndoPart } from './undo-writer.ts';
export { performAct, reconcileFindings } from './writer.ts';
export type { Reconciled } from './writer.ts';
