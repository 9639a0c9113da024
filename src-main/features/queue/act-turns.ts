import type { Ledger, WriteTx } from '../../ledger/index.ts';
import type { EnginePorts } from '../handler-context.ts';

/** What a batch needs of the process. */
export type ActPorts = Pick<EnginePorts, 'clock'> & {
  readonly timers: Pick<EnginePorts['timers'], 'yieldToLoop'>;
  readonly ledger: Ledger;
};

/** What a slice aims at, its commit and what follows from it included: other calls of the window have their turn between two. */
const STRETCH_MS = 22;
const FIRST_SLICE_MS = 6;
const SHORTEST_SLICE_MS = 2;
const SLICE_ITEMS_MAX = 500;
/** Of fewer items the commits are too few to be spared anything. */
const SPARED_ITEMS_MIN = 20;

export type ActTurns = <T>(ledger: Ledger, work: () => Promise<T>) => Promise<T>;

/** What people do to a ledger happens one act after the other: none falls between the parts of a batch. */
export function createActTurns(): ActTurns {
  const lasts = new WeakMap<Ledger, Promise<unknown>>();
  return (ledger, work) => {
    const turn = (lasts.get(ledger) ?? Promise.resolve()).then(work);
    lasts.set(
      ledger,
      // Whoever asked hears of a failure; the next one has its turn all the same.
      turn.catch(() => undefined),
    );
    return turn;
  };
}

/**
 * Works through a list in short transactions; `slice` does items until it is told that time is up.
 * How long that is goes by what the last slices took from their first item to the end of their commit.
 */
export async function inSlices<T>(
  items: readonly T[],
  ports: Omit<ActPorts, 'ledger'>,
  slice: (next: () => T | undefined) => void,
): Promise<void> {
  const { clock, timers } = ports;
  let sliceMs = FIRST_SLICE_MS;
  for (let done = 0; done < items.length;) {
    const startedAt = clock.monotonic();
    const first = done;
    let workedMs = 0;
    slice(() => {
      workedMs = clock.monotonic() - startedAt;
      const isOver = done > first && (done - first >= SLICE_ITEMS_MAX || workedMs > sliceMs);
      return isOver ? undefined : items[done++];
    });
    sliceMs = nextSliceMs(sliceMs, { workedMs, tookMs: clock.monotonic() - startedAt });
    if (done < items.length) await timers.yieldToLoop();
  }
}

/** Shrinks at once when a stretch was too long, grows slowly when there is room. */
function nextSliceMs(sliceMs: number, { workedMs, tookMs }: { workedMs: number; tookMs: number }): number {
  if (tookMs <= 0) return sliceMs;
  const fitting = (Math.max(workedMs, 1) * STRETCH_MS) / tookMs;
  return Math.min(STRETCH_MS, Math.max(SHORTEST_SLICE_MS, Math.min(fitting, sliceMs * 1.3)));
}

/** As `inSlices`, each slice a transaction that writes. */
export function writeInSlices<T>(items: readonly T[], ports: ActPorts, write: (tx: WriteTx, item: T) => void): Promise<void> {
  const { ledger } = ports;
  const work = (): Promise<void> =>
    inSlices(items, ports, (next) =>
      ledger.write((tx) => {
        for (let item = next(); item !== undefined; item = next()) write(tx, item);
      }),
    );
  return items.length < SPARED_ITEMS_MIN ? work() : ledger.sparingCommits(work);
}
