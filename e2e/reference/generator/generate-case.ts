import type { MailFields, Statement, TraceEvent } from '#shared/domain/mail/statement.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, dateOf, midnight, plusDays } from '../shanghai-time.ts';
import type { FactStep, ImportStep, ReferenceOptions, Step } from '../steps.ts';
import { CITIES, type City } from '../statement-builders.ts';
import { TEXTS, journeyOf, tell, type Moment } from './journey.ts';
import { randomOf, type Random } from './random.ts';
import { BASE_DAYS, planMail, type Plan, type Teller } from './universe.ts';

/** A replayable case: plain JSON. */
export type GeneratedCase = { seed: number; steps: Step[]; options: ReferenceOptions };

type Told = { teller: Teller; event: TraceEvent };
type Life = { plan: Plan; moments: Moment[]; told: Told[] };
type Timed = { at: number; step: Step };

function liveOf(random: Random, plan: Plan): Life {
  const moments = journeyOf(random, plan);
  const told = plan.tellers.flatMap((teller) =>
    moments.flatMap((moment) => {
      const event = tell(random, moment, teller);
      return event ? [{ teller, event }] : [];
    }),
  );
  return { plan, moments, told };
}

/** Two or three mails of one client and day, each handed over where another should have gone. */
function swapSome(random: Random, plans: Plan[]): void {
  const able = plans.filter((p) => p.destination !== null && p.fields.clientCode !== undefined);
  if (able.length < 2 || !random.chance(0.8)) return;
  const chosen = random.shuffle(able).slice(0, random.int(2, 3));
  const [first] = chosen;
  const goals = chosen.map((p) => p.destination);
  chosen.forEach((plan, index) => {
    plan.fields.clientCode = 'C1';
    if (first?.fields.acceptedAt !== undefined && random.chance(0.85)) {
      plan.acceptedAt = first.acceptedAt;
      plan.fields.acceptedAt = first.fields.acceptedAt;
      delete plan.fields.acceptedDateOnly;
      if (first.fields.acceptedDateOnly) plan.fields.acceptedDateOnly = true;
    }
    // The record keeps its own destination; the journey leads to the next one's.
    plan.destination = goals[(index + 1) % goals.length] ?? null;
  });
}

const AGES_MS = [0, 10 * HOUR_MS, 12 * HOUR_MS, 24 * HOUR_MS, 48 * HOUR_MS, 72 * HOUR_MS, 7 * DAY_MS, 10 * DAY_MS, 30 * DAY_MS];
const BESIDE_MS = [-1000, 0, 0, 1000];

/** A moment at or one second beside something that matters to a mail. */
function edgeOf(random: Random, lives: readonly Life[]): number {
  const { plan, moments } = random.pick(lives);
  const beside = random.pick(BESIDE_MS);
  if (random.chance(0.45)) {
    const day = plusDays(dateOf(plan.acceptedAt), random.int(1, random.chance(0.15) ? 7 : 3));
    return midnight(day) + random.pick([0, 12, 12, 14, 20, 24]) * HOUR_MS + beside;
  }
  const from = random.chance(0.15) ? plan.acceptedAt : random.pick(moments.map((m) => m.at));
  if (random.chance(0.12)) return from - 10 * MINUTE_MS + beside;
  const far = random.chance(0.2) ? AGES_MS : AGES_MS.slice(0, 6);
  return from + random.pick(far) + beside;
}

function retold(random: Random, event: TraceEvent): TraceEvent {
  const others = Object.values(TEXTS).flat();
  const isPost = event.system === 'post' && !event.summary;
  return isPost && random.chance(0.03) ? { ...event, text: random.pick(others) } : event;
}

/** What a trace file taken at `asOf` says of one mail: shuffled, with gaps, rarely with the future. */
function sayTrace(random: Random, life: Life, asOf: number): Statement[] {
  const telling = random.pick([1, 1, 1, 0.85]);
  const horizon = asOf + (random.chance(0.15) ? 20 * MINUTE_MS : 0);
  const seen = life.told.filter(({ event }) => event.at <= horizon && random.chance(telling));
  const { mailNo } = life.plan;
  const statements: Statement[] = seen
    .filter(({ teller }) => teller !== 'quality-grid')
    .map(({ event }) => ({ row: 0, mailNo, source: event.source, event: retold(random, event) }));
  if (statements.length === 0 && random.chance(0.4)) {
    statements.push({ row: 0, mailNo, source: random.pick(['kuaidi100', 'kdniao'] as const), noData: true });
  }
  if (statements.length > 0 && statements[0]?.event && random.chance(0.2)) statements.push(random.pick(statements));
  return statements;
}

function numbered(statements: readonly Statement[]): Statement[] {
  return statements.map((statement, index) => ({ ...statement, row: index + 1 }));
}

