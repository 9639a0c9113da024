import type { Ledger, ReadTx } from '../../ledger/index.ts';
import { chunkOf, CHUNK_IDS, findInChunk, highestId, loadChunk, makeChunk } from './number-chunks.ts';
import type { NumberChunk, NumberKind } from './number-chunks.ts';
import { markOf } from './marks.ts';

export type NumberHit = { readonly id: number; readonly mailNo: string };

const NUMBER: Readonly<Record<NumberKind, string>> = {
  mail: 'SELECT mail_no FROM mail WHERE id = ?',
  exception: 'SELECT mail_no FROM exception WHERE id = ?',
};

/**
 * The mail numbers of one ledger as they were last read, 14 MB for a million. What is in the index
 * is read from there, the rest from the rows; a finished chunk is read once.
 */
export class NumberMemory {
  readonly #kind: NumberKind;
  readonly #chunks = new Map<number, NumberChunk>();
  #epoch = -1;

  constructor(kind: NumberKind) {
    this.#kind = kind;
  }

  /**
   * One step of a search from the newest chunk `from` (null: the last one) downwards, as long as
   * `mayGoOn` answers true: hits newest first, and the chunk to go on with, null at the end.
   */
  step(tx: ReadTx, search: NumberSearch): NumberStep {
    this.#renew(tx);
    const highest = highestId(tx, this.#kind);
    const hits: NumberHit[] = [];
    let chunk = search.from ?? chunkOf(highest);
    while (chunk >= 0 && hits.length < search.limit) {
      for (const id of findInChunk(this.#chunk(tx, chunk, highest), search.part)) {
        const mailNo = tx.pluck<string>(NUMBER[this.#kind], [id]);
        // A mail may have left since its chunk was read.
        if (mailNo?.includes(search.part) === true) hits.push({ id, mailNo });
        if (hits.length >= search.limit) break;
      }
      chunk -= 1;
      if (!search.mayGoOn()) break;
    }
    return { hits, next: chunk >= 0 && hits.length < search.limit ? chunk : null };
  }

  #renew(tx: ReadTx): void {
    const { epoch } = markOf(tx, this.#kind);
    if (epoch === this.#epoch) return;
    this.#chunks.clear();
    this.#epoch = epoch;
  }

  #chunk(tx: ReadTx, chunk: number, highest: number): NumberChunk {
    const end = (chunk + 1) * CHUNK_IDS;
    const wanted = Math.min(end, highest + 1);
    const known = this.#chunks.get(chunk);
    if (known && known.upTo >= wanted) return known;
    const isIndexed = markOf(tx, this.#kind).through >= wanted - 1;
    const made = (isIndexed ? loadChunk(tx, this.#kind, chunk) : undefined) ?? makeChunk(tx, this.#kind, chunk);
    // Ids at its end may be free, or blank because their mails have left: it is read up to here, and no further.
    const read = { ...made, upTo: wanted };
    this.#chunks.set(chunk, read);
    return read;
  }
}

/** `next`: the chunk to go on with; null at the end. */
export type NumberStep = { readonly hits: NumberHit[]; readonly next: number | null };
export type NumberSearch = {
  /** A part of a mail number, cleaned. */
  readonly part: string;
  readonly limit: number;
  readonly from: number | null;
  mayGoOn(): boolean;
};

/** Memories of the ledgers that were searched, for as long as they live. */
export function createNumberMemories(): (ledger: Ledger, kind: NumberKind) => NumberMemory {
  const memories = new WeakMap<Ledger, Record<NumberKind, NumberMemory>>();
  return (ledger, kind) => {
    const known = memories.get(ledger) ?? { mail: new NumberMemory('mail'), exception: new NumberMemory('exception') };
    memories.set(ledger, known);
    return known[kind];
  };
}
