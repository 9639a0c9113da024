export { applyStatements } from './apply-statements.ts';
export type { FileContext, RowCounts } from './apply-statements.ts';
export { eventKeyOf, sameWording } from './event-rows.ts';
export type { EventRow } from './event-rows.ts';
export { MailLoader } from './load-state.ts';
export type { MailRecordKind, MailRecordRow } from './load-state.ts';
export { recordLines, recordMail, refoldRecords } from './record.ts';
export type { RecordAct } from './record.ts';
export { listBatches, listSources } from './trail-reader.ts';
