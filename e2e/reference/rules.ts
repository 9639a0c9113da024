import type { AbnormalType, ResponsibleStage, Rule, Stage } from '#shared/domain/screening/vocabulary.ts';
import { RULES } from '#shared/domain/screening/vocabulary.ts';
import type { Scan } from './facts.ts';
import type { Mail } from './mail-state.ts';
import * as events from './event-rules.ts';
import { DAY_MS, HOUR_MS, dateOf, midnight, plusDays } from './shanghai-time.ts';
import { isDeliverySide, isTerminal } from './stages.ts';
import { suspectedSwap } from './swap-rule.ts';

export type Finding = {
  rule: Rule;
  since: number;
  type: AbnormalType;
  responsible: ResponsibleStage;
  organisation: string | null;
};

/** Silence counts only as far as it was observed: to the earlier of the evaluation and traceAsOf. */
function observedUntil(mail: Mail, now: number): number {
  return Math.min(now, mail.traceAsOf ?? now);
}

/** "For" includes equality: since, when the threshold is reached, else null. */
function aged(from: number, thresholdMs: number, until: number): number | null {
  return until - from >= thresholdMs ? from + thresholdMs : null;
}

/** Ages of not-dispatched, stalled and suspected-loss: the last event of any kind, else acceptance. */
function silentFrom(mail: Mail): number {
  return mail.scans.at(-1)?.at ?? mail.acceptance?.forAges ?? Infinity;
}

/** Mail of unknown region uses out-of-province thresholds. */
function threshold(mail: Mail, near: number, far: number, abroad: number): number {
  if (mail.region === 'international') return abroad;
  return mail.region === 'same-city' || mail.region === 'in-province' ? near : far;
}

/** From the slot's opening, trace fresh, not terminal; on the delivery side on day D from 20:00 of D. */
function overdue(mail: Mail, now: number): number | null {
  const { slot, decisive } = mail;
  if (slot === null || mail.traceAsOf === null || isTerminal(mail.stage)) return null;
  if (now < slot.opensAt || mail.traceAsOf < slot.opensAt) return null;
  const outToday = decisive !== null && isDeliverySide(decisive.stage) && dateOf(decisive.at) === slot.day;
  const since = outToday ? midnight(slot.day) + 20 * HOUR_MS : slot.opensAt;
  return now >= since ? since : null;
}

/** Stage accepted or at-origin-station, for 24 h; complete trace. */
function notDispatched(mail: Mail, now: number): number | null {
  if (!mail.complete || (mail.stage !== 'accepted' && mail.stage !== 'at-origin-station')) return null;
  return aged(silentFrom(mail), 24 * HOUR_MS, observedUntil(mail, now));
}

/** Under way, no event for 24 h, 48 h, 7 days. */
function stalled(mail: Mail, now: number): number | null {
  if (!['left-origin', 'at-centre', 'left-centre', 'linehaul', 'customs'].includes(mail.stage)) return null;
  return aged(silentFrom(mail), threshold(mail, 24 * HOUR_MS, 48 * HOUR_MS, 7 * DAY_MS), observedUntil(mail, now));
}

function agedInStage(mail: Mail, stage: Stage, rule: { forMs: number; now: number }): number | null {
  if (mail.stage !== stage || mail.decisive === null) return null;
  return aged(mail.decisive.at, rule.forMs, observedUntil(mail, rule.now));
}

/** At-delivery-station for 12 h; complete trace. */
function notOutForDelivery(mail: Mail, now: number): number | null {
  return mail.complete ? agedInStage(mail, 'at-delivery-station', { forMs: 12 * HOUR_MS, now }) : null;
}

/** Out-for-delivery for 10 h. */
function noDeliveryResult(mail: Mail, now: number): number | null {
  return agedInStage(mail, 'out-for-delivery', { forMs: 10 * HOUR_MS, now });
}

/** Stage attempt-failed; since its decisive event. */
function attemptFailed(mail: Mail): number | null {
  return mail.stage === 'attempt-failed' ? (mail.decisive?.at ?? null) : null;
}

/** Ready-for-pickup for 72 h. */
function uncollected(mail: Mail, now: number): number | null {
  return agedInStage(mail, 'ready-for-pickup', { forMs: 72 * HOUR_MS, now });
}

/** Not terminal, not ready-for-pickup, no event for 7, 10, 30 days. */
function suspectedLoss(mail: Mail, now: number): number | null {
  if (isTerminal(mail.stage) || mail.stage === 'ready-for-pickup') return null;
  return aged(silentFrom(mail), threshold(mail, 7 * DAY_MS, 10 * DAY_MS, 30 * DAY_MS), observedUntil(mail, now));
}

/** "No data" on or after T+1, and no event other than acceptance is known; since the first such as-of. */
function noTrace(mail: Mail): number | null {
  if (mail.acceptance === null || mail.scans.some((s) => s.stage !== 'accepted')) return null;
  const from = midnight(plusDays(mail.acceptance.day, 1));
  const qualifying = mail.noDataAt.filter((asOf) => asOf >= from);
  return qualifying.length === 0 ? null : Math.min(...qualifying);
}

const ON_RETURNED: readonly Rule[] = [
  'returned',
  'damage-reported',
  'weight-mismatch',
  'suspected-missort',
  'recall-not-honoured',
  'contradictory-trace',
];
const ON_DELIVERED: readonly Rule[] = [
  'suspected-false-signoff',
  'suspected-missort',
  'suspected-swap',
  'weight-mismatch',
  'damage-reported',
  'recall-not-honoured',
  'redirect-not-honoured',
  'contradictory-trace',
];

