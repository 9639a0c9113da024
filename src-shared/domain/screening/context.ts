import type { CompiledRules } from '../rules/compile.ts';
import type { Finding, FoldedEvent, MailState } from './evaluation.ts';
import type { Scan } from './scan.ts';
import type { Slot } from './slots.ts';

/** A partner of a suspected swap: `at` is the later of the two mails' events (see `swapPairAt`). */
export type SwapPartner = { mailNo: string; at: number };

/** One evaluation of one mail. `nextAt` gathers the next moment at which an age passes its threshold. */
export type Context = {
  state: MailState;
  acceptance: NonNullable<MailState['acceptance']>;
  /** Known: without a trace nothing is evaluated. */
  traceAsOf: number;
  scan: Scan;
  rules: CompiledRules;
  now: number;
  /** How far silence was observed: the earlier of the evaluation and the as-of. */
  observedUntil: number;
  slot: Slot | null;
  swapPartners: readonly SwapPartner[];
  nextAt: number;
};

export type Evidence = Finding['evidence'];
/** A rule: its finding, or null. */
export type RuleCheck = (context: Context) => Finding | null;

/** A finding with what every decision used: as-of, region with its basis, version of the rules. */
export function finding(context: Context, { rule, since }: Pick<Finding, 'rule' | 'since'>, evidence: Evidence): Finding {
  const { state, traceAsOf, rules } = context;
  return {
    rule,
    since,
    evidence: {
      ...evidence,
      region: state.region,
      regionBasis: state.regionBasis,
      // The export and the divisions name different regions; the export won.
      regionConflict: state.regionConflict,
      traceAsOf,
      ruleVersion: rules.version,
    },
  };
}

/** The members of evidence that name one event. Texts of events enter evidence only masked. */
export function eventEvidence(event: FoldedEvent): Evidence {
  return {
    eventAt: event.at,
    eventCode: event.code,
    eventName: event.names[0] ?? '',
    eventStage: event.stage,
    organisation: event.orgName || event.orgCode || null,
  };
}

/** The last event of any kind, or null. */
export function lastEvent(state: MailState): FoldedEvent | null {
  return state.events[state.events.length - 1] ?? null;
}

/**
 * True when silence since `from` was observed for the threshold (equality counts). Else remembers
 * the moment when it will be, if the trace reaches so far.
 */
export function hasLasted(context: Context, from: number, thresholdMs: number): boolean {
  const due = from + thresholdMs;
  if (due <= context.observedUntil) return true;
  if (due <= context.traceAsOf && due < context.nextAt) context.nextAt = due;
  return false;
}
