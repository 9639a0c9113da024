import { existsSync } from 'node:fs';
import { AppError } from '#shared/kernel/app-error.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { Clock } from '../platform/clock.ts';
import { moveFileDurably } from '../platform/files.ts';
import type { Ids } from '../platform/ids.ts';
import type { SecretStore } from '../platform/secrets.ts';
import { KEY_BYTES } from './connection.ts';
import { ARGON2_COST, deriveWrapKey, keyIdOf, type Stretch, unwrapKey, wrapKey } from './key-wrap.ts';
import {
  emptyKeyring,
  ledgerFileOf,
  type KeyringContent,
  type PassphraseSlot,
  type PersonLabel,
  type PersonSlot,
  readKeyring,
  type RecoverySlot,
  writeKeyring,
} from './keyring-file.ts';
import { isPassphrase, isPerson, isRecovery, labelOf, passphraseBytes, secretName } from './key-slots.ts';
import { findPinFlaw } from './pin-rule.ts';
import { refuseWhileWaiting, waitOf, withTry, wrongPin } from './pin-tries.ts';
import { formatRecoveryCode, parseRecoveryCode, RECOVERY_BYTES } from './recovery-code.ts';

export type KeyringOptions = {
  /** `<ledger>.keys`, see `keyringFileOf`. */
  readonly file: string;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly stretch: Stretch;
};

/** A person with a way in. `waitMs`: how long no PIN of this person is judged. */
export type KeyringPerson = { readonly id: string; readonly label: PersonLabel | undefined; readonly waitMs: number };

export type KeyringStatus = {
  readonly personIds: readonly string[];
  readonly people: readonly KeyringPerson[];
  readonly hasPassphrase: boolean;
  /** `untested`: printed, but never typed in once; it does not count yet. */
  readonly recovery: 'none' | 'untested' | 'ready';
};

const PASSPHRASE_MIN = 8;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const SECRET_BYTES = 32;

