import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import { dutyDayOf } from '#shared/domain/screening/slots.ts';
import { SLOT_REGIONS } from '#shared/domain/screening/vocabulary.ts';
import type { Region, RegionBasis, SlotRegion, Stage, Verdict } from '#shared/domain/screening/vocabulary.ts';
import type { Prepared, WriteTx } from '../../ledger/index.ts';
import { KeptDuty } from './kept-duty.ts';
import type { SlotSums } from './slot-sums.ts';

/** A row of `mail`. */
export type MailRow = {
  id: number;
  mail_no: string;
  trace_as_of: number | null;
  dirty: 0 | 1 | 2;
  next_at: number | null;
  accepted_at: number | null;
  posting_day: number | null;
  region: Region | null;
  region_basis: RegionBasis | null;
  stage: Stage | null;
  terminal: 0 | 1;
  client_code: string | null;
  dest_city: string | null;
};
export type Slot = { day: number; region: SlotRegion };
type VerdictCount = { verdict: Verdict; late: number; counted: number };

/** Keeps who is due in which slot; a mail that leaves a slot leaves its verdict there as history. */
export class Membership {
  readonly #sums: SlotSums;
  readonly #rules: CompiledRules;
  readonly #kept: KeptDuty;
  readonly #getVerdict: Prepared<VerdictCount>;
  readonly #setCounted: Prepared<never>;

  constructor(tx: WriteTx, sums: SlotSums, rules: CompiledRules) {
    this.#sums = sums;
    this.#rules = rules;
    this.#kept = new KeptDuty(tx, rules);
    this.#getVerdict = tx.prepare('SELECT verdict, late, counted FROM verdict WHERE day = ? AND region = ? AND mail_id = ?');
    this.#setCounted = tx.prepare('UPDATE verdict SET counted = ? WHERE day = ? AND region = ? AND mail_id = ?');
  }

  /** Moves a mail from the slots of its last fold to those of the next one, and returns the latter. */
  move(before: MailRow, after: MailRow): readonly Slot[] {
    const next = this.#slotsOf(after);
    if (before.posting_day === after.posting_day && before.region === after.region) {
      if ((before.stage === 'void') === (after.stage === 'void')) return next;
    }
    const last = this.#slotsOf(before);
    const mail = { id: after.id, wasFolded: isFolded(before) };
    for (const slot of last) if (!includes(next, slot)) this.#change(mail, slot, -1);
    for (const slot of next) if (!includes(last, slot)) this.#change(mail, slot, 1);
    return next;
  }

  #slotsOf(row: MailRow): readonly Slot[] {
    return this.#kept.has(row) ? [] : slotsOfRow(row, this.#rules);
  }

  #change({ id: mailId, wasFolded }: { id: number; wasFolded: boolean }, { day, region }: Slot, change: 1 | -1): void {
    this.#sums.addDue(day, region, change);
    if (!wasFolded) return;
    const verdict = this.#getVerdict.get(day, region, mailId);
    const counted = change === 1 ? 1 : 0;
    if (!verdict || verdict.counted === counted) return;
    this.#sums.addVerdict({ day, region }, { verdict: verdict.verdict, late: verdict.late === 1 }, change);
    this.#setCounted.run(counted, day, region, mailId);
  }
}

function includes(slots: readonly Slot[], { day, region }: Slot): boolean {
  return slots.some((slot) => slot.day === day && slot.region === region);
}

/** False for a mail that is looked at for the first time: it has no verdict, exception or stray scan to look up. */
export function isFolded(row: MailRow): boolean {
  return row.stage !== null;
}

/** The slots of a mail as its row says. */
export function slotsOfRow(row: MailRow, rules: CompiledRules): readonly Slot[] {
  if (row.posting_day === null || row.region === null || row.stage === 'void') return [];
  return slotsOfPosting(row.posting_day, row.region, rules);
}

/** The slots of a mail that is due: one, three when the region is unknown, none when international. */
function slotsOfPosting(postingDay: number, region: Region, rules: CompiledRules): Slot[] {
  if (region === 'international') return [];
  const regions = region === 'unknown' ? SLOT_REGIONS : [region];
  return regions.map((each) => ({ day: dutyDayOf(postingDay, each, rules), region: each }));
}
