import { maskText } from '../mail/masking.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import { eventEvidence, finding, type Context } from './context.ts';
import type { Finding, FoldedEvent } from './evaluation.ts';
import { eventAt, isDeliverySide } from './scan.ts';

type AttemptReason = RuleSet['attemptReasons'][number];

function reasonIn(texts: readonly string[], reasons: readonly AttemptReason[]): AttemptReason | undefined {
  return reasons.find(({ words }) => words.some((word) => texts.some((text) => text.includes(word))));
}

/** Reason of a failed attempt, by the first keyword of the list in its texts, else in its names. */
export function attemptReasonOf(event: FoldedEvent, reasons: readonly AttemptReason[]): string {
  const found = reasonIn(event.texts, reasons) ?? reasonIn(event.names, reasons) ?? reasons[reasons.length - 1];
  return found?.reason ?? 'other';
}

export function attemptFailed(context: Context): Finding | null {
  const { decisive, stage } = context.state;
  if (stage !== 'attempt-failed' || decisive === null) return null;
  const reason = attemptReasonOf(decisive, context.rules.set.attemptReasons);
  return finding(
    context,
    { rule: 'attempt-failed', since: decisive.at },
    { ...eventEvidence(decisive), reason, texts: decisive.texts.map(maskText) },
  );
}

export function returned(context: Context): Finding | null {
  const { decisive, stage } = context.state;
  if (stage !== 'returned' || decisive === null || context.scan.recallAt !== Infinity) return null;
  return finding(context, { rule: 'returned', since: decisive.at }, { ...eventEvidence(decisive), texts: decisive.texts.map(maskText) });
}

function withoutRound(context: Context, delivery: FoldedEvent): boolean {
  if (!context.state.complete || context.scan.roundBefore) return false;
  return !delivery.texts.some((text) => context.rules.selfPickup.test(text));
}

function elsewhere(context: Context, event: FoldedEvent): boolean {
  const { destCity } = context.state;
  return destCity !== null && event.cityKey !== null && event.cityKey !== destCity;
}

function soonAfterFailure(context: Context, delivery: FoldedEvent): boolean {
  const { scan, state, rules } = context;
  if (scan.failure < 0 || scan.roundAfterFailure) return false;
  return delivery.at - eventAt(state, scan.failure).at <= rules.ms.signoffAfterFailure;
}

export function falseSignoff(context: Context): Finding | null {
  const { scan, state, rules } = context;
  if (state.stage !== 'delivered' || scan.delivery < 0) return null;
  const delivery = eventAt(state, scan.delivery);
  const cases: string[] = [];
  if (withoutRound(context, delivery)) cases.push('no-round');
  if (!scan.redirected && elsewhere(context, delivery)) cases.push('other-city');
  if (soonAfterFailure(context, delivery)) cases.push('soon-after-failure');
  if (cases.length === 0) return null;
  return finding(
    context,
    { rule: 'suspected-false-signoff', since: delivery.at },
    {
      ...eventEvidence(delivery),
      cases,
      cityKey: delivery.cityKey,
      destCity: state.destCity,
      failureAt: scan.failure < 0 ? null : eventAt(state, scan.failure).at,
      thresholdMs: rules.ms.signoffAfterFailure,
      texts: delivery.texts.map(maskText),
    },
  );
}

/** An event in the origin city before the mail left it says nothing of the sorting. */
function isAtOrigin(context: Context, event: FoldedEvent, index: number): boolean {
  const { departure } = context.scan;
  return event.cityKey === context.state.originCity && (departure < 0 || index < departure);
}

export function missort(context: Context): Finding | null {
  const { state, scan } = context;
  if (state.destCity === null || scan.redirected) return null;
  const end = scan.firstReturn < 0 ? state.events.length : scan.firstReturn;
  for (let index = 0; index < end; index++) {
    const event = eventAt(state, index);
    if (event.stage !== 'delivered' && !isDeliverySide(event.stage)) continue;
    if (!elsewhere(context, event) || isAtOrigin(context, event, index)) continue;
    return finding(
      context,
      { rule: 'suspected-missort', since: event.at },
      {
        ...eventEvidence(event),
        cityKey: event.cityKey,
        destCity: state.destCity,
      },
    );
  }
  return null;
}