/** The slots of one ledger's data key. Methods run one after another; keys they return are to be zeroed by the caller. */
export class Keyring {
  readonly #options: KeyringOptions;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: KeyringOptions) {
    this.#options = options;
  }

  /** Makes the file with a new random key, without any slot; give the administrator one at once. */
  create(): Buffer {
    const key = this.#options.ids.bytes(KEY_BYTES);
    this.createFor(key);
    return key;
  }

  /**
   * The same for a key that exists already, as that of a ledger opened by raw key. A keyring in
   * use is never replaced (conflict `keyring-exists`); one without its ledger, left by a first
   * start that was broken off, is set aside.
   */
  createFor(key: Buffer): void {
    if (this.exists()) this.#setAsideUnused();
    writeKeyring(this.#options.file, emptyKeyring(keyIdOf(key)));
  }

  exists(): boolean {
    return existsSync(this.#options.file);
  }

  status(): KeyringStatus {
    const { slots } = readKeyring(this.#options.file);
    const recovery = slots.find(isRecovery);
    return {
      personIds: slots.filter(isPerson).map((slot) => slot.personId),
      people: slots.filter(isPerson).map((slot) => ({
        id: slot.personId,
        label: slot.label,
        waitMs: Math.max(0, waitOf(slot, this.#options.clock.now())),
      })),
      hasPassphrase: slots.some(isPassphrase),
      recovery: recovery === undefined ? 'none' : recovery.testedAt === null ? 'untested' : 'ready',
    };
  }

  /** Gives a person a slot, or a new one in place of the old. Throws invalid-input with a `PinFlaw`. */
  addPersonSlot(options: { key: Buffer; personId: string; pin: string; label?: PersonLabel }): Promise<void> {
    return this.#inTurn(async () => {
      const flaw = findPinFlaw(options.pin);
      if (flaw !== undefined) throw new AppError('invalid-input', flaw);
      const { keyId } = this.#contentFor(options.key);
      const slot = await this.#wrapForPerson({ ...options, keyId });
      this.#replace((old) => isPerson(old) && old.personId === options.personId, slot);
    });
  }

  /** Throws as `unlockWithPin`, and invalid-input with a `PinFlaw`. */
  async changePin(options: { personId: string; oldPin: string; newPin: string }): Promise<void> {
    const flaw = findPinFlaw(options.newPin);
    if (flaw !== undefined) throw new AppError('invalid-input', flaw);
    const { personId } = options;
    const key = await this.unlockWithPin({ personId, pin: options.oldPin });
    try {
      const { label } = this.#personSlot(personId);
      await this.addPersonSlot({ key, personId, pin: options.newPin, ...(label && { label }) });
    } finally {
      key.fill(0);
    }
  }

  /** Takes a person's way in. The last way in at all is kept: conflict `last-key-slot`. */
  removePersonSlot(personId: string): Promise<void> {
    return this.#inTurn(() => {
      const { slots } = readKeyring(this.#options.file);
      const isOf = (slot: KeyringContent['slots'][number]): boolean => isPerson(slot) && slot.personId === personId;
      const hasOther = slots.some((slot) => !isOf(slot) && !(isRecovery(slot) && slot.testedAt === null));
      if (slots.some(isOf) && !hasOther) throw new AppError('conflict', 'last-key-slot');
      this.#replace(isOf);
    });
  }

  /**
   * The data key for a PIN. Throws forbidden `pin-wrong` {triesLeft}, forbidden `pin-locked`
   * {waitMs}, not-found `person-slot-missing`, unavailable `keystore-secret-missing`.
   */
  unlockWithPin(options: { personId: string; pin: string }): Promise<Buffer> {
    return this.#inTurn(async () => {
      const slot = this.#personSlot(options.personId);
      const now = this.#options.clock.now();
      refuseWhileWaiting(slot, now);
      const keystoreSecret = slot.usesKeystore ? this.#keystoreSecret() : Buffer.alloc(0);
      // Counted before it is judged, so that killing the program gives no further try.
      const counted = withTry(slot, now);
      this.#replace((old) => isPerson(old) && old.personId === slot.personId, counted);
      const stretched = await this.#options.stretch(Buffer.from(options.pin, 'utf8'), Buffer.from(slot.salt, 'hex'), slot.argon);
      const key = this.#unwrapChecked(slot, deriveWrapKey([keystoreSecret, stretched], Buffer.from(slot.salt, 'hex'), 'person'));
      if (key === undefined) throw wrongPin(counted);
      this.#replace((old) => isPerson(old) && old.personId === slot.personId, { ...slot, failures: 0, lockedUntil: 0 });
      return key;
    });
  }

  /** Makes a new recovery code, to be printed and then tested; an earlier one is void from now on. */
  addRecoverySlot(options: { key: Buffer }): Promise<string> {
    return this.#inTurn(() => {
      const { keyId } = this.#contentFor(options.key);
      const { ids, clock } = this.#options;
      const secret = ids.bytes(RECOVERY_BYTES);
      const code = formatRecoveryCode(secret);
      const salt = ids.bytes(SALT_BYTES);
      const wrapped = wrapKey(options.key, {
        wrapKey: deriveWrapKey([secret], salt, 'recovery'),
        nonce: ids.bytes(NONCE_BYTES),
        label: labelOf({ kind: 'recovery' }, keyId),
      });
      const slot: RecoverySlot = { kind: 'recovery', salt: salt.toString('hex'), wrapped, createdAt: clock.now(), testedAt: null };
      this.#replace(isRecovery, slot);
      return code;
    });
  }

  /** Proves that the printed sheet opens the ledger; from then on it counts. Throws as `unlockWithRecovery`. */
  async testRecovery(code: string): Promise<void> {
    (await this.unlockWithRecovery(code)).fill(0);
  }

  /** The data key for a recovery code. Throws invalid-input `recovery-code-mistyped` {group}, forbidden `recovery-code-wrong`. */
  unlockWithRecovery(code: string): Promise<Buffer> {
    return this.#inTurn(() => {
      const slot = readKeyring(this.#options.file).slots.find(isRecovery);
      if (slot === undefined) throw new AppError('not-found', 'recovery-slot-missing');
      const wrap = deriveWrapKey([parseRecoveryCode(code)], Buffer.from(slot.salt, 'hex'), 'recovery');
      const key = this.#unwrapChecked(slot, wrap);
      if (key === undefined) throw new AppError('forbidden', 'recovery-code-wrong');
      if (slot.testedAt === null) this.#replace(isRecovery, { ...slot, testedAt: this.#options.clock.now() });
      return key;
    });
  }

  /** For the command line. Throws invalid-input `passphrase-too-short`; a test ledger takes any. */
  addPassphraseSlot(options: { key: Buffer; passphrase: string; anyLength?: boolean }): Promise<void> {
    return this.#inTurn(async () => {
      const isShort = [...options.passphrase].length < PASSPHRASE_MIN;
      if (isShort && options.anyLength !== true) throw new AppError('invalid-input', 'passphrase-too-short');
      const { keyId } = this.#contentFor(options.key);
      const { ids } = this.#options;
      const salt = ids.bytes(SALT_BYTES);
      const stretched = await this.#options.stretch(passphraseBytes(options.passphrase), salt, ARGON2_COST);
      const wrapped = wrapKey(options.key, {
        wrapKey: deriveWrapKey([stretched], salt, 'passphrase'),
        nonce: ids.bytes(NONCE_BYTES),
        label: labelOf({ kind: 'passphrase' }, keyId),
      });
      const slot: PassphraseSlot = { kind: 'passphrase', salt: salt.toString('hex'), argon: ARGON2_COST, wrapped };
      this.#replace(isPassphrase, slot);
    });
  }

  /** Throws forbidden `passphrase-wrong`, not-found `passphrase-slot-missing`. */
  unlockWithPassphrase(passphrase: string): Promise<Buffer> {
    return this.#inTurn(async () => {
      const slot = readKeyring(this.#options.file).slots.find(isPassphrase);
      if (slot === undefined) throw new AppError('not-found', 'passphrase-slot-missing');
      const salt = Buffer.from(slot.salt, 'hex');
      const stretched = await this.#options.stretch(passphraseBytes(passphrase), salt, slot.argon);
      const key = this.#unwrapChecked(slot, deriveWrapKey([stretched], salt, 'passphrase'));
      if (key === undefined) throw new AppError('forbidden', 'passphrase-wrong');
      return key;
    });
  }

  #setAsideUnused(): void {
    const { file, clock } = this.#options;
    const hasLedger = existsSync(ledgerFileOf(file));
    if (hasLedger && readKeyring(file).slots.length > 0) throw new AppError('conflict', 'keyring-exists');
    moveFileDurably(file, `${file}.unused-${clock.now()}`);
  }

  #inTurn<T>(work: () => T | Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  #contentFor(key: Buffer): KeyringContent {
    const content = readKeyring(this.#options.file);
    assert(content.keyId === keyIdOf(key), 'a keyring holds slots of its own ledger only');
    return content;
  }

  #replace(isOld: (slot: KeyringContent['slots'][number]) => boolean, slot?: KeyringContent['slots'][number]): void {
    const content = readKeyring(this.#options.file);
    const kept = content.slots.filter((old) => !isOld(old));
    writeKeyring(this.#options.file, { ...content, slots: slot === undefined ? kept : [...kept, slot] });
  }

  async #wrapForPerson(options: { key: Buffer; personId: string; pin: string; keyId: string; label?: PersonLabel }): Promise<PersonSlot> {
    const { ids, secrets } = this.#options;
    const usesKeystore = secrets.isAvailable();
    const salt = ids.bytes(SALT_BYTES);
    const keystoreSecret = usesKeystore ? this.#keystoreSecretOrNew(options.keyId) : Buffer.alloc(0);
    const stretched = await this.#options.stretch(Buffer.from(options.pin, 'utf8'), salt, ARGON2_COST);
    const { personId, label } = options;
    const slot = { kind: 'person', personId, usesKeystore, ...(label && { label }) } as const;
    const wrapped = wrapKey(options.key, {
      wrapKey: deriveWrapKey([keystoreSecret, stretched], salt, 'person'),
      nonce: ids.bytes(NONCE_BYTES),
      label: labelOf(slot, options.keyId),
    });
    return { ...slot, salt: salt.toString('hex'), argon: ARGON2_COST, wrapped, failures: 0, lockedUntil: 0 };
  }

  #personSlot(personId: string): PersonSlot {
    const slot = readKeyring(this.#options.file)
      .slots.filter(isPerson)
      .find((found) => found.personId === personId);
    if (slot === undefined) throw new AppError('not-found', 'person-slot-missing');
    return slot;
  }

  #unwrapChecked(slot: KeyringContent['slots'][number], wrap: Buffer): Buffer | undefined {
    const { keyId } = readKeyring(this.#options.file);
    return unwrapKey(slot.wrapped, { wrapKey: wrap, label: labelOf(slot, keyId) });
  }

  #keystoreSecret(): Buffer {
    const secret = this.#options.secrets.read(secretName(readKeyring(this.#options.file).keyId));
    if (secret === undefined) throw new AppError('unavailable', 'keystore-secret-missing');
    return Buffer.from(secret);
  }

  #keystoreSecretOrNew(keyId: string): Buffer {
    const found = this.#options.secrets.read(secretName(keyId));
    if (found !== undefined) return Buffer.from(found);
    const made = this.#options.ids.bytes(SECRET_BYTES);
    this.#options.secrets.write(secretName(keyId), made);
    return made;
  }
}
