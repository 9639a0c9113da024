import { MINUTE_MS, type DayNumber } from '#shared/kernel/instant.ts';
import type { Region } from '#shared/domain/screening/vocabulary.ts';
import { geography, type City, type Courier, type Org } from './geography.ts';
import type { JourneyEvent } from './mail-plan.ts';
import { OPS, type Op } from './operations.ts';
import type { Random } from './random.ts';
import * as say from './sentences.ts';
import { clock } from './timeline.ts';

/** What a journey needs to know of its mail. */
export type Trip = {
  random: Random;
  postDay: DayNumber;
  acceptedAt: number;
  region: Region;
  origin: Org;
  courier: Courier;
  /** Station that delivers; of the destination city unless a script sends it astray. */
  station: Org;
  dest: City;
  byAir: boolean;
};

/**
 * When a mail passes its points. `early` mails are delivered before their slot opens; `due`
 * ones reach the delivery side only on the day of their slot and are delivered before 20:00.
 */
export type Schedule = {
  departAt: number;
  centreAt: number;
  leaveAt: number;
  arriveAt: number;
  stationAt: number;
  outAt: number;
  doneAt: number;
};

export type Pace = 'early' | 'due';

const minutes = (random: Random, from: number, to: number): number => random.between(from * 60, to * 60) * 1000;

/** A moment of the n-th day after posting between two minutes of that day. */
export function momentOn(trip: Trip, dayOffset: number, span: readonly [number, number]): number {
  return clock(trip.postDay + dayOffset, 0) + minutes(trip.random, span[0], span[1]);
}

export function after(trip: Trip, at: number, span: readonly [number, number]): number {
  return at + minutes(trip.random, span[0], span[1]);
}

export function schedule(trip: Trip, pace: Pace): Schedule {
  const { random, acceptedAt } = trip;
  const night = acceptedAt > clock(trip.postDay, 20 * 60);
  const departAt = night
    ? after(trip, acceptedAt, [10, 20])
    : Math.max(after(trip, acceptedAt, [20, 40]), momentOn(trip, 0, [18 * 60, 20 * 60]));
  const centreAt = departAt + minutes(random, 30, 80);
  if (trip.region === 'same-city') return sameCity(trip, { departAt, centreAt }, pace);
  const leaveAt = Math.max(after(trip, centreAt, [20, 40]), momentOn(trip, 0, [21 * 60 + 30, 23 * 60 + 30]));
  const begun = { departAt, centreAt, leaveAt };
  return trip.region === 'in-province' ? inProvince(trip, begun, pace) : outOfProvince(trip, begun, pace);
}

function sameCity(trip: Trip, begun: Pick<Schedule, 'departAt' | 'centreAt'>, pace: Pace): Schedule {
  const leaveAt = Math.max(after(trip, begun.centreAt, [20, 40]), momentOn(trip, 1, [210, 330]));
  const stationAt = momentOn(trip, 1, [380, 460]);
  const outAt = pace === 'early' ? after(trip, stationAt, [10, 50]) : momentOn(trip, 1, [750, 820]);
  const doneAt = pace === 'early' ? momentOn(trip, 1, [530, 705]) : momentOn(trip, 1, [900, 1170]);
  return { ...begun, leaveAt, arriveAt: leaveAt, stationAt, outAt, doneAt };
}

type Begun = Pick<Schedule, 'departAt' | 'centreAt' | 'leaveAt'>;

function inProvince(trip: Trip, begun: Begun, pace: Pace): Schedule {
  const early = pace === 'early';
  const arriveAt = early ? Math.max(after(trip, begun.leaveAt, [70, 90]), momentOn(trip, 1, [90, 270])) : momentOn(trip, 1, [840, 1050]);
  const stationAt = early ? momentOn(trip, 1, [390, 480]) : momentOn(trip, 2, [330, 420]);
  return { ...begun, arriveAt, ...lastMile(trip, stationAt) };
}

function outOfProvince(trip: Trip, begun: Begun, pace: Pace): Schedule {
  if (pace === 'due') {
    const arriveAt = momentOn(trip, 2, [1020, 1200]);
    return { ...begun, arriveAt, ...lastMile(trip, momentOn(trip, 3, [330, 420])) };
  }
  if (trip.byAir) {
    const stationAt = momentOn(trip, 1, [690, 810]);
    const outAt = after(trip, stationAt, [15, 60]);
    const arriveAt = after(trip, begun.leaveAt, [280, 330]);
    return { ...begun, arriveAt, stationAt, outAt, doneAt: after(trip, outAt, [20, 300]) };
  }
  const arriveAt = momentOn(trip, 2, [30, 270]);
  return { ...begun, arriveAt, ...lastMile(trip, momentOn(trip, 2, [360, 470])) };
}

