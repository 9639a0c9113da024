import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import type { ErrorDetail } from '#shared/kernel/app-error.ts';
import type { FileReason } from '#shared/domain/imports/reasons.ts';

/** Refusal of a whole file. */
export function refuseFile(reason: FileReason, options: { detail?: ErrorDetail; cause?: unknown } = {}): AppError {
  return new AppError('invalid-input', reason, options);
}

export function cancelled(): AppError {
  return new AppError('cancelled', 'import-cancelled');
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw cancelled();
}

const LOCKED = new Set(['EBUSY', 'EACCES', 'EPERM', 'ETXTBSY']);

/** The known reason behind a file system's or a decoder's error; `fallback` for all others. */
export function asFileError(error: unknown, fallback: FileReason = 'file-corrupt'): AppError {
  if (isAppError(error)) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (LOCKED.has(code)) return new AppError('unavailable', 'file-locked', { cause: error });
  if (code === 'ENOENT' || code === 'ENOTDIR') return new AppError('not-found', 'file-not-found', { cause: error });
  if (code === 'EISDIR') return refuseFile('file-unrecognised', { cause: error });
  return refuseFile(fallback, { cause: error });
}
