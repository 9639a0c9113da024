export { applyStatements } from './apply-statements.ts';
export type { FileContext, RowCounts } from './apply-statements.ts';
export { eventKeyOf, eventsOfRows, sameWording } from './event-rows.ts';
export type { EventRow } from './event-rows.ts';
export { MAIL_RECORD_KINDS, MailLoader, recordsOf } from './load-state.ts';
export type { MailRecordKind, MailRecordRow } from './load-state.ts';
export { foldRecord, recordMail } from './record.ts';
export type { RecordAct } from './record.ts';
export { listBatches, listSources } from './trail-reader.ts';
