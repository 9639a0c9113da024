import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/kernel/instant.ts';
import type { Rule } from '#shared/domain/screening/vocabulary.ts';
import { geography, type City } from './geography.ts';
import type { Family, JourneyEvent, Planted } from './mail-plan.ts';
import { OPS } from './operations.ts';
import * as say from './sentences.ts';
import { after, attemptAt, delivered, event, momentOn, outForDelivery, schedule, travel, type Schedule, type Trip } from './journey.ts';
import { AFTERNOON, EVENING, MORNING, snapAt, snapOf, type Snap } from './timeline.ts';

/** What a script makes of a mail; rules of state (ages, stages) are not listed here but follow from it. */
export type Draft = {
  events: JourneyEvent[];
  /** Rules that an event or a record plants: sorted indexes are found from the events themselves. */
  planted: { rule: Rule; event: JourneyEvent | null }[];
  /** Snapshots at which the operator asks for the whole trace. */
  queries: Snap[];
  families?: readonly Family[];
  /** Asked, and answered that nothing is known. */
  noData?: Snap[];
  /** An event stamped after the last file's as-of. */
  stray?: JourneyEvent;
  declaredG?: 'wrong' | 'right';
  remark?: string;
  redirect?: { city: City; at: number };
};

/** A trip with what scripts ask about its slot. */
export type ScriptInput = Trip & {
  dueDay: number;
  /** A city that the mail must not reach, its key greater than the destination's. */
  elsewhere: City;
};

const draft = (events: JourneyEvent[], queries: Snap[] = []): Draft => ({ events, planted: [], queries });
const withShare = (input: ScriptInput, share: number, snaps: Snap[]): Snap[] => (input.random.chance(share) ? snaps : []);
const isSameCity = (input: ScriptInput): boolean => input.region === 'same-city';

/** First snapshot at which the mail's slot is open. */
function atSlot(input: ScriptInput): Snap {
  return snapAt(input.dueDay, isSameCity(input) ? AFTERNOON : MORNING);
}

export function overdue(input: ScriptInput): Draft {
  if (isSameCity(input)) {
    const until = input.random.chance(0.5) ? 'left-centre' : 'station';
    return draft(travel(input, schedule(input, 'early'), until), [atSlot(input)]);
  }
  const times = schedule(input, 'due');
  if (input.random.chance(0.6)) return draft(travel(input, times, 'arrived'), [atSlot(input)]);
  const stationAt = momentOn(input, input.dueDay - 1 - input.postDay, [1250, 1340]);
  return draft(travel(input, { ...times, stationAt }, 'station'), [atSlot(input)]);
}

export function notDispatched(input: ScriptInput): Draft {
  const events = travel(input, schedule(input, 'early'), 'accepted');
  if (isSameCity(input)) return draft(events, [atSlot(input)]);
  const before = input.region === 'in-province' ? snapAt(input.dueDay - 1, EVENING) : snapAt(input.dueDay - 1, MORNING);
  return draft(events, [input.random.chance(0.5) ? before : atSlot(input)]);
}

export function stalled(input: ScriptInput): Draft {
  const events = travel(input, schedule(input, 'early'), 'left-centre');
  const queries = isSameCity(input) ? [atSlot(input), snapAt(input.dueDay + 1, MORNING)] : [atSlot(input)];
  return draft(events, queries);
}

/** The evening before the slot (same-city: of its day), with or without a fresh look at the opening. */
function eveningThenSlot(input: ScriptInput): Snap[] {
  if (isSameCity(input)) return [snapAt(input.dueDay, EVENING)];
  return [snapAt(input.dueDay - 1, EVENING), ...withShare(input, 0.5, [atSlot(input)])];
}

export function notOutForDelivery(input: ScriptInput): Draft {
  return draft(travel(input, schedule(input, 'early'), 'station'), eveningThenSlot(input));
}

export function noDeliveryResult(input: ScriptInput): Draft {
  return draft(travel(input, schedule(input, 'early'), 'out'), eveningThenSlot(input));
}

function failedOnce(input: ScriptInput): { times: Schedule; events: JourneyEvent[]; failure: JourneyEvent } {
  const times = schedule(input, 'early');
  const span: readonly [number, number] = isSameCity(input) ? [20, 150] : [120, 500];
  const failure = attemptAt(input, after(input, times.outAt, span));
  return { times, events: [...travel(input, times, 'out'), failure], failure };
}

export function attemptFailed(input: ScriptInput): Draft {
  const { events } = failedOnce(input);
  const later = isSameCity(input) ? [snapAt(input.dueDay, EVENING)] : [atSlot(input)];
  return { ...draft(events, withShare(input, 0.5, later)), families: ['post', 'post', 'post', 'kuaidi100', 'kdniao'] };
}

