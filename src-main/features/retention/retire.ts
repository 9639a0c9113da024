import type { CancelSignal } from '#shared/contract/define.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { dayOf, dayStart } from '#shared/kernel/instant.ts';
import type { Ledger, ReadTx, WriteTx } from '../../ledger/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Timers } from '../../platform/timers.ts';
import { rulesAt } from '../rules/index.ts';
import { forgetMails } from '../search/index.ts';
import type { MailRow } from '../screening/index.ts';
import { KeptSums } from './kept-sums.ts';

/** Small enough that other work never waits longer than a moment. */
const BATCH = 100;

export type RetireRequest = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Days after posting that a terminal mail is kept. */
  readonly retentionDays: number;
  /** Counts only; nothing is written. */
  readonly dryRun: boolean;
  readonly signal?: CancelSignal;
  readonly onProgress?: (done: number, total: number) => void;
};
/** `before`: mails posted before this instant were looked at. */
export type Retired = { mails: number; events: number; before: number };

/**
 * Lets terminal mails leave the ledger whose posting is long past and that never had an exception:
 * the mail of an exception, also of a closed one, stays as its evidence. Their verdicts stay as sums per day, region and client and as ids; files,
 * exceptions, ops and what people recorded stay whole. Stops between batches; what is done stays.
 */
export async function retire(request: RetireRequest): Promise<Retired> {
  const { ledger, clock, timers, retentionDays, dryRun, signal } = request;
  const lastDay = dayOf(clock.now()) - retentionDays;
  const ids = ledger.read((tx) =>
    tx.pluckAll<number>(`SELECT id FROM mail WHERE ${LEAVES} ORDER BY posting_day, id`, [lastDay, clock.now()]),
  );
  const done: Retired = { mails: 0, events: 0, before: dayStart(lastDay + 1) };
  for (let from = 0; from < ids.length; from += BATCH) {
    if (signal?.aborted === true) throw new AppError('cancelled', 'cancelled');
    const batch = ids.slice(from, from + BATCH);
    const { mails, events } = dryRun
      ? ledger.read((tx) => ({ mails: batch.length, events: countEvents(tx, batch) }))
      : ledger.write((tx) => retireBatch(tx, { batch, lastDay, now: clock.now() }));
    done.mails += mails;
    done.events += events;
    request.onProgress?.(Math.min(from + BATCH, ids.length), ids.length);
    await timers.yieldToLoop();
  }
  return done;
}

/**
 * Parameters: the last posting day that leaves, now. A mail whose facts changed, or with a slot
 * that has not been evaluated yet, is first screened.
 */
const LEAVES = `posting_day <= ? AND terminal = 1 AND dirty = 0 AND (next_at IS NULL OR next_at > ?)
  AND NOT EXISTS (SELECT 1 FROM exception WHERE exception.mail_no = mail.mail_no)`;

function countEvents(tx: ReadTx, ids: readonly number[]): number {
  return tx.pluck<number>('SELECT count(*) FROM event WHERE mail_id IN (SELECT value FROM json_each(?))', [JSON.stringify(ids)]) ?? 0;
}

function retireBatch(
  tx: WriteTx,
  { batch, lastDay, now }: { batch: readonly number[]; lastDay: number; now: number },
): { mails: number; events: number } {
  const sums = new KeptSums(tx, rulesAt(tx, now));
  const rows = tx.all<MailRow>(`SELECT * FROM mail WHERE ${LEAVES} AND id IN (SELECT value FROM json_each(?))`, [
    lastDay,
    now,
    JSON.stringify(batch),
  ]);
  const leaving = JSON.stringify(rows.map(({ id }) => id));
  for (const row of rows) sums.add(row);
  sums.flush();
  let events = 0;
  for (const table of ['verdict', 'provisional_verdict', 'stray', 'no_data', 'event', 'mail_statement'] as const) {
    const { changes } = tx.run(`DELETE FROM ${table} WHERE mail_id IN (SELECT value FROM json_each(?))`, [leaving]);
    if (table === 'event') events = changes;
  }
  tx.run('DELETE FROM mail WHERE id IN (SELECT value FROM json_each(?))', [leaving]);
  forgetMails(
    tx,
    rows.map(({ id }) => id),
  );
  return { mails: rows.length, events };
}
