import type { OutputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';
import { HOUR_MS, MINUTE_MS, formatDay } from '#shared/kernel/instant.ts';
import { text } from '#renderer/i18n/text.ts';
import { formatCount, formatDuration, formatMoment } from '#renderer/i18n/time-format.ts';
import { zhCn } from '#renderer/i18n/catalogues.ts';

export type Finding = OutputOf<AppContract['queue']['get']>['findings'][number];
/** A sentence: what decides, then the circumstances. */
export type Explanation = { lead: string; rest: string };
type Rule = Finding['rule'];
type Facts = { finding: Finding; now: number };

function numberIn({ finding }: Facts, name: string): number {
  const value = finding.evidence[name];
  return typeof value === 'number' ? value : 0;
}

function stringIn({ finding }: Facts, name: string): string {
  const value = finding.evidence[name];
  return typeof value === 'string' ? value : '';
}

function listIn({ finding }: Facts, name: string): readonly string[] {
  const value = finding.evidence[name];
  return Array.isArray(value) ? value : [];
}

const place = (facts: Facts) => stringIn(facts, 'organisation') || text('findings:unknownPlace');
const last = (facts: Facts) =>
  stringIn(facts, 'organisation') === '' ? text('findings:lastNone') : text('findings:last', { place: place(facts) });
const event = (facts: Facts) => ({
  when: formatMoment(numberIn(facts, 'eventAt'), facts.now),
  name: stringIn(facts, 'eventName'),
  place: place(facts),
});
const own = <T extends object>(object: T, key: string): key is keyof T & string => Object.hasOwn(object, key);

type AgeRule = 'suspected-loss' | 'not-dispatched' | 'stalled' | 'not-out-for-delivery' | 'no-delivery-result' | 'uncollected';

/** Silence counts as far as it was observed: up to the trace's as-of. */
function explainAge(rule: AgeRule, facts: Facts): Explanation {
  const until = Math.min(numberIn(facts, 'traceAsOf'), facts.now);
  const age = formatDuration(until - numberIn(facts, 'from'));
  return { lead: text(`findings:${rule}.lead`, { age }), rest: text(`findings:${rule}.rest`, { last: last(facts) }) };
}

function explainAttempt(facts: Facts): Explanation {
  const reasons = zhCn.findings['attempt-failed'].reasons;
  const code = stringIn(facts, 'reason');
  const reason = text(`findings:attempt-failed.reasons.${own(reasons, code) ? code : 'other'}`);
  const { when, place: where } = event(facts);
  return { lead: text('findings:attempt-failed.lead', { when, reason }), rest: text('findings:attempt-failed.rest', { place: where }) };
}

function explainOverdue(facts: Facts): Explanation {
  const region = stringIn(facts, 'region');
  const stage = stringIn(facts, 'stage');
  const rest = text('findings:overdue.rest', {
    region: own(zhCn.words.region, region) ? text(`words:region.${region}`) : '',
    days: numberIn(facts, 'offsetDays'),
    stage: own(zhCn.words.stage, stage) ? text(`words:stage.${stage}`) : stage,
  });
  const conflict = facts.finding.evidence['regionConflict'] === true ? text('findings:overdueConflict') : '';
  return { lead: text('findings:overdue.lead', { day: formatDay(numberIn(facts, 'day')).slice(5) }), rest: `${rest}${conflict}` };
}

function explainWeight(facts: Facts): Explanation {
  const [declared, actual] = [numberIn(facts, 'declaredG'), numberIn(facts, 'actualG')];
  const allowed = Math.max(numberIn(facts, 'thresholdG'), Math.floor((declared * numberIn(facts, 'thresholdPercent')) / 100));
  return {
    lead: text('findings:weight-mismatch.lead', { difference: formatCount(Math.abs(actual - declared)) }),
    rest: text('findings:weight-mismatch.rest', {
      declared: formatCount(declared),
      actual: formatCount(actual),
      allowed: formatCount(allowed),
    }),
  };
}

function explainDamage(facts: Facts): Explanation {
  const lead = text('findings:damage-reported.lead', { clause: stringIn(facts, 'clause') });
  const origin = stringIn(facts, 'origin');
  if (origin === 'mail-remark' || origin === 'recorded-remark') return { lead, rest: text(`findings:damage-reported.${origin}`) };
  return { lead, rest: text('findings:damage-reported.event', event(facts)) };
}

function explainSignoff(facts: Facts): Explanation {
  const minutes = Math.round(numberIn(facts, 'thresholdMs') / MINUTE_MS);
  const known = ['no-round', 'other-city', 'soon-after-failure'] as const;
  const cases = known
    .filter((one) => listIn(facts, 'cases').includes(one))
    .map((one) => text(`findings:suspected-false-signoff.${one}`, { minutes }));
  const { when, place: where } = event(facts);
  return {
    lead: text('findings:suspected-false-signoff.lead', { when }),
    rest: text('findings:suspected-false-signoff.rest', { cases: cases.join(text('common:separator')), place: where }),
  };
}

function explainContradiction(facts: Facts): Explanation {
  const known = ['before-acceptance', 'after-delivery', 'after-as-of'] as const;
  const kind = known.find((one) => one === stringIn(facts, 'kind')) ?? 'after-delivery';
  return { lead: text('findings:contradictory-trace.lead'), rest: text(`findings:contradictory-trace.${kind}`, event(facts)) };
}

function explainRequest(rule: 'recall-not-honoured' | 'redirect-not-honoured', facts: Facts): Explanation {
  const asked = numberIn(facts, rule === 'recall-not-honoured' ? 'recallAt' : 'redirectAt');
  const age = formatDuration(numberIn(facts, 'eventAt') - asked);
  return { lead: text(`findings:${rule}.lead`, { age }), rest: text(`findings:${rule}.rest`, event(facts)) };
}

function explainNoTrace(facts: Facts): Explanation {
  const when = formatMoment(numberIn(facts, 'noDataAt'), facts.now);
  return {
    lead: text('findings:no-trace.lead', { when }),
    rest: text('findings:no-trace.rest', { day: formatDay(numberIn(facts, 'postingDay')).slice(5) }),
  };
}

/** One explanation per rule: a new rule without one does not compile. */
const EXPLAIN: Readonly<Record<Rule, (facts: Facts) => Explanation>> = {
  'suspected-loss': (facts) => explainAge('suspected-loss', facts),
  'not-dispatched': (facts) => explainAge('not-dispatched', facts),
  stalled: (facts) => explainAge('stalled', facts),
  'not-out-for-delivery': (facts) => explainAge('not-out-for-delivery', facts),
  'no-delivery-result': (facts) => explainAge('no-delivery-result', facts),
  uncollected: (facts) => explainAge('uncollected', facts),
  'attempt-failed': explainAttempt,
  returned: (facts) => ({ lead: text('findings:returned.lead', event(facts)), rest: text('findings:returned.rest', event(facts)) }),
  overdue: explainOverdue,
  'weight-mismatch': explainWeight,
  'damage-reported': explainDamage,
  'suspected-false-signoff': explainSignoff,
  'suspected-missort': (facts) => ({
    lead: text('findings:suspected-missort.lead', event(facts)),
    rest: text('findings:suspected-missort.rest', event(facts)),
  }),
  'suspected-swap': (facts) => ({
    lead: text('findings:suspected-swap.lead', { partners: listIn(facts, 'partners').join(text('common:separator')) }),
    rest: text('findings:suspected-swap.rest'),
  }),
  'recall-not-honoured': (facts) => explainRequest('recall-not-honoured', facts),
  'redirect-not-honoured': (facts) => explainRequest('redirect-not-honoured', facts),
  'no-trace': explainNoTrace,
  'contradictory-trace': explainContradiction,
};

/** Why a mail is listed, as a sentence with a number and a place; `now` as shown to the reader. */
export function explainFinding(finding: Finding, now: number): Explanation {
  return EXPLAIN[finding.rule]({ finding, now });
}

/** The threshold that an age was held against, or null for rules without one. */
export function thresholdWords(finding: Finding): string | null {
  const threshold = finding.evidence['thresholdMs'];
  if (typeof threshold !== 'number' || typeof finding.evidence['from'] !== 'number') return null;
  const hours = Math.round(threshold / HOUR_MS);
  return text('findings:threshold', { threshold: formatDuration(hours * HOUR_MS) });
}
