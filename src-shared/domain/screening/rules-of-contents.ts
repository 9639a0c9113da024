import { maskText } from '../mail/masking.ts';
import { eventEvidence, finding, type Context } from './context.ts';
import type { Finding } from './evaluation.ts';

export function weightMismatch(context: Context): Finding | null {
  const { declaredG, actualG } = context.state;
  if (declaredG === null || actualG === null) return null;
  const { weightG, weightPercent } = context.rules.set.thresholds;
  const difference = Math.abs(actualG - declaredG);
  if (difference <= weightG || difference * 100 <= weightPercent * declaredG) return null;
  return finding(
    context,
    { rule: 'weight-mismatch', since: context.acceptance.at },
    {
      declaredG,
      actualG,
      thresholdG: weightG,
      thresholdPercent: weightPercent,
    },
  );
}

const CLAUSES = /[，。；！\s]+/;

/** The first clause that names damage and holds no negation, condition or request, or null. */
function damagedClause(text: string, damage: Context['rules']['damage']): string | null {
  if (!damage.words.test(text)) return null;
  for (const clause of text.split(CLAUSES)) {
    if (damage.words.test(clause) && !damage.negations.test(clause)) return clause;
  }
  return null;
}

function firstDamaged(texts: readonly string[], damage: Context['rules']['damage']): string | null {
  for (const text of texts) {
    const clause = damagedClause(text, damage);
    if (clause !== null) return clause;
  }
  return null;
}

/** A person's remark about damage: the earliest one. */
function remarkedDamage(context: Context): { at: number; clause: string } | null {
  let first: { at: number; clause: string } | null = null;
  for (const remark of context.state.records.remarks) {
    const clause = damagedClause(remark.text, context.rules.damage);
    if (clause === null) continue;
    if (first === null || remark.at < first.at || (remark.at === first.at && clause < first.clause)) first = { at: remark.at, clause };
  }
  return first;
}

/** The first event that names damage, else the mail's own remark, else the earliest remark of a person. */
export function damageReported(context: Context): Finding | null {
  const { state, rules } = context;
  for (const event of state.events) {
    const clause = firstDamaged(event.texts, rules.damage);
    if (clause !== null) {
      return finding(
        context,
        { rule: 'damage-reported', since: event.at },
        { ...eventEvidence(event), clause: maskText(clause), origin: 'event' },
      );
    }
  }
  const own = damagedClause(state.remark, rules.damage);
  if (own !== null)
    return finding(context, { rule: 'damage-reported', since: context.acceptance.at }, { clause: maskText(own), origin: 'mail-remark' });
  const remark = remarkedDamage(context);
  return (
    remark &&
    finding(context, { rule: 'damage-reported', since: remark.at }, { clause: maskText(remark.clause), origin: 'recorded-remark' })
  );
}
