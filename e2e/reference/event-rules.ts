import type { Facts, Scan } from './facts.ts';
import { isBeyondTrace } from './facts.ts';
import { placeOfColumns } from './divisions.ts';
import type { Mail } from './mail-state.ts';
import { HOUR_MS, MINUTE_MS } from './shanghai-time.ts';
import { isDeliverySide, rankOf } from './stages.ts';

/** `delivery` = the first delivered event. */
export function deliveryOf(mail: Facts): Scan | null {
  return mail.scans.find((s) => s.stage === 'delivered') ?? null;
}

/** After the first returned event, in the order of the fold. */
function isAfterReturn(mail: Facts, scan: Scan): boolean {
  const returnedAt = mail.scans.findIndex((s) => s.stage === 'returned');
  return returnedAt >= 0 && mail.scans.indexOf(scan) > returnedAt;
}

/** A recall recorded: an 801 or a person's record. */
function recallTimes(mail: Facts): number[] {
  const flags = mail.scans.filter((s) => s.system === 'post' && s.code === '801').map((s) => s.at);
  return [...flags, ...mail.people.flatMap((p) => (p.recallAt === undefined ? [] : [p.recallAt]))];
}

/** Any 802 or a person's record. */
function isRedirected(mail: Facts): boolean {
  return mail.scans.some((s) => s.system === 'post' && s.code === '802') || mail.people.some((p) => p.redirect !== undefined);
}

function isKnownAndElsewhere(city: string | null, mail: Mail): boolean {
  return city !== null && mail.destination.city !== null && city !== mail.destination.city;
}

/** Returned, and no recall recorded; since the decisive event. */
export function returned(mail: Mail): number | null {
  return mail.stage === 'returned' && recallTimes(mail).length === 0 ? (mail.decisive?.at ?? null) : null;
}

/** (a) Nothing went out and nothing was to be picked up before `delivery`, which names no pick-up. */
function wasNeverOut(mail: Mail, delivery: Scan): boolean {
  if (!mail.complete) return false;
  const before = mail.scans.slice(0, mail.scans.indexOf(delivery));
  if (before.some((s) => s.stage === 'out-for-delivery' || s.stage === 'ready-for-pickup')) return false;
  return !delivery.texts.some((text) => /自提|窗口|驿站|快递柜/.test(text));
}

/** (b) Signed off in a known city that is not the destination's, and no redirection is recorded. */
function wasElsewhere(mail: Mail, delivery: Scan): boolean {
  return isKnownAndElsewhere(delivery.city, mail) && !isRedirected(mail);
}

/** (c) `delivery` within 30 min after `failure` with no out-for-delivery between. */
function wasMinutesAfterFailure(mail: Mail, delivery: Scan): boolean {
  const before = mail.scans.slice(0, mail.scans.indexOf(delivery));
  const failureAt = before.map((s) => s.stage).lastIndexOf('attempt-failed');
  const failure = before[failureAt];
  if (failure === undefined || delivery.at - failure.at > 30 * MINUTE_MS) return false;
  return !before.slice(failureAt + 1).some((s) => s.stage === 'out-for-delivery');
}

/** Delivered, and (a) or (b) or (c); since `delivery`. */
export function suspectedFalseSignoff(mail: Mail): number | null {
  const delivery = deliveryOf(mail);
  if (mail.stage !== 'delivered' || delivery === null) return null;
  const fires = wasNeverOut(mail, delivery) || wasElsewhere(mail, delivery) || wasMinutesAfterFailure(mail, delivery);
  return fires ? delivery.at : null;
}

/** Events in the origin city before the first left-origin, centre or linehaul event (all, if none). */
function isOriginSide(mail: Mail, scan: Scan): boolean {
  if (scan.city === null || scan.city !== mail.origin.city) return false;
  const leaves = ['left-origin', 'at-centre', 'left-centre', 'linehaul'];
  const firstLeave = mail.scans.findIndex((s) => s.stage !== null && leaves.includes(s.stage));
  return firstLeave < 0 || mail.scans.indexOf(scan) < firstLeave;
}

