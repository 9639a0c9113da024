import type { Missing, Rule, SlotRegion, Verdict } from '#shared/domain/screening/vocabulary.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { splitList } from './verdict-writer.ts';

export type MailVerdict = {
  day: number;
  region: SlotRegion;
  verdict: Verdict;
  missing: Missing[];
  rules: Rule[];
  late: boolean;
};
type Row = Omit<MailVerdict, 'missing' | 'rules' | 'late'> & { missing: string; rules: string; late: number };

/** Verdicts of a mail in the slots that are its own, in order of day; with `counted: 0` those of slots that it has left. */
export function listVerdicts(tx: ReadTx, mailId: number, counted: 0 | 1 = 1): MailVerdict[] {
  return tx
    .all<Row>('SELECT day, region, verdict, missing, rules, late FROM verdict WHERE mail_id = ? AND counted = ? ORDER BY day', [
      mailId,
      counted,
    ])
    .map((row) => ({
      ...row,
      missing: splitList<Missing>(row.missing),
      rules: splitList<Rule>(row.rules),
      late: row.late === 1,
    }));
}
