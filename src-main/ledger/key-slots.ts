import type { KeyringContent, PassphraseSlot, PersonSlot, RecoverySlot } from './keyring-file.ts';

type Slot = KeyringContent['slots'][number];

/** Under which name the keystore holds a ledger's secret. */
export function secretName(keyId: string): string {
  return `ledger-${keyId}`;
}

/** What a wrapped key is bound to: a slot moved to another person or ledger does not open. */
export function labelOf(slot: { kind: string; personId?: string; usesKeystore?: boolean }, keyId: string): string {
  return JSON.stringify([keyId, slot.kind, slot.personId ?? null, slot.usesKeystore ?? null]);
}

/** One word, however its characters were composed. */
export function passphraseBytes(passphrase: string): Buffer {
  return Buffer.from(passphrase.normalize('NFC'), 'utf8');
}

export function isPerson(slot: Slot): slot is PersonSlot {
  return slot.kind === 'person';
}

export function isRecovery(slot: Slot): slot is RecoverySlot {
  return slot.kind === 'recovery';
}

export function isPassphrase(slot: Slot): slot is PassphraseSlot {
  return slot.kind === 'passphrase';
}
