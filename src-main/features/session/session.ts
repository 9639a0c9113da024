import { existsSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { PersonAddArgs } from '#shared/domain/people/person.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { findPinFlaw, Keyring, keyringFileOf, openLedger, probeLedger } from '../../ledger/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import { makeFolder } from '../../platform/files.ts';
import { addPerson } from '../people/index.ts';
import type { Person } from '../people/index.ts';
import { DEMONSTRATOR, openOrMakeDemonstration, unfinishedMaking } from './demonstration.ts';
import { declaringKeyReasons } from './key-refusal.ts';
import { kindIn, markKindIn } from './ledger-kind.ts';
import { declaredRefusal, refusalOf } from './ledger-refusal.ts';
import type { LedgerRefusal, SessionLedgerState } from './ledger-refusal.ts';
import { presentPeople, repairSlots } from './person-slots.ts';
import type { LedgerKeys, LedgerWork, OpenedLedger, SessionPorts } from './session-ports.ts';
import { stoppableClock } from './stoppable-clock.ts';

/**
 * Which ledger is open and who has unlocked it. A ledger is opened at the first unlock and stays
 * open, with its jobs, while people lock and unlock. Changes run one after another.
 */
export class Session {
  readonly #ports: SessionPorts;
  readonly #keyring: Keyring;
  #opened: (OpenedLedger & { readonly work: LedgerWork }) | undefined;
  #person: Person | undefined;
  #refusal: LedgerRefusal | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    const { secrets, clock, ids, stretch } = ports;
    this.#keyring = new Keyring({ file: keyringFileOf(ports.places.realFile), secrets, clock, ids, stretch });
    this.#probe();
  }

  get opened(): (OpenedLedger & { readonly work: LedgerWork }) | undefined {
    return this.#opened;
  }

  /** Who has unlocked. */
  get person(): Person | undefined {
    return this.#person;
  }

  get refusal(): LedgerRefusal | undefined {
    return this.#refusal;
  }

  /** The ways in of the ledger that is shown; undefined in a demonstration. */
  get keys(): LedgerKeys | undefined {
    if (this.#opened?.kind === 'demonstration') return undefined;
    return { keyring: this.#keyring, settled: () => this.#ports.secretsSettled() };
  }

  ledgerState(): SessionLedgerState {
    if (this.#person) return 'open';
    if (this.#refusal) return this.#refusal.state;
    const { realFile } = this.#ports.places;
    if (!existsSync(realFile)) return 'first-start';
    return this.#keyring.exists() ? 'locked' : 'keys-missing';
  }

  /** Whose PIN is not judged for a while, and how long: known from the keyring, so also after a restart. */
  waits(): Record<string, number> {
    if (this.#refusal || !this.#keyring.exists()) return {};
    const waiting = this.#keyring.status().people.filter(({ waitMs }) => waitMs > 0);
    return Object.fromEntries(waiting.map(({ id, waitMs }) => [id, waitMs]));
  }

  /** First start: keyring, ledger, and the administrator, who has then unlocked it. */
  createFirstAdministrator(person: Omit<PersonAddArgs, 'role'>, pin: string): Promise<{ personId: string }> {
    return this.#inTurn(async () => {
      const { ids, clock, places } = this.#ports;
      await this.#close();
      if (this.#refusal) throw new AppError('unavailable', this.#refusal.state);
      if (existsSync(places.realFile)) throw new AppError('conflict', 'ledger-exists');
      const args: PersonAddArgs = { ...person, role: 'administrator' };
      const now = clock.now();
      const personId = ids.uuid(now);
      const key = await this.#createKeyring(personId, args, pin);
      try {
        await this.#openReal(key, (ledger) =>
          ledger.write((tx) => {
            markKindIn(tx, 'real');
            addPerson(tx, { id: personId, ...args }, { opId: ids.uuid(now), actor: personId, now });
          }),
        );
      } catch (error) {
        this.#refuse(error);
      } finally {
        key.fill(0);
      }
      this.#admit(personId);
      return { personId };
    });
  }

  /** Throws `pin-wrong`, `pin-locked`, and what stands against opening the ledger. */
  unlock(personId: string, pin: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#enter(personId, () => this.#keyring.unlockWithPin({ personId, pin }));
    });
  }

  /** The printed code opens the ledger; the person gets a new PIN for this computer. */
  unlockWithRecovery(personId: string, code: string, newPin: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#enter(personId, async () => {
        const key = await this.#keyring.unlockWithRecovery(code);
        try {
          await this.#replaceSlot(key, personId, newPin);
        } catch (error) {
          key.fill(0);
          throw error;
        }
        return key;
      });
    });
  }

  /** Nobody has unlocked any more; the ledger stays open for its jobs. A demonstration is left. */
  lock(): Promise<void> {
    if (this.#opened?.kind === 'demonstration') return this.openReal();
    this.#person = undefined;
    this.#tell();
    return Promise.resolve();
  }

  /** Leaves the demonstration, and forgets what stood against the real ledger, for another try. */
  openReal(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#opened?.kind === 'demonstration') await this.#close();
      if (!this.#opened) this.#probe();
      this.#tell();
    });
  }

  /** Answers the job that still makes the demonstration, or null. */
  openDemonstration(): Promise<string | null> {
    return this.#inTurn(async () => {
      if (this.#opened?.kind !== 'demonstration') {
        await this.#close();
        this.#startDemonstration();
      }
      const { ledger } = this.#opened ?? {};
      return ledger === undefined ? null : unfinishedMaking(ledger);
    });
  }

  deleteDemonstration(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#opened?.kind === 'demonstration') await this.#close();
      rmSync(this.#ports.places.demonstrationFolder, { recursive: true, force: true });
      if (!this.#opened) this.#probe();
      this.#tell();
    });
  }

  /** Closes the real ledger for as long as `work` replaces it; then it is locked. */
  replaceReal<T>(work: () => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      await this.#close();
      try {
        return await work();
      } finally {
        this.#probe();
        this.#tell();
      }
    });
  }

  /** A failure that is a state of the program becomes its state, also while the ledger is open. */
  noteFailure(error: unknown): void {
    const refusal = refusalOf(error);
    if (refusal?.state !== 'corrupt' || this.#refusal?.state === 'corrupt') return;
    this.#refusal = refusal;
    this.#person = undefined;
    this.#tell();
  }

  /** Ends all work and closes the ledger with its clean mark. */
  close(): Promise<void> {
    return this.#inTurn(() => this.#close());
  }

  async #createKeyring(personId: string, args: PersonAddArgs, pin: string): Promise<Buffer> {
    const label = { name: args.name, staffNo: args.staffNo, role: args.role };
    return declaringKeyReasons(async () => {
      refusePinFlaw(pin);
      makeFolder(dirname(this.#ports.places.realFile));
      const key = this.#keyring.create();
      await this.#keyring.addPersonSlot({ key, personId, pin, label });
      await this.#ports.secretsSettled();
      return key;
    });
  }

  async #replaceSlot(key: Buffer, personId: string, pin: string): Promise<void> {
    const label = this.#keyring.status().people.find(({ id }) => id === personId)?.label;
    if (label === undefined) throw new AppError('not-found', 'person-slot-missing');
    await this.#keyring.addPersonSlot({ key, personId, pin, label });
    await this.#ports.secretsSettled();
  }

  /** Gets the key by `unlock`, opens the ledger with it when it is closed, and admits the person. */
  async #enter(personId: string, unlock: () => Promise<Buffer>): Promise<void> {
    if (this.#opened?.kind === 'demonstration') await this.#close();
    let key: Buffer | undefined;
    try {
      key = await declaringKeyReasons(unlock);
      if (!this.#opened) await this.#openReal(key);
    } catch (error) {
      this.#refuse(error);
    } finally {
      key?.fill(0);
    }
    this.#admit(personId);
  }

  /** `fill` writes what a new ledger begins with; without it the ledger must be there. */
  async #openReal(key: Buffer, fill?: (ledger: Ledger) => void): Promise<void> {
    const { openOptions, places, ids, clock } = this.#ports;
    const own = stoppableClock(clock);
    const mustExist = fill === undefined;
    const ledger = openLedger({ ...openOptions, ...this.#ports, file: places.realFile, key, clock: own, mustExist });
    try {
      fill?.(ledger);
      await repairSlots({ ledger, keyring: this.#keyring, opId: ids.uuid(clock.now()), now: clock.now() });
      this.#start({ ledger, kind: ledger.read(kindIn), clock: own });
    } catch (error) {
      ledger.close();
      throw error;
    }
  }

  #startDemonstration(): void {
    const clock = stoppableClock(this.#ports.clock);
    try {
      this.#start({ ledger: openOrMakeDemonstration(this.#ports, clock), kind: 'demonstration', clock });
    } catch (error) {
      throw declaredRefusal(error);
    }
    this.#admit(DEMONSTRATOR);
  }

  #start(opened: OpenedLedger): void {
    this.#refusal = undefined;
    this.#opened = { ...opened, work: this.#ports.startWork(opened) };
    if (opened.ledger.state.uncleanStop) this.#checkQuietly(opened.ledger);
  }

  #checkQuietly(ledger: Ledger): void {
    ledger.quickCheckInBackground().catch((error: unknown) => {
      if (ledger.isOpen) this.#ports.log.error('quick-check-failed', { error });
    });
  }

  #admit(personId: string): void {
    const opened = this.#opened;
    const person = opened && presentPeople(opened.ledger).get(personId);
    if (!opened || !person) throw new AppError('forbidden', 'pin-wrong');
    this.#person = person;
    opened.work.unlocked();
    this.#tell();
  }

  async #close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    this.#person = undefined;
    if (!opened) return;
    await opened.work.stop();
    opened.ledger.close();
  }

  /** What can be said against the real ledger without its key. */
  #probe(): void {
    const { openOptions, places } = this.#ports;
    this.#refusal = undefined;
    try {
      probeLedger(places.realFile, { ...openOptions, ...this.#ports });
      if (existsSync(places.realFile) && this.#keyring.exists()) this.#keyring.status();
    } catch (error) {
      this.#refusal = refusalOf(error);
      if (!this.#refusal) throw error;
    }
  }

  #refuse(error: unknown): never {
    const refusal = refusalOf(error);
    if (refusal) this.#refusal = refusal;
    if (refusal) this.#tell();
    throw declaredRefusal(error);
  }

  #tell(): void {
    this.#ports.publish('session.changed', {});
  }

  #inTurn<T>(work: () => T | Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

function refusePinFlaw(pin: string): void {
  const flaw = findPinFlaw(pin);
  if (flaw !== undefined) throw new AppError('invalid-input', flaw);
}
