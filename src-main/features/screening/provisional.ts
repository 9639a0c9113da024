import type { SlotRegion } from '#shared/domain/screening/vocabulary.ts';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';

type VerdictKey = { mailId: number; day: number; region: SlotRegion };
type ProvisionalRow = { mail_id: number; day: number; region: SlotRegion };

/**
 * Verdicts that a run gave to mails with stray scans. A swap shows only when both mails are
 * folded, so the first of a pair is evaluated again, and then its verdict is one and the same
 * evaluation: it replaces the first answer and is not merged with it. Kept in the ledger, since a
 * run that was killed between the two goes on where it stopped.
 */
export class Provisional {
  readonly #keys: Set<string>;

  constructor(tx: ReadTx) {
    const rows = tx.all<ProvisionalRow>('SELECT mail_id, day, region FROM provisional_verdict');
    this.#keys = new Set(rows.map((row) => keyOf({ mailId: row.mail_id, day: row.day, region: row.region })));
  }

  has(verdict: VerdictKey): boolean {
    return this.#keys.has(keyOf(verdict));
  }

  add(tx: WriteTx, verdict: VerdictKey): void {
    const key = keyOf(verdict);
    if (this.#keys.has(key)) return;
    this.#keys.add(key);
    tx.run('INSERT OR IGNORE INTO provisional_verdict (mail_id, day, region) VALUES (?, ?, ?)', [
      verdict.mailId,
      verdict.day,
      verdict.region,
    ]);
  }

  /** At the end of a run: what nothing waits for any more stands for good. */
  static settle(tx: WriteTx): void {
    tx.run(
      `DELETE FROM provisional_verdict WHERE mail_id IN (
         SELECT mail_id FROM provisional_verdict JOIN mail ON mail.id = mail_id WHERE dirty = 0)`,
    );
  }
}

function keyOf({ mailId, day, region }: VerdictKey): string {
  return `${mailId}/${day}/${region}`;
}
