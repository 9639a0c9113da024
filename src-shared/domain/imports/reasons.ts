import { TIME_REASONS } from './times.ts';

/** Reasons of refused rows beside those of `checkMailNo`; the catalogues hold their texts. */
export const ROW_REASONS = [
  'mail-no-missing',
  'mail-no-scientific',
  ...TIME_REASONS,
  'event-time-missing',
  'event-time-without-clock',
  'event-name-missing',
  'weight-unreadable',
  'money-unreadable',
  'totals-row',
  'repeated-heading',
  'row-too-wide',
  'client-code-missing',
  'client-code-scientific',
  'client-name-missing',
  'client-tier-unknown',
  'json-broken',
  'json-unrecognised',
  'json-too-deep',
  'answer-without-mail-no',
  'answer-failed',
] as const;
export type RowReason = (typeof ROW_REASONS)[number];

/**
 * Reasons of a whole file's refusal, all under `invalid-input` unless said otherwise. Beside them a reading
 * may end with `cancelled`/`import-cancelled` and, by a bug, `internal`/`parser-failed`.
 */
export const FILE_REASONS = [
  'file-encrypted',
  'file-corrupt',
  'file-locked', // unavailable
  'file-not-found', // not-found
  'file-too-large',
  'file-empty',
  'file-unsafe',
  'file-unrecognised',
  'headings-not-found',
  'kind-mismatch',
  'sheet-not-found',
] as const;
export type FileReason = (typeof FILE_REASONS)[number];
