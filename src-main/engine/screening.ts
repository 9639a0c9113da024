/** Screening and what it found, for the command line. */
export { listFindings, stateOf } from '../features/exceptions/index.ts';
export type { ExceptionRow } from '../features/exceptions/index.ts';
export { listSources, MailLoader, recordMail } from '../features/mails/index.ts';
export { rulesAt } from '../features/rules/index.ts';
export { ensureFolded, readCoverage, runScreening, listVerdicts } from '../features/screening/index.ts';
export type { SlotRow } from '../features/screening/index.ts';