function traceFile(random: Random, lives: readonly Life[], asOf: number): ImportStep | null {
  const named = lives.filter(() => random.chance(0.8));
  const statements = random.shuffle(named.flatMap((life) => sayTrace(random, life, asOf)));
  return statements.length === 0 ? null : { kind: 'import', asOf, kindOfFile: 'traces', statements: numbered(statements) };
}

function withoutAbsent(fields: { [K in keyof MailFields]?: MailFields[K] | undefined }): MailFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as MailFields;
}

/** 给据 knows an office, an address and the weight of one piece. */
function registeredFields(fields: MailFields): MailFields {
  const { acceptedAt, acceptedDateOnly, destAddress, clientCode, declaredG, remark } = fields;
  const columns = `${fields.destProvince ?? ''}${fields.destCity ?? ''}`;
  const destOffice = fields.destOffice ?? (columns === '' ? undefined : columns);
  return withoutAbsent({ acceptedAt, acceptedDateOnly, destOffice, destAddress, clientCode, declaredG, remark });
}

/** A grid row also carries the last operation known at its as-of, as a summary. */
function sayRecord(random: Random, life: Life, asOf: number): Statement | null {
  const { plan, told } = life;
  if (plan.record === null) return null;
  const statement: Statement = { row: 0, mailNo: plan.mailNo, source: plan.record, mail: plan.fields };
  if (plan.record === 'new-generation') return statement;
  if (plan.record === 'registered') return { ...statement, mail: registeredFields(plan.fields) };
  const { acceptedAt, acceptedDateOnly, destProvince, destCity, clientCode } = plan.fields;
  const stated = withoutAbsent({ acceptedAt, acceptedDateOnly, destProvince, destCity, clientCode });
  const last = told.filter(({ teller, event }) => teller === 'quality-grid' && event.at <= asOf).at(-1);
  return { ...statement, mail: stated, ...(last && random.chance(0.8) ? { event: last.event } : {}) };
}

/** A record corrected later: another region, place or moment of acceptance. */
function corrected(random: Random, statement: Statement): Statement {
  if (!random.chance(0.2) || !statement.mail || statement.source !== 'new-generation') return statement;
  const other = CITIES[random.pick(Object.keys(CITIES) as City[])];
  const change = random.pick([
    { reach: random.pick(['1', '2', '4', '5']) },
    { destProvince: other[0], destCity: other[1] },
    { declaredG: 1000, actualG: 1101 },
  ]);
  return { ...statement, mail: { ...statement.mail, ...change } };
}

/** 给据 says the same mail otherwise: at equal as-of 新一代 is believed. */
function contradiction(random: Random, life: Life): Statement | null {
  const { plan } = life;
  if (plan.record !== 'new-generation' || !random.chance(0.12)) return null;
  const [province, city] = CITIES[random.pick(Object.keys(CITIES) as City[])];
  const otherwise = { ...plan.fields, destOffice: province === city ? city : `${province}${city}`, declaredG: 1500 };
  const mail = registeredFields({ ...otherwise, ...(plan.fields.acceptedAt ? { acceptedAt: plan.acceptedAt + DAY_MS } : {}) });
  delete mail.acceptedDateOnly;
  return { row: 0, mailNo: plan.mailNo, source: 'registered', mail };
}

function recordFile(random: Random, lives: readonly Life[], asOf: number): ImportStep | null {
  const statements = lives.flatMap((life) => {
    const statement = random.chance(0.95) ? sayRecord(random, life, asOf) : null;
    const other = contradiction(random, life);
    return [...(statement ? [corrected(random, statement)] : []), ...(other ? [other] : [])];
  });
  return statements.length === 0 ? null : { kind: 'import', asOf, kindOfFile: 'mails', statements: numbered(random.shuffle(statements)) };
}

function factOf(random: Random, lives: readonly Life[]): Timed {
  const life = random.pick(lives);
  // People speak mostly of a mail that is about to be handed over.
  const scanned = (random.chance(0.6) && life.moments.find((m) => m.what === 'out-for-delivery')?.at) || random.pick(life.moments).at;
  const at = scanned + random.pick([-2 * HOUR_MS, -2 * HOUR_MS - 1000, -2 * HOUR_MS + 1000, 0, HOUR_MS, DAY_MS]);
  const base: FactStep = { kind: 'fact', mailNo: life.plan.mailNo, at, reason: '客户来电' };
  const [province, city] = CITIES[random.pick(Object.keys(CITIES) as City[])];
  const step = random.pick<FactStep>([
    { ...base, region: random.pick(['same-city', 'in-province', 'out-of-province', 'international'] as const) },
    { ...base, recallAt: at },
    { ...base, redirect: { province, city, at } },
    { ...base, remark: random.pick(['收件人称内件损坏', '客户确认包装完好', '要求尽快投递']) },
  ]);
  return { at, step };
}

