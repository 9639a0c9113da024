import { findReading, parseReadings } from '#shared/domain/search/readings.ts';
import type { Readings } from '#shared/domain/search/readings.ts';
import type { Ledger, ReadTx } from '../../ledger/index.ts';
import { markOf } from './marks.ts';

type ReadClient = { readonly code: string; readonly name: string; readonly readings: Readings };
/** A client whose name is read as the question, with the characters of the name that are. */
export type ReadHit = { readonly code: string; readonly name: string; readonly from: number; readonly to: number };

/** The readings of one ledger's clients, parsed once for each state of the index. */
export class ClientMemory {
  #epoch = -1;
  #clients: ReadClient[] = [];

  find(tx: ReadTx, letters: string): ReadHit[] {
    this.#renew(tx);
    const hits: ReadHit[] = [];
    for (const { code, name, readings } of this.#clients) {
      const range = findReading(readings, letters);
      if (range) hits.push({ code, name, from: unitsOf(name, range[0]), to: unitsOf(name, range[1]) });
    }
    return hits;
  }

  #renew(tx: ReadTx): void {
    const { epoch } = markOf(tx, 'client');
    if (epoch === this.#epoch) return;
    this.#clients = tx
      .all<{ code: string; name: string; readings: string }>('SELECT code, name, readings FROM search_client')
      .map(({ code, name, readings }) => ({ code, name, readings: parseReadings(readings) }));
    this.#epoch = epoch;
  }
}

/** Characters of a name as UTF-16 units. */
function unitsOf(name: string, characters: number): number {
  return [...name].slice(0, characters).join('').length;
}

export function createClientMemories(): (ledger: Ledger) => ClientMemory {
  const memories = new WeakMap<Ledger, ClientMemory>();
  return (ledger) => {
    const known = memories.get(ledger) ?? new ClientMemory();
    memories.set(ledger, known);
    return known;
  };
}
