import type { Ledger } from '../../ledger/index.ts';
import type { EnginePorts } from '../handler-context.ts';

/** What a batch needs of the process. */
export type ActPorts = Pick<EnginePorts, 'clock'> & {
  readonly timers: Pick<EnginePorts['timers'], 'yieldToLoop'>;
  readonly ledger: Ledger;
};

/** Longest stretch of one transaction: other calls of the window have their turn between two. */
const SLICE_MS = 25;
const SLICE_ITEMS_MAX = 500;

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

/** Works through a list in short transactions; `slice` does items until it is told that time is up. */
export async function inSlices<T>(
  items: readonly T[],
  ports: Omit<ActPorts, 'ledger'>,
  slice: (next: () => T | undefined) => void,
): Promise<void> {
  const { clock, timers } = ports;
  for (let done = 0; done < items.length;) {
    const startedAt = clock.monotonic();
    const first = done;
    slice(() => {
      const isOver = done > first && (done - first >= SLICE_ITEMS_MAX || clock.monotonic() - startedAt > SLICE_MS);
      return isOver ? undefined : items[done++];
    });
    if (done < items.length) await timers.yieldToLoop();
  }
}