/** Steps in order of time; facts of people only about mails that the ledger already knows. */
function inOrder(random: Random, timed: readonly Timed[]): Step[] {
  const rank: Record<Step['kind'], number> = { import: 0, fact: 1, close: 2, screen: 3 };
  const sorted = random.shuffle(timed).sort((a, b) => a.at - b.at || rank[a.step.kind] - rank[b.step.kind]);
  const known = new Set<string>();
  return sorted.flatMap(({ step }) => {
    if (step.kind === 'import') for (const { mailNo } of step.statements) known.add(mailNo);
    return (step.kind === 'fact' || step.kind === 'close') && !known.has(step.mailNo) ? [] : [step];
  });
}

/** No two people speak of one mail in the same second: which of two equal overrides counts is nobody's fact. */
function oneAtATime(facts: readonly Timed[]): Timed[] {
  const taken = new Set<string>();
  return facts.filter(({ at, step }) => {
    const key = `${step.kind === 'fact' ? step.mailNo : ''}@${at}`;
    const isFirst = !taken.has(key);
    taken.add(key);
    return isFirst;
  });
}

/** Mail records never share an as-of: which of two equal statements counts is nobody's fact. */
function uniqueMoments(timed: readonly Timed[]): Timed[] {
  const taken = new Set<number>();
  return timed.map(({ at, step }) => {
    if (step.kind !== 'import' || step.kindOfFile !== 'mails') return { at, step };
    let asOf = step.asOf;
    while (taken.has(asOf)) asOf += 1000;
    taken.add(asOf);
    return { at: Math.max(at, asOf), step: { ...step, asOf } };
  });
}

function filesOf(random: Random, lives: readonly Life[]): Timed[] {
  const delay = () => random.pick([0, 0, 0, 0, HOUR_MS, DAY_MS, 3 * DAY_MS]);
  const traces = Array.from({ length: random.int(1, 5) }, () => traceFile(random, lives, edgeOf(random, lives)));
  const firstDay = Math.min(...lives.map((l) => l.plan.acceptedAt));
  const records = Array.from({ length: random.int(1, 2) }, () =>
    recordFile(random, lives, random.chance(0.75) ? firstDay + random.int(0, 30) * HOUR_MS : edgeOf(random, lives)),
  );
  return [...traces, ...records].flatMap((step) => (step ? [{ at: step.asOf + delay(), step }] : []));
}

/** A hard little case from a seed; the same seed gives the same case. */
export function generateCase(seed: number): GeneratedCase {
  const random = randomOf(seed);
  const base = random.pick(BASE_DAYS);
  const count = random.chance(0.4) ? random.int(1, 2) : random.int(3, 12);
  const plans = Array.from({ length: count }, (_, index) => planMail(random, index + 1, plusDays(base, random.int(0, 2))));
  swapSome(random, plans);
  const lives = plans.map((plan) => liveOf(random, plan));
  const files = filesOf(random, lives);
  const screenTimes = [
    ...Array.from({ length: random.int(1, 4) }, () => edgeOf(random, lives)),
    ...files.filter(() => random.chance(0.4)).map(({ at }) => at),
  ];
  const screens: Timed[] = screenTimes.map((now) => ({ at: now, step: { kind: 'screen', now } }));
  const facts = Array.from({ length: random.chance(0.55) ? random.int(1, 4) : 0 }, () => factOf(random, lives));
  const closes: Timed[] = screenTimes
    .filter(() => random.chance(0.2))
    .map((now) => ({ at: now + 1000, step: { kind: 'close', mailNo: random.pick(plans).mailNo, now: now + 1000 } }));
  const steps = inOrder(random, [...uniqueMoments(files), ...screens, ...oneAtATime(facts), ...closes]);
  return { seed, steps, options: { keyClients: random.chance(0.5) ? ['C1'] : [] } };
}

/** A smaller case that still fails: whole steps first, then single statements. */
export function shrinkCase(failing: GeneratedCase, stillFails: (c: GeneratedCase) => boolean): GeneratedCase {
  let best = failing;
  const attempt = (steps: Step[]) => {
    const smaller = { ...best, steps };
    const fails = stillFails(smaller);
    if (fails) best = smaller;
    return fails;
  };
  for (let i = best.steps.length - 1; i >= 0; i -= 1) attempt(best.steps.filter((_, index) => index !== i));
  const mailNos = new Set(best.steps.flatMap((s) => (s.kind === 'import' ? s.statements.map((x) => x.mailNo) : [])));
  const keepStatements = (keep: (statement: Statement, stepIndex: number, at: number) => boolean) =>
    best.steps.map((s, stepIndex) =>
      s.kind === 'import' ? { ...s, statements: s.statements.filter((x, at) => keep(x, stepIndex, at)) } : s,
    );
  for (const mailNo of mailNos) attempt(keepStatements((x) => x.mailNo !== mailNo));
  best.steps.forEach((step, stepIndex) => {
    if (step.kind !== 'import') return;
    for (let at = step.statements.length - 1; at >= 0; at -= 1) {
      attempt(keepStatements((_x, s, a) => !(s === stepIndex && a === at)));
    }
  });
  return best;
}
