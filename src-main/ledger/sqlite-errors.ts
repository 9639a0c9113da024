import { AppError } from '#shared/kernel/app-error.ts';
import { systemCode } from '../platform/files.ts';

/** Reasons with which a ledger refuses; each is a state of the program with its own advice. */
export const LEDGER_REASONS = [
  'ledger-wrong-key',
  'ledger-corrupt',
  'ledger-newer',
  'ledger-changed-migration',
  'ledger-read-only',
  'ledger-in-use',
  'ledger-busy',
  'ledger-missing',
  'ledger-closed',
  'ledger-on-network',
  'ledger-in-synchronised-folder',
  'ledger-on-removable',
  'ledger-unreachable',
  'disk-full',
] as const;
export type LedgerReason = (typeof LEDGER_REASONS)[number];

export function ledgerError(reason: LedgerReason, options: ConstructorParameters<typeof AppError>[2] = {}): AppError {
  return new AppError('unavailable', reason, options);
}

/**
 * The refusal that a failure of SQLite or of the file system stands for, or the error itself
 * when it is a bug (constraint, wrong SQL).
 */
export function toLedgerError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const reason = reasonOf(systemCode(error));
  return reason === undefined ? error : ledgerError(reason, { cause: error });
}

function reasonOf(code: string | undefined): LedgerReason | undefined {
  if (code === undefined) return undefined;
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') return 'disk-full';
  if (code.startsWith('SQLITE_READONLY')) return 'ledger-read-only';
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') return 'ledger-read-only';
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return 'ledger-corrupt';
  if (code.startsWith('SQLITE_BUSY') || code === 'SQLITE_LOCKED') return 'ledger-busy';
  if (code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_CANTOPEN')) return 'ledger-unreachable';
  if (code === 'EIO' || code === 'ENOTDIR' || code === 'ENOENT') return 'ledger-unreachable';
  return undefined;
}
