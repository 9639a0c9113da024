/** What people do to exceptions, for the command line: the same acts, gates and undo as the windows have. */
export { findLatestException, getUndoableAct, lastStandingAct } from '../features/exceptions/index.ts';
export { findPerson } from '../features/people/index.ts';
export type { Person } from '../features/people/index.ts';
export { actOnAll, assertTaker, undoAct } from '../features/queue/index.ts';
export type { ActOutcome, QueueAct } from '../features/queue/index.ts';
export { recordMail } from '../features/mails/index.ts';
