import { tokensOf } from '#shared/domain/search/words.ts';
import type { Ledger, ReadTx } from '../../ledger/index.ts';
import { highestSeq } from './index-step.ts';
import { markOf } from './marks.ts';
import { CHUNK_IDS, chunkOf, highestId, loadChunk, makeChunk } from './number-chunks.ts';
import type { NumberChunk, NumberKind } from './number-chunks.ts';
import { exceptionTexts, OP_TEXT_COLUMNS, passageOf, undoneOps } from './passages.ts';
import type { OpText } from './passages.ts';

/** Where the index is not what its rows say; `what` and `id` name the place. */
export type IndexFlaw = { what: string; id: string; expected: string; stored: string };
type Tell = (flaw: IndexFlaw) => void;

/**
 * Recounts the index from the rows: each mail's and exception's number up to its mark, the pairs of
 * each passage and exception, the names that were read. What lies beyond a mark is pending and found
 * by looking at the rows, so it is no flaw; a mark beyond the rows is one. Pauses between parts.
 */
export async function verifyIndex(ledger: Ledger, tell: Tell, pause: () => Promise<void>): Promise<void> {
  for (const kind of ['mail', 'exception'] as const) {
    const last = ledger.read((tx) => verifyMark(tx, kind, tell));
    for (let chunk = 0; chunk <= last; chunk++) {
      ledger.read((tx) => verifyChunk(tx, { kind, chunk, tell }));
      await pause();
    }
  }
  await verifyPairs({ ledger, what: 'search-passage', expect: expectPassages, stored: PASSAGE_PAIRS }, tell, pause);
  await verifyPairs({ ledger, what: 'search-exception', expect: expectExceptions, stored: EXCEPTION_PAIRS }, tell, pause);
}

type PairCheck = {
  ledger: Ledger;
  what: string;
  /** Adds what a batch of rows after an id should have; answers with the last id, null at the end. */
  expect: (tx: ReadTx, sums: PairSums, after: number) => number | null;
  stored: string;
};

/** When the index moves on meanwhile, it is recounted anew. */
const MOST_ROUNDS = 3;

async function verifyPairs(check: PairCheck, tell: Tell, pause: () => Promise<void>): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = check.ledger.read(stateOfOps);
    const sums = await pairSumsOf(check, pause);
    if (check.ledger.read(stateOfOps) !== before) continue;
    sums.tellFlaws(check.what, tell);
    return;
  }
}

function stateOfOps(tx: ReadTx): string {
  return `${markOf(tx, 'op').through}/${highestSeq(tx)}`;
}

async function pairSumsOf({ ledger, expect, stored }: PairCheck, pause: () => Promise<void>): Promise<PairSums> {
  const sums = new PairSums();
  for (let after: number | null = 0; after !== null;) {
    const from: number = after;
    after = ledger.read<number | null>((tx) => expect(tx, sums, from));
    await pause();
  }
  for (const part of PARTS) {
    ledger.read((tx) => takePairs(tx, { sql: stored, part, sums }));
    await pause();
  }
  return sums;
}

function verifyMark(tx: ReadTx, kind: NumberKind, tell: Tell): number {
  const { through } = markOf(tx, kind);
  const highest = highestId(tx, kind);
  if (through > highest) tell({ what: 'search-mark', id: kind, expected: `at most ${highest}`, stored: String(through) });
  return through === 0 ? -1 : chunkOf(through);
}

function verifyChunk(tx: ReadTx, { kind, chunk, tell }: { kind: NumberKind; chunk: number; tell: Tell }): void {
  const { through } = markOf(tx, kind);
  const expected = numbersUpTo(makeChunk(tx, kind, chunk), through);
  const loaded = loadChunk(tx, kind, chunk);
  const stored = loaded ? numbersUpTo(loaded, through) : '';
  if (expected !== stored) tell({ what: 'search-number', id: `${kind}/${chunk}`, expected, stored });
}