export function returned(input: ScriptInput): Draft {
  const { events, times } = failedOnce(input);
  const op = input.random.chance(0.7) ? OPS.returned : OPS.returnedAgain;
  const at = times.outAt + 25 * HOUR_MS;
  events.push(event(at, op, { org: input.station, text: say.returnedFrom(input.station, '收件人拒收') }));
  if (input.random.chance(0.6)) {
    const { centre } = input.dest;
    const home = geography().home.centre;
    events.push(event(at + 3 * HOUR_MS, OPS.atCentre, { org: centre, text: say.arrivedAt(centre) }));
    events.push(event(at + 7 * HOUR_MS, OPS.leftCentre, { org: centre, text: say.leftFor(centre, home) }));
  }
  return { ...draft(events), families: ['post', 'post', 'post', 'post', 'kdniao'] };
}

/** Latest snapshot a forgotten pick-up needs, counted from posting. */
export const UNCOLLECTED_DAYS = 5;

export function uncollected(input: ScriptInput): Draft {
  const times = schedule(input, 'early');
  const at = after(input, times.outAt, [60, 300]);
  const text = say.inLocker(input.station, input.station.couriers[0] ?? input.courier);
  const events = [...travel(input, times, 'out'), event(at, OPS.inLocker, { org: input.station, text })];
  const families: readonly Family[] = ['post', 'post', 'post', 'kuaidi100', 'kdniao'];
  return { ...draft(events, [atSlot(input), snapOf(at + 72 * HOUR_MS)]), families };
}

export function falseSignoff(input: ScriptInput): Draft {
  const times = schedule(input, 'early');
  const kind = input.random.below(3);
  if (kind === 0) {
    const events = travel(input, times, 'station');
    const signed = delivered(input, times.doneAt);
    return { ...draft([...events, signed]), planted: [{ rule: 'suspected-false-signoff', event: signed }] };
  }
  if (kind === 1 && !isSameCity(input)) {
    const events = travel(input, times, 'out');
    const signed = delivered({ ...input, station: input.random.pick(input.elsewhere.stations) }, times.doneAt);
    const planted = (['suspected-false-signoff', 'suspected-missort'] as const).map((rule) => ({ rule, event: signed }));
    return { ...draft([...events, signed]), planted };
  }
  const { events, failure } = failedOnce(input);
  const signed = delivered(input, failure.at + input.random.between(10, 25) * MINUTE_MS);
  return { ...draft([...events, signed]), planted: [{ rule: 'suspected-false-signoff', event: signed }] };
}

export function missort(input: ScriptInput): Draft {
  const times = schedule(input, 'due');
  const org = input.random.pick(input.elsewhere.stations);
  const at = momentOn(input, input.dueDay - 1 - input.postDay, [600, 660]);
  const astray = event(at, OPS.atStation, { org, text: say.arrivedAt(org) });
  return { ...draft([...travel(input, times, 'done'), astray]), planted: [{ rule: 'suspected-missort', event: astray }] };
}

/** One of a swapped pair: everything from the station on happens in the other's destination. */
export function swapped(input: ScriptInput, other: City): Draft {
  const trip = { ...input, dest: other, station: input.random.pick(other.stations) };
  // Out after the morning's snapshot for both of a pair, so that both become known together.
  const times = { ...schedule(trip, 'early'), outAt: momentOn(trip, input.dueDay - 1 - input.postDay, [505, 545]) };
  const doneAt = after(trip, times.outAt, [30, 500]);
  const events = travel(trip, { ...times, doneAt }, 'done');
  const stationed = events.find((item) => item.op === OPS.atStation && item.org === trip.station) ?? null;
  const out = events.find((item) => item.op === OPS.onDelivery) ?? null;
  const signed = events[events.length - 1] ?? null;
  return {
    ...draft(events),
    planted: [
      { rule: 'suspected-missort', event: stationed },
      { rule: 'suspected-swap', event: out },
      { rule: 'suspected-false-signoff', event: signed },
    ],
  };
}

const HANDLING = new Set(['left-origin', 'out-for-delivery', 'attempt-failed', 'ready-for-pickup', 'delivered']);

export function recallIgnored(input: ScriptInput): Draft {
  const recall = event(after(input, input.acceptedAt, [5, 15]), OPS.recalled, { org: input.origin, text: say.RECALLED });
  const events = travel(input, schedule(input, 'early'), 'done');
  const offence = events.find((item) => HANDLING.has(item.op.stage ?? '') && item.at > recall.at + 2 * HOUR_MS) ?? null;
  return { ...draft([...events, recall]), planted: [{ rule: 'recall-not-honoured', event: offence }] };
}

