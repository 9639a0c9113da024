import { DAY_MS, HOUR_MS, dayOf, dayStart } from '#shared/kernel/instant.ts';
import { RULES, type Rule, type SlotRegion, type Stage } from '#shared/domain/screening/vocabulary.ts';
import type { Window } from './appearances.ts';
import type { JourneyEvent, MailPlan } from './mail-plan.ts';
import { asOf, dueDay, firstSnapOfSlot, screenAt, slotOpening, snapAt, EVENING, type Snap } from './timeline.ts';

/**
 * What the screening must find, from what was planted: the offending events and records are
 * known by construction, and the rules of age and stage are told from the one last event of a
 * journey, which construction also knows. It reads no statement and folds nothing.
 */
export type Sight = {
  recordKnown: boolean;
  /** Events known: the first `count` of the journey. */
  count: number;
  /** Latest as-of, null without any trace. */
  traceAsOf: number | null;
  /** Asked on or after the day after posting, and nothing was known. */
  noData: boolean;
};

/** What has been imported before the screening of a snapshot. */
export function sightAt(mail: MailPlan, snap: Snap): Sight {
  let count = 0;
  let latest: Snap | null = null;
  let noData = false;
  for (const item of mail.appearances) {
    if (item.arrival > snap) break;
    if (item.to > count) count = item.to;
    if (latest === null || item.snap > latest) latest = item.snap;
    if (item.to === 0 && dayOf(asOf(item.snap)) > mail.postDay) noData = true;
  }
  return { recordKnown: mail.recordSnap <= snap, count, traceAsOf: latest === null ? null : asOf(latest), noData };
}

/** The event that makes the stage: the last returned, else the last delivered, else the last with a stage. */
function decisiveOf(events: readonly JourneyEvent[], count: number): JourneyEvent | null {
  let best: JourneyEvent | null = null;
  let bestRank = -1;
  for (let i = 0; i < count; i++) {
    const item = events[i];
    const stage = item?.op.stage;
    if (!item || !stage) continue;
    const rank = stage === 'returned' ? 2 : stage === 'delivered' ? 1 : 0;
    if (rank >= bestRank) {
      best = item;
      bestRank = rank;
    }
  }
  return best;
}

const DELIVERY_SIDE: ReadonlySet<Stage> = new Set(['at-delivery-station', 'out-for-delivery', 'attempt-failed', 'ready-for-pickup']);
const MOVING: ReadonlySet<Stage> = new Set(['left-origin', 'at-centre', 'left-centre', 'linehaul', 'customs']);
const STALL_HOURS = { 'same-city': 24, 'in-province': 24, 'out-of-province': 48, international: 168, unknown: 48 } as const;
const LOSS_DAYS = { 'same-city': 7, 'in-province': 7, 'out-of-province': 10, international: 30, unknown: 10 } as const;

export type Found = { rules: Rule[]; stage: Stage; terminal: boolean; lastEvent: JourneyEvent | null };

/** Which rules fire at the screening of a snapshot, in order of precedence. */
export function rulesAt(mail: MailPlan, snap: Snap): Found {
  const sight = sightAt(mail, snap);
  const decisive = decisiveOf(mail.events, sight.count);
  const stage = decisive?.op.stage ?? 'accepted';
  const terminal = stage === 'delivered' || stage === 'returned';
  const lastEvent = sight.count > 0 ? (mail.events[sight.count - 1] ?? null) : null;
  const found: Found = { rules: [], stage, terminal, lastEvent };
  if (sight.traceAsOf === null) return found;
  const rules = new Set<Rule>();
  for (const plant of mail.planted) if (isVisible(mail, plant.event, { sight, snap })) rules.add(plant.rule);
  if (sight.noData && sight.count === 0) rules.add('no-trace');
  if (stage === 'returned' && !mail.events.some((item, n) => n < sight.count && item.op.code === '801')) rules.add('returned');
  if (!terminal) addStateRules(mail, { sight, snap, stage, decisive, lastEvent }, rules);
  found.rules = RULES.filter((rule) => rules.has(rule));
  return found;
}

function isVisible(mail: MailPlan, event: number, at: { sight: Sight; snap: Snap }): boolean {
  if (mail.redirect && mail.redirect.recordedSnap > at.snap) return false;
  return event < 0 ? at.sight.recordKnown : event < at.sight.count;
}

type Standing = { sight: Sight; snap: Snap; stage: Stage; decisive: JourneyEvent | null; lastEvent: JourneyEvent | null };

