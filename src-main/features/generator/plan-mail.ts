import { MINUTE_MS, type DayNumber } from '#shared/kernel/instant.ts';
import type { Region } from '#shared/domain/screening/vocabulary.ts';
import { appearancesOf, type Window } from './appearances.ts';
import type { Client, ClientBook } from './clients.ts';
import { findGreaterCity, geography, inventedPerson, type City } from './geography.ts';
import type { Trip } from './journey.ts';
import { mailNumber } from './mail-number.ts';
import type { Appearance, Family, MailPlan } from './mail-plan.ts';
import { OPS } from './operations.ts';
import * as quiet from './quiet-scripts.ts';
import { draw, mixSeed, Random } from './random.ts';
import * as scripts from './scripts.ts';
import type { Draft, ScriptInput } from './scripts.ts';
import type { ScriptName } from './shares.ts';
import { asOf, clock, dueDay, EVENING, MORNING, snapAt } from './timeline.ts';

export type PlanContext = {
  seed: number;
  book: ClientBook;
  window: Window;
  firstPostDay: DayNumber;
};

/** What distinguishes one planning unit. */
export type Unit = { index: number; script: ScriptName; postDay: DayNumber };

type Basics = { random: Random; client: Client | null; region: Region; postDay: DayNumber; dest: City; elsewhere: City };

const ALL: readonly Region[] = ['same-city', 'in-province', 'out-of-province'];
const AWAY: readonly Region[] = ['in-province', 'out-of-province'];
const REGIONS_OF: Partial<Record<ScriptName, readonly Region[]>> = {
  uncollected: AWAY,
  'suspected-missort': AWAY,
  'suspected-swap': ['out-of-province'],
  'redirect-not-honoured': AWAY,
  'suspected-loss': AWAY,
  'self-cleared-attempt': AWAY,
  'self-cleared-stall': AWAY,
  'late-record': AWAY,
  'stale-trace': AWAY,
  redirected: AWAY,
  'recalled-returned': AWAY,
};
const STEADY = new Set<ScriptName>(['suspected-false-signoff', 'redirected', 'suspected-missort', 'redirect-not-honoured']);
/** Scripts whose last mile must be on the day before the slot, which an aeroplane would run ahead of. */
const BY_ROAD = new Set<ScriptName>([
  'not-out-for-delivery',
  'no-delivery-result',
  'attempt-failed',
  'returned',
  'uncollected',
  'suspected-swap',
  'self-cleared-attempt',
  'recalled-returned',
]);

function pickRegion(unit: Unit, random: Random): Region {
  const allowed = REGIONS_OF[unit.script] ?? ALL;
  const roll = random.next() / 4_294_967_296;
  if (unit.script === 'clean' && roll < 0.015) return 'international';
  const region = roll < 0.2 ? 'same-city' : roll < 0.48 ? 'in-province' : 'out-of-province';
  if (allowed.includes(region)) return region;
  return allowed[random.below(allowed.length)] ?? 'out-of-province';
}

function pickDest(region: Region, random: Random): City {
  const places = geography();
  if (region === 'same-city') return places.home;
  return draw(region === 'in-province' ? places.inProvince : places.outOfProvince, random);
}

/** Silent mails need time: those posted too late for it are carried over from before the first day. */
function postingDay(unit: Unit, context: PlanContext): DayNumber {
  const { firstPostDay, window } = context;
  if (unit.script === 'suspected-loss' && snapAt(unit.postDay + scripts.LOSS_DAYS, MORNING) > window.lastSnap) {
    return firstPostDay - scripts.LOSS_DAYS - 1;
  }
  if (unit.script === 'uncollected' && snapAt(unit.postDay + scripts.UNCOLLECTED_DAYS, EVENING) > window.lastSnap) {
    return firstPostDay - scripts.UNCOLLECTED_DAYS - 1;
  }
  return unit.postDay;
}

function basicsOf(unit: Unit, context: PlanContext): Basics {
  const random = new Random(mixSeed(context.seed, unit.index + 1));
  const region = pickRegion(unit, random);
  const walkIn = unit.script !== 'suspected-swap' && random.chance(0.08);
  const table = STEADY.has(unit.script) ? context.book.steady : context.book.drawn;
  const client = unit.script === 'suspected-swap' ? random.pick(context.book.swapping) : draw(table, random);
  let dest = pickDest(region, random);
  let elsewhere = findGreaterCity(dest, random);
  while (!elsewhere) {
    dest = pickDest(region, random);
    elsewhere = findGreaterCity(dest, random);
  }
  return { random, client: walkIn ? null : client, region, postDay: postingDay(unit, context), dest, elsewhere };
}

