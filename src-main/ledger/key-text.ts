import { existsSync } from 'node:fs';
import { ledgerError } from './sqlite-errors.ts';
import { parseRawKey } from './key-wrap.ts';
import type { Keyring } from './keyring.ts';

export type KeyTextOptions = {
  /** Content of a key file or variable: 64 hexadecimal digits, or a passphrase. White space at its ends is not part of it. */
  readonly text: string;
  readonly ledgerFile: string;
  /** The keyring beside that ledger. */
  readonly keyring: Keyring;
  /** A ledger of tests may have a short passphrase. */
  readonly allowShort?: boolean;
};

/**
 * The data key for what a person handed to the command line. For a ledger that is not there
 * yet, a passphrase makes a keyring with a new key; a raw key needs none.
 * Throws as `unlockWithPassphrase` and `addPassphraseSlot`; unavailable `ledger-wrong-key`
 * for a passphrase where only a raw key can open.
 */
export async function keyFromText(options: KeyTextOptions): Promise<Buffer> {
  const passphrase = options.text.trim();
  const raw = parseRawKey(passphrase);
  if (raw !== undefined) return raw;
  if (options.keyring.exists()) return options.keyring.unlockWithPassphrase(passphrase);
  if (existsSync(options.ledgerFile)) throw ledgerError('ledger-wrong-key');
  const key = options.keyring.create();
  await options.keyring.addPassphraseSlot({ key, passphrase, ...(options.allowShort && { allowShort: true }) });
  return key;
}
