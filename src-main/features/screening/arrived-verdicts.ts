import { slotClose } from '#shared/domain/screening/slots.ts';
import { mergeVerdict, timing } from '#shared/domain/screening/verdict.ts';
import type { BundleVerdict } from '#shared/domain/sync/mail-bundle.ts';
import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import type { WriteTx } from '../../ledger/index.ts';
import { foldingRules } from './arm-for-rules.ts';
import { KeptDuty } from './kept-duty.ts';
import { slotsOfRow } from './membership.ts';
import type { MailRow, Slot } from './membership.ts';
import { Provisional } from './provisional.ts';
import { MailScreener } from './screen-mail.ts';
import { SlotSums } from './slot-sums.ts';
import { recordOf } from './verdict-writer.ts';
import type { VerdictRow } from './verdict-writer.ts';

export type ArrivedVerdicts = { mailNo: string; verdicts: readonly BundleVerdict[] };

/** Merges verdicts that other machines gave. The mails are folded first: only then is it known which slots are theirs. */
export function mergeArrivedVerdicts(tx: WriteTx, arrived: readonly ArrivedVerdicts[]): void {
  const judged = arrived.filter(({ verdicts }) => verdicts.length > 0);
  if (judged.length === 0) return;
  foldChanged(tx, judged);
  const rulesOf = foldingRules(tx);
  const sums = new SlotSums();
  const kept = new Map<CompiledRules, KeptDuty>();
  for (const { mailNo, verdicts } of judged) {
    const row = tx.get<MailRow>('SELECT * FROM mail WHERE mail_no = ?', [mailNo]);
    if (!row) continue;
    const rules = rulesOf(row.id);
    const duty = kept.get(rules) ?? new KeptDuty(tx, rules);
    kept.set(rules, duty);
    const slots = duty.has(row) ? [] : slotsOfRow(row, rules);
    for (const verdict of verdicts) mergeOne(tx, { row, slots, sums }, verdict);
  }
  sums.flush(tx);
}

function foldChanged(tx: WriteTx, arrived: readonly ArrivedVerdicts[]): void {
  const changed = tx.pluckAll<number>(
    'SELECT mail.id FROM json_each(?) AS wanted CROSS JOIN mail ON mail_no = wanted.value WHERE dirty = 1',
    [JSON.stringify(arrived.map(({ mailNo }) => mailNo))],
  );
  const rulesOf = foldingRules(tx);
  const byRules = new Map<CompiledRules, number[]>();
  for (const id of changed) byRules.set(rulesOf(id), [...(byRules.get(rulesOf(id)) ?? []), id]);
  const now = tx.environment.clock.now();
  for (const [rules, ids] of byRules) {
    new MailScreener(tx, { now, rules, isKeyClient: () => false, provisional: new Provisional(tx) }).fold(ids);
  }
}

type Judged = { row: MailRow; slots: readonly Slot[]; sums: SlotSums };

function mergeOne(tx: WriteTx, { row, slots, sums }: Judged, { day, region, ...given }: BundleVerdict): void {
  const closeAt = slotClose(day);
  const known = tx.get<VerdictRow>('SELECT * FROM verdict WHERE day = ? AND region = ? AND mail_id = ?', [day, region, row.id]);
  const before = known ? recordOf(known) : null;
  const merged = mergeVerdict(before, { ...given, sequence: 0 }, { closeAt });
  if (merged === before) return;
  const slot = { day, region };
  if (before !== null && known?.counted === 1) sums.addVerdict(slot, { verdict: before.verdict, late: known.late === 1 }, -1);
  const counted = slots.some((own) => own.day === day && own.region === region);
  const late = timing(merged, { closeAt }) === 'late';
  if (counted) sums.addVerdict(slot, { verdict: merged.verdict, late }, 1);
  tx.run(
    `INSERT INTO verdict (day, region, mail_id, verdict, missing, rules, evaluated_at, trace_as_of, late, counted, rule_version, device)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (day, region, mail_id) DO UPDATE SET verdict = excluded.verdict, missing = excluded.missing,
       rules = excluded.rules, evaluated_at = excluded.evaluated_at, trace_as_of = excluded.trace_as_of,
       late = excluded.late, counted = excluded.counted, rule_version = excluded.rule_version, device = excluded.device`,
    [
      day,
      region,
      row.id,
      merged.verdict,
      merged.missing.join(','),
      merged.rules.join(','),
      merged.evaluatedAt,
      merged.traceAsOf,
      late ? 1 : 0,
      counted ? 1 : 0,
      merged.ruleVersion,
      merged.device,
    ],
  );
}

/** Mails that are not visible here any more leave with all that was counted of them. */
export function withdrawMails(tx: WriteTx, mailIds: readonly number[]): void {
  const rulesOf = foldingRules(tx);
  const sums = new SlotSums();
  const ids = JSON.stringify(mailIds);
  for (const row of tx.all<MailRow>('SELECT mail.* FROM json_each(?) AS wanted CROSS JOIN mail ON mail.id = wanted.value', [ids])) {
    const rules = rulesOf(row.id);
    if (!new KeptDuty(tx, rules).has(row)) for (const { day, region } of slotsOfRow(row, rules)) sums.addDue(day, region, -1);
    for (const verdict of tx.all<VerdictRow & Slot>('SELECT * FROM verdict WHERE mail_id = ? AND counted = 1', [row.id])) {
      sums.addVerdict(verdict, { verdict: verdict.verdict, late: verdict.late === 1 }, -1);
    }
  }
  sums.flush(tx);
  for (const table of ['verdict', 'provisional_verdict', 'stray', 'no_data', 'event', 'mail_statement'] as const) {
    tx.run(`DELETE FROM ${table} WHERE mail_id IN (SELECT value FROM json_each(?))`, [ids]);
  }
  tx.run('DELETE FROM mail WHERE id IN (SELECT value FROM json_each(?))', [ids]);
}