function acceptanceTime(basics: Basics, script: ScriptName): number {
  const { random, client, postDay } = basics;
  const seconds = random.below(60);
  if (script === 'clean' && random.chance(0.02)) return clock(postDay, random.between(21 * 60, 23 * 60 + 40), seconds);
  const latest = script === 'not-dispatched' && basics.region === 'same-city' ? 12 * 60 + 30 : 19 * 60 + 40;
  const from = Math.min(client?.rhythm.from ?? 9 * 60, latest - 60);
  const to = Math.min(client?.rhythm.to ?? 19 * 60, latest);
  return clock(postDay, random.between(from, to), seconds);
}

function inputOf(basics: Basics, script: ScriptName): ScriptInput {
  const { random, region, dest, client } = basics;
  const origin = (client?.station ?? random.pick(geography().homeStations)).org;
  const trip: Trip = {
    random,
    postDay: basics.postDay,
    acceptedAt: acceptanceTime(basics, script),
    region,
    origin,
    courier: random.pick(origin.couriers),
    station: random.pick(dest.stations),
    dest,
    byAir: region === 'out-of-province' && dest.far && !BY_ROAD.has(script) && random.chance(0.6),
  };
  const due = region === 'international' || region === 'unknown' ? basics.postDay + 3 : dueDay(basics.postDay, region);
  return { ...trip, dueDay: due, elsewhere: basics.elsewhere };
}

type Writer = (input: ScriptInput) => Draft;
const WRITERS: Readonly<Record<Exclude<ScriptName, 'suspected-swap'>, Writer>> = {
  'attempt-failed': scripts.attemptFailed,
  overdue: scripts.overdue,
  stalled: scripts.stalled,
  'not-dispatched': scripts.notDispatched,
  'not-out-for-delivery': scripts.notOutForDelivery,
  'no-delivery-result': scripts.noDeliveryResult,
  returned: scripts.returned,
  uncollected: scripts.uncollected,
  'suspected-false-signoff': scripts.falseSignoff,
  'suspected-missort': scripts.missort,
  'recall-not-honoured': scripts.recallIgnored,
  'redirect-not-honoured': scripts.redirectIgnored,
  'weight-mismatch': scripts.weightMismatch,
  'suspected-loss': scripts.lost,
  'damage-reported': scripts.damaged,
  'no-trace': scripts.noTrace,
  'contradictory-trace': scripts.contradictory,
  'self-cleared-attempt': scripts.clearedAttempt,
  'self-cleared-stall': scripts.clearedStall,
  'late-trace': quiet.plain,
  'late-record': quiet.plain,
  'never-traced': quiet.plain,
  'stale-trace': quiet.stale,
  'unknown-region': quiet.plain,
  redirected: quiet.redirected,
  'recalled-returned': quiet.recalledReturned,
  clean: quiet.clean,
};

/** All mails of one unit: one, or the two of a swapped pair. */
export function planUnit(unit: Unit, context: PlanContext): MailPlan[] {
  const basics = basicsOf(unit, context);
  if (unit.script !== 'suspected-swap') {
    const input = inputOf(basics, unit.script);
    const draft = WRITERS[unit.script](input);
    return [finish({ unit, basics, input, draft, index: unit.index * 2 }, context)];
  }
  let other = pickDest('out-of-province', basics.random);
  while (other.key === basics.dest.key) other = pickDest('out-of-province', basics.random);
  const cities = [basics.dest, other] as const;
  return [0, 1].map((n) => {
    const dest = cities[n] ?? basics.dest;
    const input = inputOf({ ...basics, dest }, unit.script);
    const draft = scripts.swapped(input, cities[1 - n] ?? other);
    return finish({ unit, basics: { ...basics, dest }, input, draft, index: unit.index * 2 + n }, context);
  });
}

type Making = { unit: Unit; basics: Basics; input: ScriptInput; draft: Draft; index: number };

function weights(random: Random, declared: Draft['declaredG'], listed: boolean): { actualG: number; declaredG: number | null } {
  const actualG = random.between(40, 4000);
  if (declared === 'wrong') return { actualG: actualG + 400, declaredG: Math.max(20, Math.floor(actualG / 2)) };
  return { actualG, declaredG: declared === 'right' || listed ? actualG + random.between(-30, 30) : null };
}