/** Ids with their numbers, up to the mark. */
function numbersUpTo({ chunk, width, numbers }: NumberChunk, through: number): string {
  const listed: string[] = [];
  for (let at = 0; at < numbers.length; at += width) {
    const id = chunk * CHUNK_IDS + at / width;
    const number = numbers.toString('latin1', at, at + width).replace(/\n/g, '');
    if (number !== '' && id <= through) listed.push(`${id}=${number}`);
  }
  return listed.join(' ');
}

/** For each document a sum over its pairs and their places: expected ones are added, stored ones taken away. */
class PairSums {
  readonly #sums = new Map<number, number>();
  readonly #left = new Set<number>();

  add(id: number, tokens: string): void {
    if (tokens === '') return;
    tokens.split(' ').forEach((token, place) => this.#move(id, hashOf(token, place)));
  }

  take(id: number, token: string, place: number): void {
    this.#move(id, -hashOf(token, place));
  }

  /** What is expected of it is not known now. */
  leave(id: number): void {
    this.#left.add(id);
  }

  tellFlaws(what: string, tell: Tell): void {
    for (const [id, sum] of this.#sums) {
      if (sum !== 0 && !this.#left.has(id)) tell({ what, id: String(id), expected: 'the pairs of its texts', stored: 'others' });
    }
  }

  #move(id: number, by: number): void {
    this.#sums.set(id, (this.#sums.get(id) ?? 0) + by);
  }
}

/** Sums of up to thousands of them stay whole numbers. */
function hashOf(token: string, place: number): number {
  let hash = 0x811c9dc5 ^ place;
  for (let at = 0; at < token.length; at++) hash = Math.imul(hash ^ token.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

const BATCH = 2000;

function expectPassages(tx: ReadTx, sums: PairSums, after: number): number | null {
  const { through } = markOf(tx, 'op');
  const ops = tx.all<OpText>(`SELECT ${OP_TEXT_COLUMNS} FROM op WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ${BATCH}`, [after, through]);
  for (const op of ops) {
    sums.add(op.seq, tokensOf([passageOf(op)]));
    // Undone acts have left the index; what they added is taken away here.
    for (const id of undoneOps(op)) {
      const undone = tx.get<OpText>(`SELECT ${OP_TEXT_COLUMNS} FROM op WHERE id = ?`, [id]);
      if (undone)
        tokensOf([passageOf(undone)])
          .split(' ')
          .forEach((token, place) => token !== '' && sums.take(undone.seq, token, place));
    }
  }
  return ops.at(-1)?.seq ?? null;
}

type Named = { id: number; uid: string; suggested_org: string | null; organisation: string | null };

function expectExceptions(tx: ReadTx, sums: PairSums, after: number): number | null {
  const { through } = markOf(tx, 'op');
  const rows = tx.all<Named>(`SELECT id, uid, suggested_org, organisation FROM exception WHERE id > ? ORDER BY id LIMIT ${BATCH}`, [after]);
  const isBehind = through < highestSeq(tx);
  for (const row of rows) {
    if (
      isBehind &&
      tx.pluck("SELECT 1 FROM op WHERE entity = 'exception' AND entity_id = ? AND seq > ?", [row.uid, through]) !== undefined
    ) {
      sums.leave(row.id);
    }
    sums.add(row.id, tokensOf(exceptionTexts(tx, row)));
  }
  return rows.at(-1)?.id ?? null;
}

/** First digits of tokens: together they cover all of them. */
const PARTS = [...'0123456789abcdef'];
const PASSAGE_PAIRS = 'SELECT doc, term, offset FROM search_passage_pair WHERE term >= ? AND term < ?';
const EXCEPTION_PAIRS = 'SELECT doc, term, offset FROM search_exception_pair WHERE term >= ? AND term < ?';

function takePairs(tx: ReadTx, { sql, part, sums }: { sql: string; part: string; sums: PairSums }): void {
  const next = String.fromCharCode(part.charCodeAt(0) + 1);
  for (const { doc, term, offset } of tx.iterate<{ doc: number; term: string; offset: number }>(sql, [part, next])) {
    sums.take(doc, term, offset);
  }
}
