export { findLatestException, listFindings, stateOf } from './store.ts';
export type { ExceptionRow } from './store.ts';
export { orderOf } from './queue-order.ts';
export type { QueueOrder } from './queue-order.ts';
export { performAct, reconcileFindings } from './writer.ts';
export type { Reconciled } from './writer.ts';
