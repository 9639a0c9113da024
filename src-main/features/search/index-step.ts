import { tokensOf } from '#shared/domain/search/words.ts';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';
import { markOf, renewMark, setMark } from './marks.ts';
import { CHUNK_IDS, chunkOf, highestId, makeChunk, saveChunk } from './number-chunks.ts';
import type { NumberKind } from './number-chunks.ts';
import { exceptionTexts, isUndone, OP_TEXT_COLUMNS, passageOf, undoneOps } from './passages.ts';
import type { OpText } from './passages.ts';

/** Rows in the index and rows in all, over mails, exceptions and ops. */
export type IndexState = { done: number; total: number };

export function indexState(tx: ReadTx): IndexState {
  const state = { done: 0, total: 0 };
  for (const [kind, highest] of [
    ['mail', highestId(tx, 'mail')],
    ['exception', highestId(tx, 'exception')],
    ['op', highestSeq(tx)],
  ] as const) {
    state.done += Math.min(highest, markOf(tx, kind).through);
    state.total += highest;
  }
  return state;
}

export function highestSeq(tx: ReadTx): number {
  return tx.pluck<number | null>('SELECT max(seq) FROM op') ?? 0;
}

/** Takes one chunk of numbers in; false when none is owed. */
export function indexNumbers(tx: WriteTx, kind: NumberKind): boolean {
  const highest = highestId(tx, kind);
  const { through } = markOf(tx, kind);
  if (through >= highest) return false;
  const chunk = chunkOf(through + 1);
  saveChunk(tx, kind, makeChunk(tx, kind, chunk));
  setMark(tx, kind, Math.min(highest, (chunk + 1) * CHUNK_IDS - 1));
  return true;
}

/** Takes the next ops in, and the exceptions that they touched; answers how many. */
export function indexOps(tx: WriteTx, limit: number): number {
  const { through } = markOf(tx, 'op');
  const ops = tx.all<OpText>(`SELECT ${OP_TEXT_COLUMNS} FROM op WHERE seq > ? ORDER BY seq LIMIT ?`, [through, limit]);
  const touched = new Set<string>();
  for (const op of ops) {
    const words = tokensOf([passageOf(op)]);
    if (words !== '') tx.run('INSERT OR REPLACE INTO search_passage (rowid, words) VALUES (?, ?)', [op.seq, words]);
    for (const id of undoneOps(op)) tx.run('DELETE FROM search_passage WHERE rowid = (SELECT seq FROM op WHERE id = ?)', [id]);
    if (op.entity === 'exception') touched.add(op.entity_id);
  }
  for (const uid of touched) indexException(tx, uid);
  const last = ops.at(-1);
  if (last) setMark(tx, 'op', last.seq);
  return ops.length;
}

/** Takes ops in anew whose words have changed since, with the exceptions that they are about. */
export function reindexOps(tx: WriteTx, seqs: readonly number[]): void {
  const { through } = markOf(tx, 'op');
  for (const seq of seqs) {
    const op = seq > through ? undefined : tx.get<OpText>(`SELECT ${OP_TEXT_COLUMNS} FROM op WHERE seq = ?`, [seq]);
    if (!op) continue;
    const words = isUndone(tx, op) ? '' : tokensOf([passageOf(op)]);
    tx.run('DELETE FROM search_passage WHERE rowid = ?', [seq]);
    if (words !== '') tx.run('INSERT INTO search_passage (rowid, words) VALUES (?, ?)', [seq, words]);
    if (op.entity === 'exception') indexException(tx, op.entity_id);
  }
}

type NamedException = { id: number; uid: string; suggested_org: string | null; organisation: string | null };

/** Takes in anew what an exception names. */
export function indexException(tx: WriteTx, uid: string): void {
  const row = tx.get<NamedException>('SELECT id, uid, suggested_org, organisation FROM exception WHERE uid = ?', [uid]);
  if (!row) return;
  const words = tokensOf(exceptionTexts(tx, row));
  if (words === '') tx.run('DELETE FROM search_exception WHERE rowid = ?', [row.id]);
  else tx.run('INSERT OR REPLACE INTO search_exception (rowid, words) VALUES (?, ?)', [row.id, words]);
}

export type NamedClient = { code: string; name: string };

/** Clients whose name has not been read, or has changed since. */
export const UNREAD_CLIENTS = `SELECT code, name FROM client WHERE name <> ''
  AND NOT EXISTS (SELECT 1 FROM search_client WHERE search_client.code = client.code AND search_client.name = client.name)
  ORDER BY code LIMIT ?`;

export function unreadClients(tx: ReadTx, limit: number): NamedClient[] {
  return tx.all<NamedClient>(UNREAD_CLIENTS, [limit]);
}

/** Takes readings in; a name that has changed meanwhile is unread again. */
export function indexClients(tx: WriteTx, clients: readonly (NamedClient & { readings: string })[]): void {
  for (const { code, name, readings } of clients) {
    tx.run(
      `INSERT INTO search_client (code, name, readings) VALUES (?, ?, ?)
       ON CONFLICT (code) DO UPDATE SET name = excluded.name, readings = excluded.readings`,
      [code, name, readings],
    );
  }
  if (clients.length > 0) renewMark(tx, 'client', 0);
}
