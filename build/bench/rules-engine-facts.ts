import type { Almanac } from 'json-rules-engine';
import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import type { FoldedEvent, MailState } from '#shared/domain/screening/evaluation.ts';
import { isBeforeDelivery, isDeliverySide, scanEvents } from '#shared/domain/screening/scan.ts';
import type { Scan } from '#shared/domain/screening/scan.ts';
import { ownSlot, slotOpening } from '#shared/domain/screening/slots.ts';
import { dayOf, dayStart } from '#shared/kernel/instant.ts';

export type RuleFacts = { rules: CompiledRules; now: number };
type Reader = (mail: MailState, scan: Scan, given: RuleFacts) => unknown;

const AGAINST_RECALL = ['left-origin', 'out-for-delivery', 'attempt-failed', 'ready-for-pickup', 'delivered'];
const CLAUSES = /[，。；！\s]+/;
const NEVER = Number.MAX_SAFE_INTEGER;

/** What the conditions ask of a mail, each by its name: computed when asked, kept for the run. */
export const FACTS: Readonly<Record<string, Reader>> = {
  region: (mail) => mail.region,
  stage: (mail) => mail.stage,
  terminal: (mail) => mail.terminal,
  complete: (mail) => mail.complete,
  slotRegion: (mail, _, { rules }) => ownSlot(mail, rules)?.region ?? 'none',
  traceReachesOpening: (mail, _, { rules }) => {
    const slot = ownSlot(mail, rules);
    return slot !== null && (mail.traceAsOf ?? 0) >= slotOpening(slot.day, slot.region, rules);
  },
  sinceOverdueMs: (mail, _, { rules, now }) => {
    const slot = ownSlot(mail, rules);
    if (slot === null) return -NEVER;
    const opening = slotOpening(slot.day, slot.region, rules);
    const isOutToday = mail.decisive !== null && isDeliverySide(mail.decisive.stage) && dayOf(mail.decisive.at) === slot.day;
    return now - (isOutToday ? Math.max(opening, dayStart(slot.day) + rules.ms.overdueDeliverySideFrom) : opening);
  },
  silenceMs: (mail, _, given) => observedUntil(mail, given) - (mail.events.at(-1)?.at ?? mail.acceptance?.ageFrom ?? NEVER),
  decisiveAgeMs: (mail, _, given) => observedUntil(mail, given) - (mail.decisive?.at ?? mail.acceptance?.ageFrom ?? NEVER),
  recalled: (_, scan) => scan.recallAt !== Infinity,
  redirected: (_, scan) => scan.redirected,
  deliveredWithoutRound: (mail, scan, { rules }) =>
    mail.complete && !scan.roundBefore && !(deliveryOf(mail, scan)?.texts.some((text) => rules.selfPickup.test(text)) ?? true),
  deliveredElsewhere: (mail, scan) => !scan.redirected && isElsewhere(mail, deliveryOf(mail, scan)),
  deliveredAfterFailureMs: (mail, scan) => {
    const [delivery, failure] = [deliveryOf(mail, scan), mail.events[scan.failure]];
    return delivery && failure && !scan.roundAfterFailure ? delivery.at - failure.at : NEVER;
  },
  strayDeliveries: (mail, scan) =>
    untilReturn(mail, scan).filter((event, index) => {
      if (event.stage !== 'delivered' && !isDeliverySide(event.stage)) return false;
      const isAtOrigin = event.cityKey === mail.originCity && (scan.departure < 0 || index < scan.departure);
      return isElsewhere(mail, event) && !isAtOrigin;
    }).length,
  weightDifferenceG: (mail) => weightDifference(mail),
  weightDifferencePercent: (mail) =>
    mail.declaredG === null ? 0 : mail.declaredG === 0 ? NEVER : (weightDifference(mail) * 100) / mail.declaredG,
  damagedClauses: (mail, _, { rules }) =>
    [...mail.events.flatMap(({ texts }) => texts), mail.remark, ...mail.records.remarks.map(({ text }) => text)]
      .flatMap((text) => (rules.damage.words.test(text) ? text.split(CLAUSES) : []))
      .filter((clause) => rules.damage.words.test(clause) && !rules.damage.negations.test(clause)).length,
  movedAfterRecallMs: (mail, scan) =>
    latest(untilReturn(mail, scan).filter(({ stage }) => stage !== null && AGAINST_RECALL.includes(stage))) - scan.recallAt,
  deliveredAtOldMs: (mail) => {
    const away = mail.records.redirects.filter(({ cityKey }) => cityKey !== mail.destCity).map(({ at }) => at);
    if (mail.destCity === null || away.length === 0) return -NEVER;
    const there = mail.events.filter(({ stage, cityKey }) => cityKey === mail.destCity && (stage === 'delivered' || isDeliverySide(stage)));
    return latest(there) - Math.min(...away);
  },
  knownNothing: (mail) => {
    const from = mail.acceptance === null ? NEVER : dayStart(mail.acceptance.day + 1);
    return mail.noDataAt.some((at) => at >= from) && mail.events.every(({ stage }) => stage === 'accepted');
  },
  beforeAcceptanceMs: (mail) => (mail.events[0] && mail.acceptance ? mail.acceptance.at - mail.events[0].at : 0),
  afterDeliveryMs: (mail, scan) => {
    const delivery = deliveryOf(mail, scan);
    if (!delivery) return 0;
    const outbound = scan.firstReturn < 0 ? mail.events : mail.events.slice(0, scan.firstReturn + 1);
    return latest(outbound.filter(({ stage }) => stage !== null && isBeforeDelivery(stage))) - delivery.at;
  },
  beyondAsOf: (mail) => mail.beyond.length,
};

/** Reads a fact of the mail that the run is about. */
export async function readFact(read: Reader, almanac: Almanac, given: RuleFacts): Promise<unknown> {
  return read(await almanac.factValue<MailState>('mail'), await almanac.factValue<Scan>('scan'), given);
}

export function scanOf(mail: MailState, rules: CompiledRules): Scan {
  return scanEvents(mail, rules);
}

function observedUntil(mail: MailState, { now }: RuleFacts): number {
  return Math.min(now, mail.traceAsOf ?? now);
}

function deliveryOf(mail: MailState, scan: Scan): FoldedEvent | undefined {
  return mail.events[scan.delivery];
}

function untilReturn(mail: MailState, scan: Scan): readonly FoldedEvent[] {
  return scan.firstReturn < 0 ? mail.events : mail.events.slice(0, scan.firstReturn);
}

function isElsewhere(mail: MailState, event: FoldedEvent | undefined): boolean {
  return event !== undefined && mail.destCity !== null && event.cityKey !== null && event.cityKey !== mail.destCity;
}

function weightDifference(mail: MailState): number {
  return mail.declaredG === null || mail.actualG === null ? 0 : Math.abs(mail.actualG - mail.declaredG);
}

function latest(events: readonly FoldedEvent[]): number {
  return events.reduce((last, { at }) => Math.max(last, at), -NEVER);
}