function addStateRules(mail: MailPlan, now: Standing, rules: Set<Rule>): void {
  const { sight, stage, decisive, lastEvent } = now;
  const until = Math.min(sight.traceAsOf ?? 0, screenAt(now.snap));
  const region = sight.recordKnown ? mail.region : 'unknown';
  const silence = until - (lastEvent?.at ?? mail.acceptedAt);
  const standing = until - (decisive?.at ?? mail.acceptedAt);
  const complete = mail.family !== 'coarse' && sight.count > 0;
  if (complete && (stage === 'accepted' || stage === 'at-origin-station') && silence >= 24 * HOUR_MS) rules.add('not-dispatched');
  if (MOVING.has(stage) && silence >= STALL_HOURS[region] * HOUR_MS) rules.add('stalled');
  if (complete && stage === 'at-delivery-station' && standing >= 12 * HOUR_MS) rules.add('not-out-for-delivery');
  if (stage === 'out-for-delivery' && standing >= 10 * HOUR_MS) rules.add('no-delivery-result');
  if (stage === 'attempt-failed') rules.add('attempt-failed');
  if (stage === 'ready-for-pickup' && standing >= 72 * HOUR_MS) rules.add('uncollected');
  if (stage !== 'ready-for-pickup' && silence >= LOSS_DAYS[region] * DAY_MS) rules.add('suspected-loss');
  if (sight.recordKnown && isOverdue(mail, now)) rules.add('overdue');
}

function isOverdue(mail: MailPlan, now: Standing): boolean {
  if (mail.region === 'international' || mail.region === 'unknown') return false;
  const day = dueDay(mail.postDay, mail.region);
  const opening = slotOpening(day, mail.region);
  const clockNow = screenAt(now.snap);
  if (clockNow < opening || (now.sight.traceAsOf ?? 0) < opening) return false;
  const today = now.decisive !== null && DELIVERY_SIDE.has(now.stage) && dayOf(now.decisive.at) === day;
  return !today || clockNow >= dayStart(day) + 20 * HOUR_MS;
}

export type Standings = { verdict: 'normal' | 'abnormal' | 'undetermined'; late: boolean };

/** The verdict of a mail in its slot at one screening. */
function verdictAt(mail: MailPlan, snap: Snap): Standings['verdict'] {
  const sight = sightAt(mail, snap);
  if (!sight.recordKnown || sight.traceAsOf === null) return 'undetermined';
  const found = rulesAt(mail, snap);
  if (found.rules.length > 0) return 'abnormal';
  const region = mail.region as SlotRegion;
  if (!found.terminal && sight.traceAsOf < slotOpening(dueDay(mail.postDay, region), region)) return 'undetermined';
  return 'normal';
}

/** The verdict that stands for a mail of known region at the end of the window; null when its slot is not open. */
export function standingVerdict(mail: MailPlan, window: Window): Standings | null {
  const region = mail.region as SlotRegion;
  const day = dueDay(mail.postDay, region);
  const first = firstSnapOfSlot(day, region);
  if (first > window.lastSnap) return null;
  const close = snapAt(day, EVENING);
  for (let snap = Math.min(close, window.lastSnap); snap >= Math.max(first, window.firstSnap); snap--) {
    const verdict = verdictAt(mail, snap);
    if (verdict !== 'undetermined') return { verdict, late: false };
  }
  return lateVerdict(mail, close, window);
}

function lateVerdict(mail: MailPlan, close: Snap, window: Window): Standings {
  const moments = [mail.recordSnap, window.firstSnap, ...mail.appearances.map((item) => item.arrival)];
  const later = [...new Set(moments)].filter((snap) => snap > close && snap <= window.lastSnap).sort((a, b) => a - b);
  for (const snap of later) {
    const verdict = verdictAt(mail, snap);
    if (verdict !== 'undetermined') return { verdict, late: true };
  }
  return { verdict: 'undetermined', late: false };
}

/** Whether any screening of the window raised the mail, and what fires at the last one. */
export function outcome(mail: MailPlan, window: Window): { raised: boolean; last: Found } {
  const last = rulesAt(mail, window.lastSnap);
  if (last.rules.length > 0) return { raised: true, last };
  const from = Math.min(mail.recordSnap, ...mail.appearances.map((item) => item.arrival));
  for (let snap = Math.max(from, window.firstSnap); snap < window.lastSnap; snap++) {
    if (isScreened(mail, snap) && rulesAt(mail, snap).rules.length > 0) return { raised: true, last };
  }
  return { raised: false, last };
}

/** A mail without acceptance is not evaluated: it needs its record or its first event. */
function isScreened(mail: MailPlan, snap: Snap): boolean {
  const sight = sightAt(mail, snap);
  return sight.recordKnown || mail.events.some((item, n) => n < sight.count && item.op.stage === 'accepted');
}
