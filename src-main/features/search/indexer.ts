import type { Ledger, ReadTx } from '../../ledger/index.ts';
import { JOB_CHANGED_TOPIC } from '../../jobs/job.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { Timers } from '../../platform/timers.ts';
import type { WorkerEntry } from '../../platform/worker-entry.ts';
import { highestSeq, indexClients, indexNumbers, indexOps, unreadClients } from './index-step.ts';
import type { NamedClient } from './index-step.ts';
import { markOf } from './marks.ts';
import { highestId } from './number-chunks.ts';
import { readNamesInWorker } from './read-names.ts';
import type { ReadNames } from './read-names.ts';

export type IndexerPorts = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly workerEntry: WorkerEntry;
};

/** A step aims at this, far from what a person would notice. */
const STEP_MS = 12;
const FEWEST_OPS = 20;
const MOST_OPS = 400;
const CLIENTS_AT_ONCE = 5000;
const CLIENTS_A_STEP = 200;
/** How often the windows hear of progress. */
const TELL_PERIOD_MS = 1000;
const WAKING: ReadonlySet<string> = new Set([JOB_CHANGED_TOPIC, 'queue.changed', 'mails.changed', 'clients.changed']);

/**
 * Brings the index up to the ledger while nothing else works: imports and screening never wait for
 * it, since search looks beyond the marks by itself. Each step is a transaction with its mark, so
 * that after a crash the next start goes on where it stood.
 */
export class SearchIndexer {
  readonly #ports: IndexerPorts;
  readonly #isBusy: (tx: ReadTx) => boolean;
  readonly #readNames: ReadNames;
  #opsAStep = 100;
  #running: Promise<void> | null = null;
  #isStopped = false;
  #isWokenAgain = false;
  #mayHaveClients = true;
  #toldAt = Number.NEGATIVE_INFINITY;
  #stopListening = (): void => undefined;

  constructor(ports: IndexerPorts, isBusy: (tx: ReadTx) => boolean = isJobRunning) {
    this.#ports = ports;
    this.#isBusy = isBusy;
    this.#readNames = readNamesInWorker(ports.workerEntry);
  }

  start(): void {
    this.#stopListening = this.#ports.ledger.listen(({ topic }) => {
      if (!WAKING.has(topic)) return;
      if (topic !== 'queue.changed' && topic !== 'mails.changed') this.#mayHaveClients = true;
      this.wake();
    });
    this.wake();
  }

  /** Looks whether anything is owed; cheap when not. */
  wake(): void {
    this.#isWokenAgain = true;
    if (this.#isStopped || this.#running) return;
    this.#running = this.#runUntilDone();
  }

  /** Resolves when what is owed has been done, or has to wait for other work. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#stopListening();
    await this.settled();
  }

  async #runUntilDone(): Promise<void> {
    try {
      while (this.#isWokenAgain && !this.#isStopped) {
        this.#isWokenAgain = false;
        await this.#run();
      }
    } catch (error) {
      // The ledger refuses (disk full): search goes on beyond the marks, and the next wake tries again.
      this.#ports.log.error('search-index-failed', { error });
    } finally {
      this.#running = null;
    }
  }

  async #run(): Promise<void> {
    const { ledger, timers } = this.#ports;
    // Whoever woke us is within the end of its transaction.
    await timers.yieldToLoop();
    let hasWorked = false;
    while (this.#mayWork() && (await this.#step())) {
      hasWorked = true;
      this.#tell();
      await timers.yieldToLoop();
    }
    if (hasWorked && ledger.isOpen) ledger.announce('search.changed', {});
  }

  #mayWork(): boolean {
    const { ledger } = this.#ports;
    return !this.#isStopped && ledger.isOpen && !ledger.isReadonly && !ledger.read(this.#isBusy);
  }

  async #step(): Promise<boolean> {
    const { ledger } = this.#ports;
    const owed = ledger.read(owedKind);
    if (owed === 'mail' || owed === 'exception') return ledger.write<boolean>((tx) => indexNumbers(tx, owed));
    if (owed === 'op') return this.#stepOps();
    return this.#mayHaveClients ? this.#stepClients() : false;
  }

  /** As many as fit the time that a step may take. */
  #stepOps(): boolean {
    const { ledger, clock } = this.#ports;
    const startedAt = clock.monotonic();
    const count = ledger.write((tx) => indexOps(tx, this.#opsAStep));
    const tookMs = clock.monotonic() - startedAt;
    if (tookMs > STEP_MS) this.#opsAStep = Math.max(FEWEST_OPS, Math.floor(this.#opsAStep / 2));
    else if (tookMs < STEP_MS / 2) this.#opsAStep = Math.min(MOST_OPS, this.#opsAStep * 2);
    return count > 0;
  }

  async #stepClients(): Promise<boolean> {
    const { ledger, timers } = this.#ports;
    const unread = ledger.read<NamedClient[]>((tx) => unreadClients(tx, CLIENTS_AT_ONCE));
    if (unread.length === 0) {
      this.#mayHaveClients = false;
      return false;
    }
    const readings = await this.#readNames(unread.map(({ name }) => name));
    for (let from = 0; from < unread.length && !this.#isStopped && ledger.isOpen; from += CLIENTS_A_STEP) {
      const read = unread.slice(from, from + CLIENTS_A_STEP).map((client, at) => ({ ...client, readings: readings[from + at] ?? '' }));
      ledger.write((tx) => indexClients(tx, read));
      await timers.yieldToLoop();
    }
    return true;
  }

  #tell(): void {
    const now = this.#ports.clock.monotonic();
    if (now - this.#toldAt < TELL_PERIOD_MS) return;
    this.#toldAt = now;
    this.#ports.ledger.announce('search.changed', {});
  }
}

/** An import or a run of screening is under way, or anything else that a job does. */
function isJobRunning(tx: ReadTx): boolean {
  return tx.pluck("SELECT 1 FROM job WHERE state = 'running' LIMIT 1") !== undefined;
}

function owedKind(tx: ReadTx): 'mail' | 'exception' | 'op' | null {
  if (markOf(tx, 'mail').through < highestId(tx, 'mail')) return 'mail';
  if (markOf(tx, 'exception').through < highestId(tx, 'exception')) return 'exception';
  return markOf(tx, 'op').through < highestSeq(tx) ? 'op' : null;
}

/** Brings the index up in one go, for a program that does nothing beside: what a crash left running does not run. */
export async function indexAll(ports: IndexerPorts): Promise<void> {
  const indexer = new SearchIndexer(ports, () => false);
  indexer.wake();
  await indexer.settled();
}
