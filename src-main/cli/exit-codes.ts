import { isAppError } from '#shared/kernel/app-error.ts';
import { UsageError } from './usage-error.ts';

export const EXIT = { done: 0, failed: 1, usage: 2, fileRefused: 3, ledgerUnusable: 4 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const LEDGER_REASONS = new Set(['disk-full', 'keys-missing', 'key-missing', 'keystore-secret-missing', 'backup-damaged']);
/** A key or a PIN that could not be meant: nothing was made or changed. */
const USAGE_REASONS = new Set(['passphrase-too-short', 'pin-too-short', 'pin-not-digits', 'pin-obvious']);

/** The exit code of a failure; the contract of `docs/cli.md`. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError) return EXIT.usage;
  if (!isAppError(error)) return EXIT.failed;
  if (USAGE_REASONS.has(error.reason)) return EXIT.usage;
  if (error.reason.startsWith('ledger-') || error.reason.startsWith('keyring-') || LEDGER_REASONS.has(error.reason))
    return EXIT.ledgerUnusable;
  if (error.reason.startsWith('file-') || FILE_REFUSALS.has(error.reason)) return EXIT.fileRefused;
  return EXIT.failed;
}

export const FILE_REFUSALS = new Set(['as-of-in-future', 'headings-not-found', 'kind-mismatch', 'sheet-not-found']);
