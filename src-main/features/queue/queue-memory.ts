import type { Ledger, ReadTx } from '../../ledger/index.ts';
import type { EnginePorts } from '../handler-context.ts';
import { readAfter, readNamed } from './mirror-columns.ts';
import { QueueMirror } from './queue-mirror.ts';

type MemoryPorts = Pick<EnginePorts, 'clock' | 'log'> & { readonly timers: Pick<EnginePorts['timers'], 'yieldToLoop'> };

/** A slice of filling aims at this, far from what a person would notice. */
const SLICE_MS = 8;
const FEWEST_ROWS = 100;
const MOST_ROWS = 4000;
/** So many changes are taken over by whoever asks; more are taken over in slices, and SQL answers meanwhile. */
const AT_ONCE_MAX = 500;
/** More changes than these are not left for the next question. */
const WAITING_MAX = 200;
const CLOSED_LISTS_MAX = 8;
/** Beyond it the memory would cost more than it is worth: some 75 MB. */
const MIRRORED_MAX = 500_000;

/** One ledger's mirror: filled at the first question, kept up with every commit, gone with the ledger. */
export class QueueMemory {
  readonly #ledger: Ledger;
  readonly #ports: MemoryPorts;
  readonly #changed = new Set<number>();
  readonly #closedLists = new Map<string, readonly number[]>();
  #mirror: QueueMirror | null = null;
  #filling: { readonly mirror: QueueMirror; through: number } | null = null;
  #running: Promise<void> | null = null;
  #isTooLarge = false;
  #rowsASlice = 1000;

  constructor(ledger: Ledger, ports: MemoryPorts) {
    this.#ledger = ledger;
    this.#ports = ports;
    ledger.listen(({ topic, payload }) => {
      if (topic === 'queue.changed') this.#hear((payload as { ids: readonly number[] }).ids);
    });
  }

  /** As the ledger stands in this transaction; null while SQL has to answer. */
  mirror(tx: ReadTx): QueueMirror | null {
    if (this.#isTooLarge) return null;
    if (this.#mirror === null || this.#changed.size > AT_ONCE_MAX) {
      this.#run();
      return null;
    }
    this.#takeOver(tx, this.#mirror, [...this.#changed]);
    return this.#mirror;
  }

  /** Answers with what was made for a key before, until a closed exception changes. */
  recallClosed(tx: ReadTx, key: string, make: () => readonly number[]): readonly number[] {
    // Only an up-to-date mirror knows that no closed one has changed.
    if (this.mirror(tx) === null) return make();
    const known = this.#closedLists.get(key);
    if (known) return known;
    if (this.#closedLists.size >= CLOSED_LISTS_MAX) this.#closedLists.clear();
    const made = make();
    this.#closedLists.set(key, made);
    return made;
  }

  /** Resolves when everything that is owed has been taken over. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  #hear(ids: readonly number[]): void {
    // Without ids anything may have changed.
    if (ids.length === 0) this.#forget();
    for (const id of ids) this.#changed.add(id);
    if (this.#changed.size > WAITING_MAX && this.#mirror) this.#run();
  }

  #forget(): void {
    this.#mirror = null;
    this.#filling = null;
    this.#isTooLarge = false;
    this.#changed.clear();
    this.#closedLists.clear();
  }

  #takeOver(tx: ReadTx, mirror: QueueMirror, ids: readonly number[]): void {
    if (ids.length === 0) return;
    if (mirror.update(ids, readNamed(tx, ids))) this.#closedLists.clear();
    for (const id of ids) this.#changed.delete(id);
  }

  #run(): void {
    this.#running ??= this.#runUntilDone().finally(() => (this.#running = null));
  }

  async #runUntilDone(): Promise<void> {
    const { timers, log } = this.#ports;
    try {
      // Whoever asked is within a transaction.
      do await timers.yieldToLoop();
      while (this.#ledger.isOpen && this.#slice());
    } catch (error) {
      this.#forget();
      log.error('queue-mirror-failed', { error });
    }
  }

  /** Answers whether more is owed. */
  #slice(): boolean {
    const { clock } = this.#ports;
    const startedAt = clock.monotonic();
    const isMore = this.#ledger.read((tx) => (this.#mirror ? this.#catchUp(tx, this.#mirror) : this.#fill(tx)));
    const took = Math.max(clock.monotonic() - startedAt, 0.1);
    this.#rowsASlice = Math.round(Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, (this.#rowsASlice * SLICE_MS) / took)));
    return isMore;
  }

  #catchUp(tx: ReadTx, mirror: QueueMirror): boolean {
    this.#takeOver(tx, mirror, [...this.#changed].slice(0, this.#rowsASlice));
    return this.#changed.size > 0;
  }

  #fill(tx: ReadTx): boolean {
    const filling = (this.#filling ??= { mirror: new QueueMirror(), through: 0 });
    const rows = readAfter(tx, filling.through, this.#rowsASlice);
    filling.mirror.update(
      rows.map(([id]) => id),
      rows,
    );
    filling.through = rows.at(-1)?.[0] ?? filling.through;
    if (rows.length === this.#rowsASlice && filling.mirror.columns.rows <= MIRRORED_MAX) return true;
    this.#filling = null;
    this.#isTooLarge = filling.mirror.columns.rows > MIRRORED_MAX;
    if (this.#isTooLarge) return false;
    this.#mirror = filling.mirror;
    return this.#changed.size > 0;
  }
}

export type MemoryOf = (ledger: Ledger) => QueueMemory;

/** The memory of each ledger, made when it is first asked for. */
export function createQueueMemory(ports: MemoryPorts): MemoryOf {
  const memories = new WeakMap<Ledger, QueueMemory>();
  return (ledger) => {
    const known = memories.get(ledger);
    if (known) return known;
    const memory = new QueueMemory(ledger, ports);
    memories.set(ledger, memory);
    return memory;
  };
}
