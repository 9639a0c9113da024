import type { Ledger } from '../../ledger/index.ts';

/** Answers with what was made for a key before, or makes it. */
export type Recall = <T>(key: string, make: () => T) => T;
export const noMemory: Recall = (_key, make) => make();

const CHANGING: ReadonlySet<string> = new Set(['queue.changed', 'clients.changed']);

/**
 * Remembers orders and sums of one ledger until an exception or a client changes: a person who
 * filters, sorts and looks at counts asks for the same ones again and again.
 */
export function createQueueMemory(): (ledger: Ledger) => Recall {
  const memories = new WeakMap<Ledger, Recall>();
  return (ledger) => {
    const known = memories.get(ledger);
    if (known) return known;
    const kept = new Map<string, unknown>();
    ledger.listen(({ topic }) => {
      if (CHANGING.has(topic)) kept.clear();
    });
    const recall: Recall = <T>(key: string, make: () => T): T => {
      if (kept.has(key)) return kept.get(key) as T;
      const made = make();
      kept.set(key, made);
      return made;
    };
    memories.set(ledger, recall);
    return recall;
  };
}
