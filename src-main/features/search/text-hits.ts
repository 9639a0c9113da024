import { holdsWords } from '#shared/domain/search/marks.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { markOf } from './marks.ts';
import { exceptionTexts, isUndone, OP_TEXT_COLUMNS, passageOf } from './passages.ts';
import type { OpText } from './passages.ts';
import type { Question } from './question.ts';

/** Newest ops beyond the index that are looked at one by one: what was typed a moment ago is found. */
const TAIL_OPS = 500;

/** Statements of the full-text questions, exported for the test of their plans. */
export const PASSAGES = 'SELECT rowid FROM search_passage WHERE search_passage MATCH ? ORDER BY rowid DESC LIMIT ?';
export const EXCEPTIONS = 'SELECT rowid FROM search_exception WHERE search_exception MATCH ? ORDER BY rowid DESC LIMIT ?';
const TAIL = `SELECT ${OP_TEXT_COLUMNS} FROM op WHERE seq > ? ORDER BY seq DESC LIMIT ${TAIL_OPS}`;
const OP = `SELECT ${OP_TEXT_COLUMNS} FROM op WHERE seq = ?`;

export type Passage = { readonly op: OpText; readonly text: string };

/** Passages that hold all words, newest first. */
export function findPassages(tx: ReadTx, { phrases, words, limit }: Question): Passage[] {
  if (phrases === null) return [];
  const found: Passage[] = [];
  const keep = (op: OpText | undefined): void => {
    const text = op === undefined ? '' : passageOf(op);
    // The index answers for pairs; the text itself decides, also when it has been erased since.
    if (op && text !== '' && holdsWords(text, words) && !isUndone(tx, op)) found.push({ op, text });
  };
  for (const op of tx.all<OpText>(TAIL, [markOf(tx, 'op').through])) keep(op);
  for (const seq of tx.pluckAll<number>(PASSAGES, [phrases, limit + 1])) keep(tx.get<OpText>(OP, [seq]));
  return found.slice(0, limit + 1);
}

export type NamingException = { readonly id: number; readonly text: string };
type ExceptionKey = { id: number; uid: string; suggested_org: string | null; organisation: string | null };
const KEYS = 'SELECT id, uid, suggested_org, organisation FROM exception';

/** Exceptions that name an organisation, or whose evidence holds, all words in one; newest first. */
export function findNamingExceptions(tx: ReadTx, { phrases, words, limit }: Question): NamingException[] {
  if (phrases === null) return [];
  const found = new Map<number, NamingException>();
  const keep = (row: ExceptionKey | undefined): void => {
    if (!row || found.has(row.id)) return;
    const texts = exceptionTexts(tx, row);
    const text = texts.find((each) => holdsWords(each, words)) ?? (holdsWords(texts.join('\n'), words) ? texts.join('；') : undefined);
    if (text !== undefined) found.set(row.id, { id: row.id, text });
  };
  const touched = tx.all<OpText>(TAIL, [markOf(tx, 'op').through]).filter(({ entity }) => entity === 'exception');
  for (const uid of new Set(touched.map(({ entity_id }) => entity_id))) keep(tx.get<ExceptionKey>(`${KEYS} WHERE uid = ?`, [uid]));
  for (const id of tx.pluckAll<number>(EXCEPTIONS, [phrases, limit + 1])) keep(tx.get<ExceptionKey>(`${KEYS} WHERE id = ?`, [id]));
  return [...found.values()].sort((a, b) => b.id - a.id).slice(0, limit + 1);
}
