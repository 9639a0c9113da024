import { checkDraft } from '#shared/domain/rules/check-draft.ts';
import type { DraftProblem } from '#shared/domain/rules/check-draft.ts';
import { compileRules } from '#shared/domain/rules/compile.ts';
import { asVersion } from '#shared/domain/rules/draft.ts';
import type { RuleDraft } from '#shared/domain/rules/draft.ts';
import { checkDuty } from '#shared/domain/rules/effect.ts';
import { dayOf } from '#shared/kernel/instant.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { rulesAt } from './reader.ts';

/** What is wrong with a draft in itself, and with regard to the mails that are stored. */
export function problemsOf(tx: ReadTx, draft: unknown, now: number): DraftProblem[] {
  const problems = checkDraft(draft);
  const from = tx.pluck<number | null>('SELECT min(posting_day) FROM mail') ?? null;
  if (problems.length > 0 || from === null) return problems;
  const to = Math.max(dayOf(now), tx.pluck<number | null>('SELECT max(posting_day) FROM mail') ?? from);
  const after = compileRules(asVersion(draft as RuleDraft, { version: 0, effectiveFrom: now }));
  return checkDuty(rulesAt(tx, now), after, { from, to });
}
