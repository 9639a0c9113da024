import { marksOf } from '#shared/domain/search/marks.ts';
import type { Mark } from '#shared/domain/search/marks.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { findClientCodes } from '../clients/index.ts';
import type { ClientMemory } from './client-memory.ts';
import type { Question } from './question.ts';

/** A client that a question names, and where its name is it. */
export type NamedClient = { readonly code: string; readonly name: string; readonly marks: readonly Mark[] };

/** Clients by a part of the name or code, or by pinyin; those that begin with it first, then by code. */
export function findClients(tx: ReadTx, question: Question, memory: ClientMemory): NamedClient[] {
  if (question.name === '') return [];
  const found = new Map<string, NamedClient & { rank: number }>();
  const names = namesOf(tx, findClientCodes(tx, question.name));
  for (const [code, name] of names) {
    const marks = marksOf(name, [question.name]);
    found.set(code, { code, name, marks, rank: marks[0]?.[0] === 0 || code.toLowerCase().startsWith(question.name) ? 0 : 2 });
  }
  const read = question.letters === null ? [] : memory.find(tx, question.letters).filter(({ code }) => !found.has(code));
  const present = namesOf(
    tx,
    read.map(({ code }) => code),
  );
  for (const { code, name, from, to } of read) {
    // A name that has been changed since is read again soon.
    if (present.get(code) === name) found.set(code, { code, name, marks: [[from, to]], rank: from === 0 ? 1 : 3 });
  }
  return [...found.values()].sort((a, b) => a.rank - b.rank || (a.code < b.code ? -1 : 1));
}

function namesOf(tx: ReadTx, codes: readonly string[]): Map<string, string> {
  if (codes.length === 0) return new Map();
  const rows = tx.all<{ code: string; name: string }>('SELECT code, name FROM client WHERE code IN (SELECT value FROM json_each(?))', [
    JSON.stringify(codes),
  ]);
  return new Map(rows.map(({ code, name }) => [code, name]));
}
