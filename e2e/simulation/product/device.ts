import { copyFileSync, rmSync } from 'node:fs';
import { isAppError } from '#shared/kernel/app-error.ts';
import { syncSubjects } from '#main/features/sync/subjects.ts';
import { inCheckout } from '#build/runtime/checkout.ts';
import { openLedger } from '#main/ledger/index.ts';
import { readMigrations } from '#main/ledger/migrator.ts';
import type { Ledger, ReadTx, WriteTx } from '#main/ledger/index.ts';
import { settableClock } from '#main/platform/clock.ts';
import type { SettableClock } from '#main/platform/clock.ts';
import { seededIds } from '#main/platform/ids.ts';
import type { BugName } from '#main/sync/bugs.ts';
import { CLIENT_BUGS } from '#main/sync/bugs.ts';
import { newTurn, SyncCore } from '#main/sync/core.ts';
import type { SyncRequest, Turn } from '#main/sync/core.ts';
import type { Step } from '#main/sync/receive-pull.ts';
import type { ProductBug } from './bugs.ts';
import { START_MS } from './office.ts';
import type { Answer } from './wire.ts';

const KEY = Buffer.alloc(32, 0x5a);
/** Read once: ledgers are opened often. */
const MIGRATIONS = readMigrations(inCheckout('migrations', 'client'));

export type DeviceParts = {
  readonly key: string;
  readonly file: string;
  readonly people: readonly string[];
  readonly bug: ProductBug | null;
  readonly maxRows: number;
  send(token: number, request: SyncRequest): void;
  nextToken(): number;
  fail(oracle: string): void;
};

/** The product's core over a real ledger; `file` is its disk, the rest dies with its process. */
export class OfficeDevice {
  readonly key: string;
  readonly people: readonly string[];
  readonly clock: SettableClock = settableClock(START_MS);
  readonly #parts: DeviceParts;
  readonly #ids;
  readonly #core: SyncCore;
  #ledger: Ledger;
  #turn: Turn | null = null;
  #asked: { readonly token: number; readonly request: SyncRequest } | null = null;
  /** What is left to be stored of an answer. */
  #steps: Generator<Step, void, void> | null = null;
  #isFull = false;

  constructor(parts: DeviceParts) {
    this.key = parts.key;
    this.people = parts.people;
    this.#parts = parts;
    this.#ids = seededIds(parts.key);
    const isOfDevice = (bug: ProductBug | null): bug is BugName => CLIENT_BUGS.some((name) => name === bug);
    this.#core = new SyncCore(syncSubjects, { bugs: new Set(isOfDevice(parts.bug) ? [parts.bug] : []) });
    this.#ledger = this.#open();
  }

  get ledger(): Ledger {
    return this.#ledger;
  }

  get isIdle(): boolean {
    return this.#turn === null && this.#asked === null && this.#steps === null;
  }

  read<T>(work: (tx: ReadTx) => T): T {
    return this.#ledger.read(work as (tx: ReadTx) => never);
  }

  /** False when the disk is full: then nothing happened. */
  write(work: (tx: WriteTx) => void): boolean {
    try {
      this.#ledger.write(work);
      return true;
    } catch (error) {
      if (isDiskFull(error)) return false;
      throw error;
    }
  }

  /** A person's act: false when the desk refuses it. */
  attempt(work: (tx: WriteTx) => void): boolean {
    try {
      return this.write(work);
    } catch (error) {
      if (isAppError(error)) return false;
      throw error;
    }
  }

  /** One transaction, or one request. */
  step(): void {
    if (this.#steps !== null) return this.#storeNext(this.#steps);
    if (this.#asked !== null) return;
    const turn = (this.#turn ??= newTurn({ pushSize: 7, factSize: 3, pullRows: this.#parts.maxRows }));
    let request: SyncRequest | null = null;
    if (!this.write((tx) => void (request = this.#core.nextRequest(tx, turn)))) return;
    if (request === null) {
      this.#turn = null;
      return;
    }
    const token = this.#parts.nextToken();
    this.#asked = { token, request };
    this.#parts.send(token, request);
  }

  receive(token: number, answer: Answer): void {
    const asked = this.#asked;
    if (asked?.token !== token) return;
    this.#asked = null;
    const turn = (this.#turn ??= newTurn());
    if (answer.kind === 'reply') {
      this.#steps = this.#core.receive(asked.request, answer.body, turn);
      return;
    }
    if (!this.write((tx) => this.#core.refuse(tx, asked.request, answer.refusal))) return;
    // What was refused for now is let be for this exchange, as the loop does.
    if (!['epoch', 'fork'].includes(answer.refusal.reason)) turn.skipped.add(asked.request.name);
  }

  giveUpWaiting(): void {
    this.#asked = null;
  }

  /** kill -9: the process is gone, what was committed stays. */
  kill(): void {
    this.#ledger.close();
    this.#forget();
    this.#ledger = this.#open();
  }

  /** The disk as it is now, put elsewhere. */
  copyTo(file: string): void {
    this.#ledger.close();
    copyFileSync(this.#parts.file, file);
    this.#ledger = this.#open();
    this.#setFull();
  }

  /** The disk as it was. */
  putBack(file: string): void {
    this.#ledger.close();
    this.#forget();
    copyFileSync(file, this.#parts.file);
    this.#ledger = this.#open();
  }

  fillDisk(isFull: boolean): void {
    this.#isFull = isFull;
    this.#setFull();
  }

  async end(): Promise<void> {
    this.#ledger.close();
    await this.#ledger.threadsEnded();
    for (const suffix of ['', '-wal', '-shm', '.lock']) rmSync(this.#parts.file + suffix, { force: true });
  }

  #storeNext(steps: Generator<Step, void, void>): void {
    try {
      const next = steps.next();
      if (next.done === true) this.#steps = null;
      else if (!this.write(next.value)) this.#endTurn();
    } catch (error) {
      // A page that asks to delete much is held: the next question is the server's own count.
      const isHeld = isAppError(error) && error.reason === 'mass-delete';
      if (isHeld) this.#steps = null;
      else if (isAppError(error) && error.reason === 'page-not-valid') {
        this.#parts.fail(`I2 ${this.key} refuses a page: ${JSON.stringify(error.detail)}`);
        this.#endTurn();
      } else throw error;
    }
  }

  #endTurn(): void {
    this.#steps = null;
    this.#turn = null;
  }

  #forget(): void {
    this.#turn = null;
    this.#asked = null;
    this.#steps = null;
    this.#isFull = false;
  }

  /** A limit of pages is a disk that is full: SQLite answers SQLITE_FULL by itself. */
  #setFull(): void {
    this.#ledger.write((tx) => {
      const pages = tx.pluck<number>('PRAGMA page_count') ?? 0;
      tx.pluck(`PRAGMA max_page_count = ${this.#isFull ? pages : 4_294_967_294}`);
    });
  }

  #open(): Ledger {
    return openLedger({
      file: this.#parts.file,
      key: KEY,
      clock: this.clock,
      ids: this.#ids,
      appVersion: '0.0.0-test',
      migrations: MIGRATIONS,
    });
  }
}

function isDiskFull(error: unknown): boolean {
  const causes = [error, error instanceof Error ? error.cause : undefined];
  return causes.some(
    (one) => (one as { code?: unknown } | undefined)?.code === 'SQLITE_FULL' || (isAppError(one) && one.reason.endsWith('disk-full')),
  );
}
