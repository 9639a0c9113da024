import { dayStart } from '../../kernel/instant.ts';
import type { CompiledRules } from '../rules/compile.ts';
import type { Context, RuleCheck, SwapPartner } from './context.ts';
import type { Finding, MailState } from './evaluation.ts';
import { noDeliveryResult, notDispatched, notOutForDelivery, overdue, stalled, suspectedLoss, uncollected } from './rules-of-age.ts';
import { damageReported, weightMismatch } from './rules-of-contents.ts';
import { attemptFailed, falseSignoff, missort, returned } from './rules-of-delivery.ts';
import { recallNotHonoured, redirectNotHonoured } from './rules-of-requests.ts';
import { contradictoryTrace, noTrace } from './rules-of-trace.ts';
import { scanEvents } from './scan.ts';
import { ownSlot } from './slots.ts';
import { overdueMilestone } from './overdue-days.ts';
import { suspectedSwap } from './swap.ts';

export type Evaluation = {
  /** In the order of RULES: the first is the main rule. */
  findings: Finding[];
  /** Next moment after `now` at which findings or priority change while the facts stay; null: never. */
  nextAt: number | null;
};

/** The rules that may fire, in the order of RULES, by what the mail has come to. */
const ON_THE_WAY: readonly RuleCheck[] = [
  suspectedLoss,
  damageReported,
  suspectedSwap,
  missort,
  recallNotHonoured,
  redirectNotHonoured,
  weightMismatch,
  attemptFailed,
  uncollected,
  noDeliveryResult,
  notOutForDelivery,
  stalled,
  notDispatched,
  overdue,
  noTrace,
  contradictoryTrace,
];
const ON_DELIVERED: readonly RuleCheck[] = [
  damageReported,
  suspectedSwap,
  falseSignoff,
  missort,
  recallNotHonoured,
  redirectNotHonoured,
  weightMismatch,
  contradictoryTrace,
];
const ON_RETURNED: readonly RuleCheck[] = [damageReported, missort, recallNotHonoured, weightMismatch, returned, contradictoryTrace];

function checksFor(state: MailState): readonly RuleCheck[] {
  if (state.stage === 'returned') return ON_RETURNED;
  return state.stage === 'delivered' ? ON_DELIVERED : ON_THE_WAY;
}

function nextMoment(context: Context, findings: readonly Finding[]): number | null {
  const late = findings.some(({ rule }) => rule === 'overdue');
  const milestone = late && context.slot ? dayStart(overdueMilestone(context.slot.day, context.rules)) : Infinity;
  const next = milestone > context.now ? Math.min(context.nextAt, milestone) : context.nextAt;
  return next === Infinity ? null : next;
}

/**
 * Everything that the rules find on a mail at an instant. A mail without acceptance or without a trace, and
 * a void one, has no finding. Pure: same state and `now`, same answer.
 */
export function evaluate(state: MailState, input: { now: number; rules: CompiledRules; swapPartners: readonly SwapPartner[] }): Evaluation {
  const { now, rules, swapPartners } = input;
  const { acceptance, traceAsOf } = state;
  if (acceptance === null || traceAsOf === null || state.stage === 'void') return { findings: [], nextAt: null };
  const context: Context = {
    state,
    acceptance,
    traceAsOf,
    scan: scanEvents(state, rules),
    rules,
    now,
    observedUntil: Math.min(now, traceAsOf),
    slot: ownSlot(state, rules),
    swapPartners,
    nextAt: Infinity,
  };
  const findings: Finding[] = [];
  for (const check of checksFor(state)) {
    const found = check(context);
    if (found !== null) findings.push(found);
  }
  return { findings, nextAt: nextMoment(context, findings) };
}
