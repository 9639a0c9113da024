import type { ReadTx, WriteTx } from '../../ledger/index.ts';

/** Rows whose mail numbers are searched by any part: the table that they stand in. */
export type NumberKind = 'mail' | 'exception';
/** Ids of one chunk; small enough to be read or written in a moment. */
export const CHUNK_IDS = 4096;

/** Mail numbers of the ids `chunk * CHUNK_IDS …`, `width` bytes each, ended by line feeds; a free id is all line feeds. */
export type NumberChunk = {
  readonly chunk: number;
  readonly width: number;
  readonly numbers: Buffer;
  /** Ids from here on were not there when it was made. */
  readonly upTo: number;
};

const LINE_FEED = 10;
/** Statements over the two tables, written out so that each can be planned and tested. */
const ROWS: Readonly<Record<NumberKind, string>> = {
  mail: 'SELECT id, mail_no AS mailNo FROM mail WHERE id >= ? AND id < ? ORDER BY id',
  exception: 'SELECT id, mail_no AS mailNo FROM exception WHERE id >= ? AND id < ? ORDER BY id',
};
const HIGHEST: Readonly<Record<NumberKind, string>> = {
  mail: 'SELECT max(id) FROM mail',
  exception: 'SELECT max(id) FROM exception',
};

export function highestId(tx: ReadTx, kind: NumberKind): number {
  return tx.pluck<number | null>(HIGHEST[kind]) ?? 0;
}

export function chunkOf(id: number): number {
  return Math.floor(id / CHUNK_IDS);
}

/** Makes a chunk from the rows themselves. */
export function makeChunk(tx: ReadTx, kind: NumberKind, chunk: number): NumberChunk {
  const start = chunk * CHUNK_IDS;
  const rows = tx.all<{ id: number; mailNo: string }>(ROWS[kind], [start, start + CHUNK_IDS]);
  const width = rows.reduce((longest, { mailNo }) => Math.max(longest, mailNo.length), 1) + 1;
  const upTo = (rows.at(-1)?.id ?? start - 1) + 1;
  const numbers = Buffer.alloc((upTo - start) * width, LINE_FEED);
  for (const { id, mailNo } of rows) numbers.write(mailNo, (id - start) * width, 'latin1');
  return { chunk, width, numbers, upTo };
}

export function saveChunk(tx: WriteTx, kind: NumberKind, { chunk, width, numbers }: NumberChunk): void {
  tx.run(
    `INSERT INTO search_number (kind, chunk, width, numbers) VALUES (?, ?, ?, ?)
     ON CONFLICT (kind, chunk) DO UPDATE SET width = excluded.width, numbers = excluded.numbers`,
    [kind, chunk, width, numbers],
  );
}

export function loadChunk(tx: ReadTx, kind: NumberKind, chunk: number): NumberChunk | undefined {
  const row = tx.get<{ width: number; numbers: Uint8Array }>('SELECT width, numbers FROM search_number WHERE kind = ? AND chunk = ?', [
    kind,
    chunk,
  ]);
  if (!row) return undefined;
  const numbers = Buffer.from(row.numbers.buffer, row.numbers.byteOffset, row.numbers.byteLength);
  return { chunk, width: row.width, numbers, upTo: chunk * CHUNK_IDS + numbers.length / row.width };
}

/** Ids whose number holds the part, the greatest first. */
export function* findInChunk({ chunk, width, numbers }: NumberChunk, part: string): IterableIterator<number> {
  const found: number[] = [];
  for (let at = numbers.indexOf(part, 0, 'latin1'); at >= 0;) {
    const slot = Math.floor(at / width);
    found.push(slot);
    at = numbers.indexOf(part, (slot + 1) * width, 'latin1');
  }
  for (let index = found.length - 1; index >= 0; index--) yield chunk * CHUNK_IDS + (found[index] ?? 0);
}

/** Blanks the numbers of ids in what is stored. */
export function blankNumbers(tx: WriteTx, kind: NumberKind, ids: readonly number[]): void {
  const byChunk = new Map<number, number[]>();
  for (const id of ids) byChunk.set(chunkOf(id), [...(byChunk.get(chunkOf(id)) ?? []), id]);
  for (const [chunk, gone] of byChunk) {
    const stored = loadChunk(tx, kind, chunk);
    if (!stored) continue;
    const { width, numbers } = stored;
    for (const id of gone) {
      const from = (id - chunk * CHUNK_IDS) * width;
      if (from < numbers.length) numbers.fill(LINE_FEED, from, from + width);
    }
    saveChunk(tx, kind, stored);
  }
}