function lastMile(trip: Trip, stationAt: number): Pick<Schedule, 'stationAt' | 'outAt' | 'doneAt'> {
  const outAt = after(trip, stationAt, [15, 75]);
  return { stationAt, outAt, doneAt: after(trip, outAt, [20, 540]) };
}

/** How far a journey has come. */
export const POINTS = ['accepted', 'departed', 'left-centre', 'arrived', 'station', 'out', 'done'] as const;
export type Point = (typeof POINTS)[number];

export function event(at: number, op: Op, where: { org: Org; text: string; courier?: Courier }): JourneyEvent {
  return { at, op, org: where.org, text: where.text, courier: where.courier ?? null };
}

/** The events of a journey up to a point, in order of time. */
export function travel(trip: Trip, times: Schedule, until: Point): JourneyEvent[] {
  const reach = POINTS.indexOf(until);
  const events = originSide(trip, times, reach);
  if (trip.region !== 'same-city' && reach >= 3) onTheWay(trip, times, events);
  if (reach >= 4) events.push(event(times.stationAt, OPS.atStation, { org: trip.station, text: say.arrivedAt(trip.station) }));
  if (reach >= 5) events.push(outForDelivery(trip, times.outAt));
  if (reach >= 6) events.push(delivered(trip, times.doneAt));
  return events;
}

function originSide(trip: Trip, times: Schedule, reach: number): JourneyEvent[] {
  const { random, origin, courier } = trip;
  const centre = geography().home.centre;
  const text = say.acceptedAt(origin, courier);
  const op = random.chance(0.03) ? OPS.acceptedAgain : OPS.accepted;
  const events = [event(trip.acceptedAt, op, { org: origin, text, courier })];
  if (random.chance(0.08) || (reach === 0 && random.chance(0.4))) {
    events.push(event(after(trip, trip.acceptedAt, [2, 9]), OPS.allotted, { org: origin, text: '揽投配发', courier }));
  }
  if (reach < 1) return events;
  if (random.chance(0.01)) {
    events.push(event(times.departAt - 4 * MINUTE_MS, OPS.atStation, { org: origin, text: say.arrivedAt(origin) }));
  }
  if (reach < 2 || random.chance(0.45)) {
    events.push(event(times.departAt, OPS.departed, { org: origin, text: say.leftFor(origin, centre) }));
  }
  if (reach < 2) return events;
  // A scan that is sometimes missed, as in real traces; never the one that a stuck mail's state hangs on.
  if (reach === 2 || random.chance(0.65)) {
    events.push(event(times.centreAt, OPS.atCentre, { org: centre, text: say.arrivedAt(centre) }));
  }
  const next = trip.region === 'same-city' ? trip.station : trip.dest.centre;
  if (reach === 2 || random.chance(0.12)) {
    const leave = random.chance(0.1) ? OPS.leftCentreAgain : OPS.leftCentre;
    events.push(event(times.leaveAt, leave, { org: centre, text: say.leftFor(centre, next) }));
  }
  return events;
}

function onTheWay(trip: Trip, times: Schedule, events: JourneyEvent[]): void {
  const { random, dest } = trip;
  if (trip.region === 'out-of-province' && trip.byAir) byAir(trip, times, events);
  else if (trip.region === 'out-of-province' && random.chance(0.15)) {
    const hub = geography().changsha.centre;
    const at = after(trip, times.leaveAt, [60, 90]);
    events.push(event(at, OPS.atCentre, { org: hub, text: say.arrivedAt(hub) }));
  }
  const sound = random.chance(0.02) ? say.LOOKS_SOUND : '';
  events.push(event(times.arriveAt, OPS.atDestCentre, { org: dest.centre, text: `${say.arrivedAt(dest.centre)}${sound}` }));
}

function byAir(trip: Trip, times: Schedule, events: JourneyEvent[]): void {
  const { random, dest } = trip;
  const from = geography().changsha.centre;
  const handed = after(trip, times.leaveAt, [20, 40]);
  const left = after(trip, handed, [50, 80]);
  const landed = after(trip, left, [110, 140]);
  if (random.chance(0.5)) events.push(event(handed, OPS.toAirline, { org: from, text: '交航扫描' }));
  events.push(event(left, OPS.takeOff, { org: from, text: `航班已起飞，正在发往【${dest.name}】` }));
  const land = random.chance(0.5) ? OPS.landed : OPS.arrivedByAir;
  events.push(event(landed, land, { org: dest.centre, text: `快件到达【${dest.name}】，准备发往【${dest.centre.name}】` }));
}

export function outForDelivery(trip: Trip, at: number): JourneyEvent {
  const courier = trip.random.pick(trip.station.couriers);
  return event(at, OPS.onDelivery, { org: trip.station, text: say.onDelivery(trip.station, courier), courier });
}