/** A delivery-side or delivered event in a known city that is not the destination's. */
export function suspectedMissort(mail: Mail): number | null {
  if (isRedirected(mail)) return null;
  const offending = mail.scans.find(
    (s) =>
      (isDeliverySide(s.stage) || s.stage === 'delivered') &&
      isKnownAndElsewhere(s.city, mail) &&
      !isAfterReturn(mail, s) &&
      !isOriginSide(mail, s),
  );
  return offending?.at ?? null;
}

/** Declared and actual differ by more than 100 g and more than 10% of the declared; since acceptance. */
export function weightMismatch(mail: Mail): number | null {
  const { declaredG, actualG } = mail.fields;
  if (declaredG === undefined || actualG === undefined || mail.acceptance === null) return null;
  const difference = Math.abs(declaredG - actualG);
  return difference > 100 && difference * 10 > declaredG ? mail.acceptance.at : null;
}

/** A clause names damage and holds no negation. */
function namesDamage(text: string): boolean {
  return text
    .split(/[，。；！\s]/)
    .some((clause) => /破损|损坏|污损|短少|拆封/.test(clause) && !/无|未|没有|完好|如|若|是否|防|请/.test(clause));
}

/** In an event's text or a remark; since the first offending event, else the first remark. */
export function damageReported(mail: Mail): { since: number; scan?: Scan } | null {
  const scan = mail.scans.find((s) => s.texts.some(namesDamage));
  if (scan !== undefined) return { since: scan.at, scan };
  const remarks = mail.people.filter((p) => namesDamage(p.remark ?? '')).map((p) => p.at);
  // A record's own remark has no time but that of the acceptance.
  if (namesDamage(mail.fields.remark ?? '') && mail.acceptance) remarks.push(mail.acceptance.at);
  return remarks.length === 0 ? null : { since: Math.min(...remarks) };
}

/** A recall, then more than 2 h later, and not after a return, the mail goes on. */
export function recallNotHonoured(mail: Mail): number | null {
  const recalls = recallTimes(mail);
  if (recalls.length === 0) return null;
  const from = Math.min(...recalls) + 2 * HOUR_MS;
  const goesOn = ['left-origin', 'out-for-delivery', 'attempt-failed', 'ready-for-pickup', 'delivered'];
  const offending = mail.scans.find((s) => s.at > from && s.stage !== null && goesOn.includes(s.stage) && !isAfterReturn(mail, s));
  return offending?.at ?? null;
}

/** A person's redirection to another city, then more than 2 h later delivery in the city first stated. */
export function redirectNotHonoured(mail: Mail): number | null {
  const first = mail.destination.city;
  if (first === null) return null;
  const elsewhere = mail.people.flatMap((p) => {
    if (p.redirect === undefined) return [];
    const { city } = placeOfColumns(p.redirect.province, p.redirect.city);
    return city !== null && city !== first ? [p.redirect.at] : [];
  });
  if (elsewhere.length === 0) return null;
  const from = Math.min(...elsewhere) + 2 * HOUR_MS;
  const offending = mail.scans.find((s) => s.at > from && s.city === first && (isDeliverySide(s.stage) || s.stage === 'delivered'));
  return offending?.at ?? null;
}

/** From left-origin to delivered, more than 30 min after `delivery`, not after a return, not delivered again. */
function followsDelivery(mail: Mail, scan: Scan): boolean {
  const delivery = deliveryOf(mail);
  if (delivery === null || scan.at <= delivery.at + 30 * MINUTE_MS || isAfterReturn(mail, scan)) return false;
  return rankOf(scan.stage) >= rankOf('left-origin') && rankOf(scan.stage) < rankOf('delivered');
}

/** More than 5 min before acceptance. */
function precedesAcceptance(mail: Mail, scan: Scan): boolean {
  return mail.acceptance !== null && scan.at < mail.acceptance.at - 5 * MINUTE_MS;
}

/** Any of the three contradictions; since the first offending event. */
export function contradictoryTrace(mail: Mail): number | null {
  const offending = mail.allScans.filter(
    (s) => isBeyondTrace(s, mail.traceAsOf) || precedesAcceptance(mail, s) || followsDelivery(mail, s),
  );
  return offending.length === 0 ? null : Math.min(...offending.map((s) => s.at));
}