export function redirectIgnored(input: ScriptInput): Draft {
  const events = travel(input, schedule(input, 'early'), 'done');
  const at = input.acceptedAt + 60 * MINUTE_MS;
  const offence = events.find((item) => item.op === OPS.atStation && item.org === input.station) ?? null;
  return {
    ...draft(events),
    planted: [{ rule: 'redirect-not-honoured', event: offence }],
    redirect: { city: input.elsewhere, at },
  };
}

export function weightMismatch(input: ScriptInput): Draft {
  const events = travel(input, schedule(input, 'early'), 'done');
  return { ...draft(events), planted: [{ rule: 'weight-mismatch', event: null }], declaredG: 'wrong' };
}

export function damaged(input: ScriptInput): Draft {
  const events = travel(input, schedule(input, 'early'), 'done');
  const planted: Draft['planted'] = [{ rule: 'damage-reported', event: null }];
  if (input.random.chance(0.3)) return { ...draft(events), planted, remark: '内件短少，客户反映', declaredG: 'right' };
  const index = events.findIndex((item) => item.op.code === '954');
  const seen = events[index];
  if (!seen) return { ...draft(events), planted, remark: '外包装损坏', declaredG: 'right' };
  const hurt = { ...seen, text: `${say.arrivedAt(seen.org)}${say.LOOKS_DAMAGED}` };
  events[index] = hurt;
  return { ...draft(events), planted: [{ rule: 'damage-reported', event: hurt }] };
}

/** Days from posting after which a silent mail is certainly suspected lost. */
export const LOSS_DAYS = 11;

export function lost(input: ScriptInput): Draft {
  const events = travel(input, schedule(input, 'early'), 'left-centre');
  const silenceDays = input.region === 'out-of-province' ? 10 : 7;
  const last = events[events.length - 1]?.at ?? input.acceptedAt;
  return draft(events, [atSlot(input), snapOf(last + silenceDays * DAY_MS)]);
}

export function noTrace(input: ScriptInput): Draft {
  const early = input.region === 'in-province' ? snapAt(input.dueDay - 1, EVENING) : snapAt(input.dueDay - 1, MORNING);
  const alone = !isSameCity(input) && input.random.chance(0.4);
  return { ...draft([]), noData: [alone ? early : atSlot(input)], families: ['kuaidi100', 'kdniao'] };
}

export function contradictory(input: ScriptInput): Draft {
  const times = schedule(input, 'early');
  const events = travel(input, times, 'done');
  const { centre } = input.dest;
  const kind = input.random.below(3);
  if (kind === 0) {
    const odd = event(after(input, times.doneAt, [60, 600]), OPS.atDestCentre, { org: centre, text: say.arrivedAt(centre) });
    return { ...draft([...events, odd]), planted: [{ rule: 'contradictory-trace', event: odd }] };
  }
  const home = geography().home.centre;
  if (kind === 1) {
    const odd = event(input.acceptedAt - input.random.between(20, 180) * MINUTE_MS, OPS.atCentre, { org: home, text: say.arrivedAt(home) });
    return { ...draft([...events, odd]), planted: [{ rule: 'contradictory-trace', event: odd }] };
  }
  const stray = event(0, OPS.leftCentre, { org: centre, text: say.leftFor(centre, centre) });
  return { ...draft(events), planted: [{ rule: 'contradictory-trace', event: stray }], stray };
}

export function clearedAttempt(input: ScriptInput): Draft {
  const { events } = failedOnce(input);
  const out = momentOn(input, input.dueDay - input.postDay, [540, 580]);
  const signed = delivered(input, after(input, out, [30, 200]));
  return draft([...events, outForDelivery(input, out), signed]);
}

export function clearedStall(input: ScriptInput): Draft {
  const base = schedule(input, 'early');
  const offset = input.dueDay - input.postDay + input.random.below(2);
  const times = {
    ...base,
    arriveAt: momentOn(input, offset, [600, 660]),
    stationAt: momentOn(input, offset, [700, 730]),
    outAt: momentOn(input, offset, [750, 780]),
    doneAt: momentOn(input, offset, [900, 1080]),
  };
  const stuck = travel(input, base, 'left-centre');
  const rest = travel(input, times, 'done').filter((item) => item.at >= times.arriveAt);
  return draft([...stuck, ...rest], [atSlot(input)]);
}

/** Indexes of planted events in the sorted journey. */
export function locatePlanted(planted: Draft['planted'], events: readonly JourneyEvent[]): Planted[] {
  return planted.map(({ rule, event: offending }) => ({ rule, event: offending ? events.indexOf(offending) : -1 }));
}