function mayFire(rule: Rule, stage: Stage): boolean {
  if (stage === 'returned') return ON_RETURNED.includes(rule);
  return stage === 'delivered' ? ON_DELIVERED.includes(rule) : true;
}

function sinceOf(rule: Rule, mail: Mail, world: { now: number; mails: readonly Mail[] }): number | null {
  const { now, mails } = world;
  switch (rule) {
    case 'suspected-loss':
      return suspectedLoss(mail, now);
    case 'damage-reported':
      return events.damageReported(mail)?.since ?? null;
    case 'suspected-swap':
      return suspectedSwap(mail, mails);
    case 'suspected-false-signoff':
      return events.suspectedFalseSignoff(mail);
    case 'suspected-missort':
      return events.suspectedMissort(mail);
    case 'recall-not-honoured':
      return events.recallNotHonoured(mail);
    case 'redirect-not-honoured':
      return events.redirectNotHonoured(mail);
    case 'weight-mismatch':
      return events.weightMismatch(mail);
    case 'returned':
      return events.returned(mail);
    case 'attempt-failed':
      return attemptFailed(mail);
    case 'uncollected':
      return uncollected(mail, now);
    case 'no-delivery-result':
      return noDeliveryResult(mail, now);
    case 'not-out-for-delivery':
      return notOutForDelivery(mail, now);
    case 'stalled':
      return stalled(mail, now);
    case 'not-dispatched':
      return notDispatched(mail, now);
    case 'overdue':
      return overdue(mail, now);
    case 'no-trace':
      return noTrace(mail);
    case 'contradictory-trace':
      return events.contradictoryTrace(mail);
  }
}

/** Reason of a failed attempt by the first keyword of the list; only an address changes the type. */
function isAddressReason(mail: Mail): boolean {
  return mail.decisive?.texts.some((text) => text.includes('址')) === true;
}

const FIXED_TYPE: Partial<Record<Rule, AbnormalType>> = {
  'not-dispatched': 'delay',
  stalled: 'delay',
  'not-out-for-delivery': 'urge-delivery',
  'no-delivery-result': 'urge-delivery',
  uncollected: 'urge-delivery',
  'suspected-false-signoff': 'false-signoff',
  'suspected-missort': 'missort',
  'suspected-swap': 'ab-label',
  'weight-mismatch': 'weight-check',
  'suspected-loss': 'loss',
  'damage-reported': 'damage',
  'recall-not-honoured': 'recall',
  'redirect-not-honoured': 'address-change',
};

function typeOf(rule: Rule, mail: Mail): AbnormalType {
  if (rule === 'overdue') return isDeliverySide(mail.stage) ? 'urge-delivery' : 'delay';
  if (rule === 'attempt-failed') return isAddressReason(mail) ? 'address-change' : 'urge-delivery';
  return FIXED_TYPE[rule] ?? 'other';
}

/** "Holder of the last event" maps by its stage. */
function holderStage(stage: Stage | null): ResponsibleStage {
  if (stage === null || stage === 'accepted' || stage === 'at-origin-station') return 'acceptance';
  if (stage === 'at-centre') return 'processing';
  if (['left-origin', 'left-centre', 'linehaul', 'customs'].includes(stage)) return 'transport';
  return 'delivery';
}

const FIXED_STAGE: Partial<Record<Rule, ResponsibleStage>> = {
  'not-dispatched': 'acceptance',
  'weight-mismatch': 'acceptance',
  'no-trace': 'acceptance',
  'suspected-missort': 'processing',
  'suspected-swap': 'client',
  'contradictory-trace': 'data',
};

/** The last event that has a stage holds the mail; an event without one names no holder. */
function holderUpTo(mail: Mail, scan: Scan | undefined): Scan | null {
  const upTo = scan === undefined ? mail.scans : mail.scans.slice(0, mail.scans.indexOf(scan) + 1);
  return [...upTo].reverse().find((s) => s.stage !== null) ?? null;
}

function responsibleFor(rule: Rule, mail: Mail): { responsible: ResponsibleStage; organisation: string | null } {
  const byHolder = ['overdue', 'stalled', 'suspected-loss', 'recall-not-honoured', 'damage-reported'];
  if (!byHolder.includes(rule)) return { responsible: FIXED_STAGE[rule] ?? 'delivery', organisation: null };
  const at = rule === 'damage-reported' ? events.damageReported(mail)?.scan : undefined;
  const holder = holderUpTo(mail, at);
  const organisation = holder ? holder.orgName || null : null;
  return { responsible: holderStage(holder?.stage ?? null), organisation };
}

/** Everything that fires on a mail at a moment, in the order of precedence. */
export function findingsOf(mail: Mail, world: { now: number; mails: readonly Mail[] }): Finding[] {
  // A mail without acceptance is not evaluated; no rule applies to void; without a trace nothing is raised.
  if (mail.acceptance === null || mail.stage === 'void' || mail.traceAsOf === null) return [];
  return RULES.filter((rule) => mayFire(rule, mail.stage)).flatMap((rule) => {
    const since = sinceOf(rule, mail, world);
    return since === null ? [] : [{ rule, since, type: typeOf(rule, mail), ...responsibleFor(rule, mail) }];
  });
}
