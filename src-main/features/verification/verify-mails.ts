import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import { slotsOfMail } from '#shared/domain/screening/slots.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { MailLoader } from '../mails/index.ts';
import { foldingRules, KeptDuty, slotsOfRow } from '../screening/index.ts';
import type { MailRow } from '../screening/index.ts';
import type { Report } from './report.ts';

const CHUNK = 500;

/** Re-derives a part of the mails from their raw rows; answers with the next id, or null at the end. */
export function verifyMails(tx: ReadTx, context: { afterId: number; report: Report; dueBySlot: Map<string, number> }): number | null {
  const { afterId, report, dueBySlot } = context;
  // Those that the last screening read the facts by: a version that came into force since then waits for the next one.
  const rulesOf = foldingRules(tx);
  const loaders = new Map<CompiledRules, MailLoader>();
  const rows = tx.all<MailRow>('SELECT * FROM mail WHERE id > ? ORDER BY id LIMIT ?', [afterId, CHUNK]);
  for (const row of rows) {
    report.mailsChecked += 1;
    const rules = rulesOf(row.id);
    const isKept = new KeptDuty(tx, rules).has(row);
    // Facts have changed since the last fold: the columns are stale by design until the next screening.
    if (row.dirty === 1) {
      if (!isKept) countStored(row, dueBySlot, rules);
      continue;
    }
    const loader = loaders.get(rules) ?? new MailLoader(tx, rules);
    loaders.set(rules, loader);
    const state = loader.load(row);
    report.compare(
      { what: 'mail', id: row.mail_no },
      [
        state.acceptance?.at ?? null,
        state.acceptance?.day ?? null,
        state.region,
        state.regionBasis,
        state.stage,
        state.terminal ? 1 : 0,
        state.clientCode,
        state.destCity,
      ],
      [row.accepted_at, row.posting_day, row.region, row.region_basis, row.stage, row.terminal, row.client_code, row.dest_city],
    );
    if (isKept) continue;
    for (const { day, region } of slotsOfMail(state, rules)) add(dueBySlot, day, region);
  }
  return rows.at(-1)?.id ?? null;
}

function countStored(row: MailRow, dueBySlot: Map<string, number>, rules: CompiledRules): void {
  for (const { day, region } of slotsOfRow(row, rules)) add(dueBySlot, day, region);
}

function add(dueBySlot: Map<string, number>, day: number, region: string): void {
  const key = `${day}/${region}`;
  dueBySlot.set(key, (dueBySlot.get(key) ?? 0) + 1);
}
