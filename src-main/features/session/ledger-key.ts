import type { Ledger } from '../../ledger/index.ts';

/** The data key of an open ledger, for a new slot; the caller zeroes it. */
export function ledgerKey(ledger: Ledger): Buffer {
  return Buffer.from(ledger.connectionOptions().keyHex, 'hex');
}
