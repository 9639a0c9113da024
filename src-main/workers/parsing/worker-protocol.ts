import type { ErrorCode, ErrorDetail } from '#shared/kernel/app-error.ts';
import type { Inspection, InspectOptions } from './inspect-file.ts';
import type { ParseBatch, ParseOptions } from './parse-file.ts';

/** Messages between the parsing worker and whoever started it. One task a worker. */
export type ToParser =
  | { readonly type: 'parse'; readonly path: string; readonly options: Omit<ParseOptions, 'signal'>; readonly credits: number }
  | { readonly type: 'inspect'; readonly path: string; readonly options: Omit<InspectOptions, 'signal'> }
  /** The receiver has room for so many more batches. */
  | { readonly type: 'credit'; readonly batches: number }
  | { readonly type: 'cancel' };

export type FromParser =
  | { readonly type: 'batch'; readonly batch: ParseBatch }
  | { readonly type: 'inspected'; readonly inspection: Inspection }
  | { readonly type: 'done' }
  | { readonly type: 'error'; readonly error: { readonly code: ErrorCode; readonly reason: string; readonly detail: ErrorDetail } };

/** Batches that may be under way unanswered. */
export const PARSER_CREDITS = 4;