function recordSnapOf(making: Making, context: PlanContext): number {
  const { input, unit } = making;
  const usual = Math.max(snapAt(input.postDay + 1, MORNING), context.window.firstSnap);
  if (unit.script !== 'late-record') return usual;
  return input.random.chance(0.5) ? usual + 3 : snapAt(input.dueDay + 1, MORNING);
}

/** Late files: a whole trace after the slot's close, or the last push half a day late. */
function delay(told: Appearance[], making: Making, recordSnap: number): Appearance[] {
  const { unit, input, draft } = making;
  const close = snapAt(input.dueDay + 1, MORNING);
  const whole = (arrival: number): Appearance[] => [
    { snap: snapAt(input.dueDay, EVENING), arrival, envelope: 'query', from: 0, to: draft.events.length },
  ];
  if (unit.script === 'late-record' && recordSnap >= close) return whole(recordSnap);
  if (unit.script !== 'late-trace') return told;
  const last = told[told.length - 1];
  if (input.region === 'same-city' || !last || input.random.chance(0.5)) return whole(close);
  return [...told.slice(0, -1), { ...last, arrival: snapAt(Math.floor(last.snap / 3) + 1, MORNING) }];
}

function finish(making: Making, context: PlanContext): MailPlan {
  const { basics, input, draft, unit, index } = making;
  const { random } = basics;
  const family: Family = draft.families ? random.pick(draft.families) : 'post';
  const events = draft.events.sort((a, b) => a.at - b.at);
  // Vendors tell nothing of a courier's end of shift.
  if (family !== 'post' && events[events.length - 1]?.op === OPS.handover) events.pop();
  const recordSnap = recordSnapOf(making, context);
  const telling = { events, family, queries: draft.queries, noData: draft.noData ?? [], random };
  let told = unit.script === 'never-traced' ? [] : appearancesOf(telling, context.window);
  told = delay(told, making, recordSnap);
  if (draft.stray) told = withStray(told, draft, random);
  const ordinary = unit.script === 'clean' && family === 'post' && input.region !== 'international';
  const registeredOnly = ordinary && random.chance(0.01);
  const listed = registeredOnly || (unit.script === 'clean' && random.chance(0.03));
  const { actualG, declaredG } = weights(random, draft.declaredG, listed);
  const parcel = random.chance(basics.client?.parcelShare ?? 0.2);
  const abroad = input.region === 'international';
  const kind = abroad ? 's10' : registeredOnly ? 'registered' : parcel ? 'parcel' : 'ems';
  return {
    mailNo: mailNumber(kind, index, context.seed),
    script: unit.script,
    postDay: input.postDay,
    acceptedAt: input.acceptedAt,
    region: unit.script === 'unknown-region' ? 'unknown' : input.region,
    dest: unit.script === 'unknown-region' || abroad ? null : input.dest,
    country: abroad ? random.pick(['日本', '新加坡', '美国', '澳大利亚']) : '',
    county: countyOf(input),
    client: basics.client,
    product: abroad ? '国际（地区）特快专递' : registeredOnly ? '给据邮件' : parcel ? '快递包裹' : '特快专递标准快递',
    actualG,
    declaredG,
    remark: draft.remark ?? '',
    feeFen: (parcel ? 500 : 1200) + Math.ceil(actualG / 1000) * (input.region === 'out-of-province' ? 600 : 200),
    recipient: inventedPerson(random.below(9000)),
    origin: input.origin,
    courier: input.courier,
    inWaybillList: !registeredOnly,
    recordSnap,
    family,
    events,
    appearances: told.filter((item) => item.arrival <= context.window.lastSnap),
    planted: scripts.locatePlanted(draft.planted, events),
    redirect: draft.redirect ? { ...draft.redirect, recordedSnap: recordSnap } : null,
  };
}

function countyOf({ dest, station }: ScriptInput): string {
  const home = geography().homeStations.find((item) => item.org === station);
  return home?.county ?? dest.counties[dest.stations.indexOf(station)] ?? dest.counties[0] ?? dest.name;
}

/** The stray event goes into the last file, stamped after what that file can know. */
function withStray(told: Appearance[], draft: Draft, random: Random): Appearance[] {
  const last = told[told.length - 1];
  if (!last || !draft.stray) return told;
  draft.stray.at = asOf(last.snap) + random.between(30, 120) * MINUTE_MS;
  draft.events.push(draft.stray);
  return [...told.slice(0, -1), { ...last, to: last.to + 1 }];
}
