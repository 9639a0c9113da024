export { listOpenedSlots, readCoverage } from './coverage-reader.ts';
export type { Coverage, SlotRow } from './coverage-reader.ts';
export { slotsOfRow } from './membership.ts';
export type { MailRow } from './membership.ts';
export { ensureFolded, runScreening } from './run-screening.ts';
export type { ScreenReport, ScreenRequest } from './run-screening.ts';
export { splitList } from './verdict-writer.ts';
export { listVerdicts } from './verdict-reader.ts';
export type { MailVerdict } from './verdict-reader.ts';
