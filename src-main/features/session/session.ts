import { rmSync } from 'node:fs';
import type { PersonAddArgs } from '#shared/domain/people/person.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Ledger } from '../../ledger/index.ts';
import { addPerson } from '../people/index.ts';
import type { Person } from '../people/index.ts';
import { chooseLocation } from './choose-location.ts';
import { DEMONSTRATOR, openOrMakeDemonstration, unfinishedMaking } from './demonstration.ts';
import { declaringKeyReasons } from './key-refusal.ts';
import { markKindIn } from './ledger-kind.ts';
import { declaredRefusal, errorOf, refusalOf } from './ledger-refusal.ts';
import type { LedgerRefusal, SessionLedgerState } from './ledger-refusal.ts';
import { presentPeople } from './person-slots.ts';
import { RealLedger } from './real-ledger.ts';
import type { LedgerKeys, LedgerWork, OpenedLedger, SessionPorts } from './session-ports.ts';
import { stoppableClock } from './stoppable-clock.ts';

const THREADS_LIMIT_MS = 2000;

/**
 * Which ledger is open and who has unlocked it. A ledger is opened at the first unlock and stays
 * open, with its jobs, while people lock and unlock. Changes run one after another.
 */
export class Session {
  readonly #ports: SessionPorts;
  readonly #real: RealLedger;
  #opened: (OpenedLedger & { readonly work: LedgerWork }) | undefined;
  #person: Person | undefined;
  #refusal: LedgerRefusal | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    this.#real = new RealLedger(ports);
    this.#refusal = this.#real.probe();
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
    return { keyring: this.#real.keyring, settled: () => this.#ports.secretsSettled() };
  }

  ledgerState(): SessionLedgerState {
    if (this.#person) return 'open';
    if (this.#refusal) return this.#refusal.state;
    return this.#real.state();
  }

  /** Whose PIN is not judged for a while, and how long: known from the keyring, so also after a restart. */
  waits(): Record<string, number> {
    return this.#refusal ? {} : this.#real.waits();
  }

  /** First start: keyring, ledger, and the administrator, who has then unlocked it. */
  createFirstAdministrator(person: Omit<PersonAddArgs, 'role'>, pin: string): Promise<{ personId: string }> {
    return this.#inTurn(async () => {
      const { ids, clock } = this.#ports;
      await this.#close();
      if (this.#refusal) throw errorOf(this.#refusal);
      if (this.#real.isThere()) throw new AppError('conflict', 'ledger-exists');
      const args: PersonAddArgs = { ...person, role: 'administrator' };
      const now = clock.now();
      const personId = ids.uuid(now);
      const key = await this.#real.createKeyring(personId, args, pin);
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
      await this.#enter(personId, () => this.#real.keyring.unlockWithPin({ personId, pin }));
    });
  }

  /** The printed code opens the ledger; the person gets a new PIN for this computer. */
  unlockWithRecovery(personId: string, code: string, newPin: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#enter(personId, () => this.#real.unlockWithRecovery(personId, code, newPin));
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
      if (!this.#opened) this.#refusal = this.#real.probe();
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
      if (!this.#opened) this.#refusal = this.#real.probe();
      this.#tell();
    });
  }

  /**
   * The ledger is to lie in this folder from the next start of the engine on; one that is there is used.
   * Throws `location-refused` with `why`, `location-fixed`, `folder-not-found` and what else stands against it.
   */
  chooseLocation(folder: string): Promise<{ ledgerPath: string; exists: boolean }> {
    return this.#inTurn(() => {
      if (this.#person) throw new AppError('forbidden', 'not-permitted');
      return chooseLocation(this.#ports, folder);
    });
  }

  /** Closes the real ledger for as long as `work` replaces it; then it is locked. */
  replaceReal<T>(work: () => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      await this.#close();
      try {
        return await work();
      } finally {
        this.#refusal = this.#real.probe();
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

  /** People have changed: who has unlocked has the new post from now on, or is out. */
  notePeople(): void {
    if (!this.#opened || !this.#person) return;
    this.#person = presentPeople(this.#opened.ledger).get(this.#person.id);
    this.#tell();
  }

  /** Ends all work and closes the ledger with its clean mark. */
  close(): Promise<void> {
    return this.#inTurn(() => this.#close());
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

  async #openReal(key: Buffer, fill?: (ledger: Ledger) => void): Promise<void> {
    const opened = await this.#real.open(key, fill);
    try {
      this.#start(opened);
    } catch (error) {
      opened.ledger.close();
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
    await this.#awaitThreads(opened.ledger);
  }

  /** A statement that a thread is in cannot be broken off; the program does not wait for a long one. */
  async #awaitThreads(ledger: Ledger): Promise<void> {
    const over = new AbortController();
    await Promise.race([ledger.threadsEnded(), this.#ports.timers.wait(THREADS_LIMIT_MS, over.signal)]);
    over.abort();
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
