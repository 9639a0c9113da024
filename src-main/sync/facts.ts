import type { ReadTx, WriteTx } from '../ledger/index.ts';
import { findSyncState, setSyncState } from './store.ts';

const FILL = 5000;
const serverKey = Symbol('has a server');

/** True once the ledger has joined a server; asked once per transaction. */
export function hasServer(tx: ReadTx): boolean {
  return tx.scratch(serverKey, () => tx.pluck('SELECT 1 FROM sync_state') !== undefined);
}

/** Notes that a mail's facts changed; without a server nobody waits for them. */
export function markFacts(tx: WriteTx, mailNo: string): void {
  if (!hasServer(tx)) return;
  tx.run('INSERT INTO fact_outbox (mail_no, version) VALUES (?, 1) ON CONFLICT (mail_no) DO UPDATE SET version = version + 1', [mailNo]);
}

export type WaitingMail = { mailNo: string; version: number };

/** Mails whose facts wait, at most `limit`; what the ledger held when it joined is put in step by step. */
export function waitingMails(tx: WriteTx, limit: number): WaitingMail[] {
  const list = (): WaitingMail[] =>
    tx.all<WaitingMail>('SELECT mail_no AS mailNo, version FROM fact_outbox ORDER BY mail_no LIMIT ?', [limit]);
  const waiting = list();
  return waiting.length < limit && fill(tx) ? list() : waiting;
}

function fill(tx: WriteTx): boolean {
  const { filledMail: after, fillThrough } = findSyncState(tx) ?? { filledMail: 0, fillThrough: 0 };
  if (after >= fillThrough) return false;
  const held = 'SELECT max(id) FROM (SELECT id FROM mail WHERE id > ? AND id <= ? ORDER BY id LIMIT ?)';
  const last = tx.pluck<number | null>(held, [after, fillThrough, FILL]) ?? fillThrough;
  tx.run(
    `INSERT INTO fact_outbox (mail_no, version) SELECT mail_no, 1 FROM mail WHERE id > ? AND id <= ?
     ON CONFLICT (mail_no) DO NOTHING`,
    [after, last],
  );
  setSyncState(tx, { filledMail: last });
  return true;
}

/** True while facts wait to be told. */
export function waitingFacts(tx: ReadTx): boolean {
  if (tx.pluck('SELECT 1 FROM fact_outbox LIMIT 1') !== undefined) return true;
  return tx.pluck('SELECT 1 FROM sync_state WHERE filled_mail < fill_through') !== undefined;
}

/** What was sent is not sent again, unless it changed meanwhile. */
export function factsSent(tx: WriteTx, sent: readonly WaitingMail[]): void {
  for (const { mailNo, version } of sent) tx.run('DELETE FROM fact_outbox WHERE mail_no = ? AND version = ?', [mailNo, version]);
}

/** Mails that wait to be told, also those that are not in the outbox yet. */
export function countWaitingMails(tx: ReadTx): number {
  const state = findSyncState(tx);
  if (!state) return 0;
  const listed = tx.pluck<number>('SELECT count(*) FROM fact_outbox') ?? 0;
  const unlisted = 'SELECT count(*) FROM mail WHERE id > ? AND id <= ? AND mail_no NOT IN (SELECT mail_no FROM fact_outbox)';
  return listed + (tx.pluck<number>(unlisted, [state.filledMail, state.fillThrough]) ?? 0);
}