export function attemptAt(trip: Trip, at: number): JourneyEvent {
  const courier = trip.random.pick(trip.station.couriers);
  const text = say.attempted(trip.random.pick(say.ATTEMPT_REASONS), courier);
  return event(at, OPS.attempted, { org: trip.station, text, courier });
}

export function delivered(trip: Trip, at: number): JourneyEvent {
  const { random, station } = trip;
  const courier = random.pick(station.couriers);
  const op = random.chance(0.04) ? OPS.deliveredUnit : random.chance(0.04) ? OPS.deliveredSelf : OPS.delivered;
  return event(at, op, { org: station, text: say.deliveredTo(random.pick(say.DELIVERED_HOW), courier), courier });
}

/** What ordinary delivered mails also show: a second delivery from a locker, an attempt in between, a shift's end. */
export function embellish(trip: Trip, times: Schedule, events: JourneyEvent[]): JourneyEvent[] {
  const { random, station } = trip;
  const roll = random.next() / 4_294_967_296;
  const courier = random.pick(station.couriers);
  if (roll < 0.02) {
    events[events.length - 1] = event(times.doneAt, OPS.delivered, { org: station, text: say.inLocker(station, courier), courier });
    const taken = after(trip, times.doneAt, [35, 1200]);
    return [...events, event(taken, OPS.delivered, { org: station, text: say.PICKED_UP })];
  }
  if (roll < 0.035 && times.doneAt - times.outAt > 30 * MINUTE_MS) {
    const at = times.doneAt - 20 * MINUTE_MS;
    return [...events, event(at, OPS.inLocker, { org: station, text: say.inLocker(station, courier), courier })];
  }
  if (roll < 0.05) {
    return [...events, event(times.doneAt + 60 * MINUTE_MS, OPS.handover, { org: station, text: '投递回班交接', courier })];
  }
  if (roll < 0.09) return withAttempt(trip, times, events);
  return events;
}

/** An attempt that failed and was made good before anybody looked: all within one afternoon. */
function withAttempt(trip: Trip, times: Schedule, events: JourneyEvent[]): JourneyEvent[] {
  const earliest = clock(Math.floor((times.doneAt + 8 * 3_600_000) / 86_400_000), 14 * 60 + 40);
  if (times.doneAt < earliest || times.doneAt - times.outAt < 60 * MINUTE_MS) return events;
  return [...events, attemptAt(trip, times.doneAt - 45 * MINUTE_MS), outForDelivery(trip, times.doneAt - 35 * MINUTE_MS)];
}

/** An international journey: to customs and the aeroplane, never delivered while it is watched. */
export function travelAbroad(trip: Trip, times: Begun): JourneyEvent[] {
  const { changsha, abroad } = geography();
  const events = originSide(trip, { ...times, arriveAt: 0, stationAt: 0, outAt: 0, doneAt: 0 }, 3);
  const org = changsha.centre;
  const steps: [number, Op, Org, string][] = [
    [momentOn(trip, 1, [180, 300]), OPS.atCentre, org, say.arrivedAt(org)],
    [momentOn(trip, 1, [540, 600]), OPS.toCustoms, org, '送交出口海关'],
    [momentOn(trip, 1, [900, 960]), OPS.clearedCustoms, org, '出口海关放行'],
    [momentOn(trip, 1, [1140, 1200]), OPS.exportSealed, org, '出口邮件直封封发'],
    [momentOn(trip, 2, [60, 200]), OPS.takeOff, org, '航空公司启运'],
  ];
  if (trip.random.chance(0.4)) steps.push([momentOn(trip, 3, [600, 700]), OPS.arrivedAbroad, abroad, '总包到达寄达地']);
  return [...events, ...steps.map(([at, op, where, text]) => event(at, op, { org: where, text }))];
}

/** A coarse push: 10 收寄, 20 运输, 80 妥投, from a locker twice. */
export function coarseTravel(trip: Trip, times: Schedule): JourneyEvent[] {
  const { origin, courier, station, dest } = trip;
  const centre = geography().home.centre;
  const arrival = trip.region === 'same-city' ? centre : dest.centre;
  const events = [
    event(trip.acceptedAt, OPS.coarseAccepted, { org: origin, text: say.acceptedAt(origin, courier), courier }),
    event(times.centreAt, OPS.coarseTransit, { org: centre, text: say.arrivedAt(centre) }),
    event(times.arriveAt, OPS.coarseTransit, { org: arrival, text: say.leftFor(arrival, station) }),
  ];
  const locker = trip.random.chance(0.15);
  const how = locker ? say.inLocker(station, station.couriers[0] ?? courier) : say.deliveredTo('已签收【本人签收】', courier);
  events.push(event(times.doneAt, OPS.coarseDelivered, { org: station, text: how }));
  if (locker) events.push(event(after(trip, times.doneAt, [40, 900]), OPS.coarseDelivered, { org: station, text: say.PICKED_UP }));
  return events;
}
