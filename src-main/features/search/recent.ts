import { maskText } from '#shared/domain/mail/masking.ts';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';

const KEPT = 10;

/** What a person searched for lately, newest first. */
export function listRecent(tx: ReadTx, person: string): string[] {
  return tx.pluckAll<string>('SELECT text FROM search_recent WHERE person = ? ORDER BY at DESC, text LIMIT ?', [person, KEPT]);
}

/** Keeps a question, unless it holds a telephone number or anything else that screens mask. */
export function remember(tx: WriteTx, { person, text, now }: { person: string; text: string; now: number }): void {
  if (maskText(text) !== text) return;
  tx.run('INSERT INTO search_recent (person, text, at) VALUES (?, ?, ?) ON CONFLICT (person, text) DO UPDATE SET at = excluded.at', [
    person,
    text,
    now,
  ]);
  const kept = JSON.stringify(listRecent(tx, person));
  tx.run('DELETE FROM search_recent WHERE person = ? AND text NOT IN (SELECT value FROM json_each(?))', [person, kept]);
}

/** Drops what a person has searched for. */
export function forgetRecent(tx: WriteTx, person: string): void {
  tx.run('DELETE FROM search_recent WHERE person = ?', [person]);
}
