import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import { dutyDayOf } from '#shared/domain/screening/slots.ts';
import { verdictId } from '#shared/domain/screening/verdict.ts';
import { SLOT_REGIONS } from '#shared/domain/screening/vocabulary.ts';
import type { ReadTx } from '../../ledger/index.ts';

type Posted = { readonly mail_no: string; readonly posting_day: number | null };

/**
 * Mails that have left the ledger after their keeping time and come back with a later import. What is
 * kept of their verdicts goes on counting; they themselves are in no slot again, whatever region they
 * are now read as.
 */
export class KeptDuty {
  readonly #tx: ReadTx;
  readonly #rules: CompiledRules;
  /** The latest day of which anything is kept: what was posted since needs no look. */
  readonly #until: number;

  constructor(tx: ReadTx, rules: CompiledRules) {
    this.#tx = tx;
    this.#rules = rules;
    this.#until = tx.pluck<number | null>('SELECT max(day) FROM verdict_kept') ?? Number.NEGATIVE_INFINITY;
  }

  has({ mail_no: mailNo, posting_day: postingDay }: Posted): boolean {
    if (postingDay === null || postingDay > this.#until) return false;
    return SLOT_REGIONS.some((region) => {
      const id = verdictId(mailNo, { day: dutyDayOf(postingDay, region, this.#rules), region });
      return this.#tx.pluck('SELECT 1 FROM verdict_kept_id WHERE id = ?', [id]) !== undefined;
    });
  }
}
