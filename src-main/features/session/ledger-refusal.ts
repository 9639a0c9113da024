import type { LEDGER_STATES } from '#shared/contract/session.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';

export type SessionLedgerState = (typeof LEDGER_STATES)[number];

/** Why the ledger cannot be opened; stays until somebody tries again or restores. */
export type LedgerRefusal = { readonly state: SessionLedgerState; readonly reason: string | null };

type Entry = LedgerRefusal & { readonly answer: string };

const ENTRIES: Readonly<Record<string, Entry>> = {
  'ledger-in-use': { state: 'in-use', reason: null, answer: 'ledger-in-use' },
  'ledger-busy': { state: 'in-use', reason: null, answer: 'ledger-in-use' },
  'ledger-wrong-key': { state: 'wrong-key', reason: null, answer: 'ledger-wrong-key' },
  'ledger-newer': { state: 'newer', reason: null, answer: 'ledger-newer' },
  'ledger-changed-migration': { state: 'newer', reason: 'changed-migration', answer: 'ledger-newer' },
  'keyring-newer': { state: 'newer', reason: 'keyring', answer: 'ledger-newer' },
  'ledger-corrupt': { state: 'corrupt', reason: null, answer: 'ledger-corrupt' },
  'ledger-missing': { state: 'corrupt', reason: 'missing', answer: 'ledger-corrupt' },
  'ledger-read-only': { state: 'read-only', reason: null, answer: 'ledger-read-only' },
  'ledger-unreachable': { state: 'read-only', reason: 'unreachable', answer: 'ledger-read-only' },
  'disk-full': { state: 'disk-full', reason: null, answer: 'disk-full' },
  'ledger-on-network': { state: 'location-refused', reason: 'network', answer: 'location-refused' },
  'ledger-in-synchronised-folder': { state: 'location-refused', reason: 'synchronised', answer: 'location-refused' },
  'ledger-on-removable': { state: 'location-refused', reason: 'removable', answer: 'location-refused' },
  'keyring-missing': { state: 'keys-missing', reason: null, answer: 'ledger-wrong-key' },
  'keyring-corrupt': { state: 'keys-missing', reason: 'damaged', answer: 'ledger-wrong-key' },
  'keystore-secret-missing': { state: 'keys-missing', reason: 'keystore', answer: 'ledger-wrong-key' },
};

/** The state of the program that a failure stands for; undefined for refusals of a PIN and for bugs. */
export function refusalOf(error: unknown): LedgerRefusal | undefined {
  const entry = isAppError(error) ? ENTRIES[error.reason] : undefined;
  return entry && { state: entry.state, reason: entry.reason };
}

/** The same failure under a reason that the contract declares. */
export function declaredRefusal(error: unknown): unknown {
  const entry = isAppError(error) ? ENTRIES[error.reason] : undefined;
  if (entry === undefined || !isAppError(error)) return error;
  return new AppError(error.code, entry.answer, { cause: error, detail: error.detail });
}

/** What stands against the ledger, as a failure of a call. */
export function errorOf({ state }: LedgerRefusal): AppError {
  const entry = Object.values(ENTRIES).find((each) => each.state === state);
  return new AppError('unavailable', entry?.answer ?? 'ledger-corrupt');
}
