/** Codes of every failure that may cross a boundary; each maps to one class of answer in the screens. */
export const ERROR_CODES = [
  'invalid-input',
  'not-found',
  'conflict',
  'forbidden',
  'unavailable',
  'offline',
  'cancelled',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Plain data that travels beside a reason; never a sentence, never personal data. */
export type ErrorDetail = Readonly<Record<string, string | number | boolean | null>>;

/**
 * A refusal or failure with a known reason. `reason` is a kebab-case word that the
 * catalogues turn into a sentence; no message text crosses a boundary.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly reason: string;
  readonly detail: ErrorDetail;

  constructor(code: ErrorCode, reason: string, options: { detail?: ErrorDetail; cause?: unknown } = {}) {
    super(`${code}: ${reason}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.reason = reason;
    this.detail = options.detail ?? {};
  }
}

export function isAppError(value: unknown): value is AppError {
  return value instanceof AppError;
}
