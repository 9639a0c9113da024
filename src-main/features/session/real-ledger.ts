import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { PersonAddArgs } from '#shared/domain/people/person.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { findPinFlaw, Keyring, keyringFileOf, openLedger, probeLedger } from '../../ledger/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import { makeFolder } from '../../platform/files.ts';
import { declaringKeyReasons } from './key-refusal.ts';
import { kindIn } from './ledger-kind.ts';
import { refusalOf } from './ledger-refusal.ts';
import type { LedgerRefusal, SessionLedgerState } from './ledger-refusal.ts';
import { repairSlots } from './person-slots.ts';
import type { OpenedLedger, SessionPorts } from './session-ports.ts';
import { stoppableClock } from './stoppable-clock.ts';

/** The real ledger on the disk with its keyring, whether it is open or not. */
export class RealLedger {
  readonly #ports: SessionPorts;
  readonly keyring: Keyring;

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    const { secrets, clock, ids, stretch, places } = ports;
    this.keyring = new Keyring({ file: keyringFileOf(places.realFile), secrets, clock, ids, stretch });
  }

  isThere(): boolean {
    return existsSync(this.#ports.places.realFile);
  }

  /** While nothing stands against it and nobody has unlocked it. */
  state(): SessionLedgerState {
    if (!this.isThere()) return 'first-start';
    return this.keyring.exists() ? 'locked' : 'keys-missing';
  }

  /** People whose PIN is not judged for a while, with how long. */
  waits(): Record<string, number> {
    if (!this.keyring.exists()) return {};
    const waiting = this.keyring.status().people.filter(({ waitMs }) => waitMs > 0);
    return Object.fromEntries(waiting.map(({ id, waitMs }) => [id, waitMs]));
  }

  /** What can be said against the ledger without its key. */
  probe(): LedgerRefusal | undefined {
    const { openOptions, places } = this.#ports;
    // A chosen disk that is not there must not look like a first start.
    if (places.location !== 'default' && !existsSync(dirname(places.realFile))) return { state: 'read-only', reason: 'unreachable' };
    try {
      probeLedger(places.realFile, { ...openOptions, ...this.#ports });
      if (this.isThere() && this.keyring.exists()) this.keyring.status();
      return undefined;
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      return refusal;
    }
  }

  /** A new keyring with the first person's slot; answers the data key, which the caller wipes. */
  createKeyring(personId: string, args: PersonAddArgs, pin: string): Promise<Buffer> {
    const label = { name: args.name, staffNo: args.staffNo, role: args.role };
    return declaringKeyReasons(async () => {
      refusePinFlaw(pin);
      makeFolder(dirname(this.#ports.places.realFile));
      const key = this.keyring.create();
      await this.keyring.addPersonSlot({ key, personId, pin, label });
      await this.#ports.secretsSettled();
      return key;
    });
  }

  /** The printed code gives the data key, and the person a new slot under a new PIN. */
  async unlockWithRecovery(personId: string, code: string, newPin: string): Promise<Buffer> {
    const key = await this.keyring.unlockWithRecovery(code);
    try {
      await this.#replaceSlot(key, personId, newPin);
    } catch (error) {
      key.fill(0);
      throw error;
    }
    return key;
  }

  /** `fill` writes what a new ledger begins with; without it the ledger must be there. */
  async open(key: Buffer, fill?: (ledger: Ledger) => void): Promise<OpenedLedger> {
    const { openOptions, places, ids, clock } = this.#ports;
    const own = stoppableClock(clock);
    const mustExist = fill === undefined;
    const ledger = openLedger({ ...openOptions, ...this.#ports, file: places.realFile, key, clock: own, mustExist });
    try {
      fill?.(ledger);
      await repairSlots({ ledger, keyring: this.keyring, opId: ids.uuid(clock.now()), now: clock.now() });
      return { ledger, kind: ledger.read(kindIn), clock: own };
    } catch (error) {
      ledger.close();
      throw error;
    }
  }

  async #replaceSlot(key: Buffer, personId: string, pin: string): Promise<void> {
    const label = this.keyring.status().people.find(({ id }) => id === personId)?.label;
    if (label === undefined) throw new AppError('not-found', 'person-slot-missing');
    await this.keyring.addPersonSlot({ key, personId, pin, label });
    await this.#ports.secretsSettled();
  }
}

function refusePinFlaw(pin: string): void {
  const flaw = findPinFlaw(pin);
  if (flaw !== undefined) throw new AppError('invalid-input', flaw);
}
