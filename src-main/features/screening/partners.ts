import { swapCandidates } from '#shared/domain/screening/swap.ts';
import type { MailState } from '#shared/domain/screening/evaluation.ts';
import type { Prepared, WriteTx } from '../../ledger/index.ts';

type StrayRow = { city: string; at: number; client_code: string; posting_day: number; dest_city: string };
type PartnerRow = { mail_id: number; mail_no: string; theirs: number; mine: number };
export type SwapPartner = { mailNo: string; at: number };

/**
 * Finds pairs of mails with swapped labels without comparing all with all: each mail keeps its
 * scans in other cities than its destination, and a partner is one whose stray city is our
 * destination and whose destination is our stray city, of the same client and posting day.
 */
export class Partners {
  readonly #tx: WriteTx;
  #withStrays: ReadonlySet<number> = new Set();
  readonly #strays: Prepared<StrayRow>;
  readonly #partners: Prepared<PartnerRow>;
  readonly #add: Prepared<never>;
  readonly #clear: Prepared<never>;
  readonly #wake: Prepared<never>;

  constructor(tx: WriteTx) {
    this.#tx = tx;
    this.#strays = tx.prepare('SELECT city, at, client_code, posting_day, dest_city FROM stray WHERE mail_id = ? ORDER BY city');
    this.#partners = tx.prepare(
      `SELECT theirs.mail_id, mail.mail_no, theirs.at AS theirs, mine.at AS mine
       FROM stray AS mine
       JOIN stray AS theirs ON theirs.client_code = mine.client_code AND theirs.posting_day = mine.posting_day
         AND theirs.dest_city = mine.city AND theirs.city = mine.dest_city AND theirs.mail_id <> mine.mail_id
       JOIN mail ON mail.id = theirs.mail_id
       WHERE mine.mail_id = ?`,
    );
    this.#add = tx.prepare('INSERT INTO stray (mail_id, city, at, client_code, posting_day, dest_city) VALUES (?, ?, ?, ?, ?, ?)');
    this.#clear = tx.prepare('DELETE FROM stray WHERE mail_id = ?');
    this.#wake = tx.prepare('UPDATE mail SET dirty = 2 WHERE id = ? AND dirty = 0');
  }

  /** Reads which of a batch of mails have stray scans already: nearly none has. */
  preload(mailIds: readonly number[]): void {
    this.#withStrays = new Set(
      this.#tx.pluckAll<number>('SELECT mail_id FROM json_each(?) AS wanted CROSS JOIN stray ON mail_id = wanted.value', [
        JSON.stringify(mailIds),
      ]),
    );
  }

  /** Partners of a mail with the moment at which the swap showed: the later of both scans. */
  of(mailId: number, state: MailState): SwapPartner[] {
    if (straysOf(state).length === 0) return [];
    return this.#partners.all(mailId).map((row) => ({ mailNo: row.mail_no, at: Math.max(row.theirs, row.mine) }));
  }

  /** Writes a mail's stray scans; when they changed, its partners before and after are looked at again. */
  update(mailId: number, state: MailState): void {
    const next = straysOf(state);
    if (next.length === 0 && !this.#withStrays.has(mailId)) return;
    const last = this.#strays.all(mailId);
    if (JSON.stringify(next) === JSON.stringify(last)) return;
    this.#wakePartners(mailId);
    this.#clear.run(mailId);
    for (const { city, at, client_code, posting_day, dest_city } of next) {
      this.#add.run(mailId, city, at, client_code, posting_day, dest_city);
    }
    this.#wakePartners(mailId);
  }

  #wakePartners(mailId: number): void {
    for (const { mail_id } of this.#partners.all(mailId)) this.#wake.run(mail_id);
  }
}

function straysOf(state: MailState): StrayRow[] {
  const { clientCode, destCity, acceptance } = state;
  if (clientCode === null || destCity === null || acceptance === null || state.stage === 'void') return [];
  return swapCandidates(state)
    .map(({ cityKey, at }) => ({
      city: cityKey,
      at,
      client_code: clientCode,
      posting_day: acceptance.day,
      dest_city: destCity,
    }))
    .sort((a, b) => (a.city < b.city ? -1 : 1));
}
