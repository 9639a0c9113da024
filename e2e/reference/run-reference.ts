import {
  RULES,
  SLOT_REGIONS,
  type Missing,
  type Priority,
  type Rule,
  type SlotRegion,
  type Verdict,
} from '#shared/domain/screening/vocabulary.ts';
import { foldMailNo, gatherFacts } from './facts.ts';
import { stateOf, type Mail, type Slot } from './mail-state.ts';
import { findingsOf, type Finding } from './rules.ts';
import { HOUR_MS, dateOf, daysBetween, midnight } from './shanghai-time.ts';
import { isTerminal } from './stages.ts';
import type {
  CloseStep,
  ReferenceCoverage,
  ReferenceException,
  ReferenceMail,
  ReferenceOptions,
  ReferenceResult,
  ReferenceRun,
  ReferenceSlot,
  ReferenceVerdict,
  ScreenStep,
  Step,
} from './steps.ts';

type StoredVerdict = Omit<ReferenceVerdict, 'counted'> & { mailNo: string };
type World = {
  verdicts: StoredVerdict[];
  exceptions: ReferenceException[];
  runs: ReferenceRun[];
  keyClients: readonly string[];
};

/** Undetermined, with everything that is missing. */
function missingFor(mail: Mail, slot: Slot, findings: readonly Finding[]): Missing[] {
  const missing: Missing[] = [];
  if (mail.region === 'unknown') missing.push('region');
  if (mail.traceAsOf === null) missing.push('trace');
  else if (!isTerminal(mail.stage) && mail.traceAsOf < slot.opensAt && findings.length === 0) missing.push('fresh-trace');
  return missing;
}

/** Each evaluation gives each due mail exactly one verdict. */
function evaluateSlot(mail: Mail, slot: Slot, run: { now: number; findings: readonly Finding[] }): StoredVerdict {
  const missing = missingFor(mail, slot, run.findings);
  const verdict: Verdict = missing.length > 0 ? 'undetermined' : run.findings.length > 0 ? 'abnormal' : 'normal';
  return {
    mailNo: mail.mailNo,
    day: slot.day,
    region: slot.region,
    verdict,
    missing,
    // What fires is recorded with an undetermined verdict too: it was observed.
    rules: run.findings.map((f) => f.rule),
    late: verdict !== 'undetermined' && run.now >= slot.closesAt,
    evaluatedAt: run.now,
  };
}

/** Determined beats undetermined, then the last evaluated before the close, else the first after it. */
function standing(held: StoredVerdict | undefined, next: StoredVerdict, slot: Slot): StoredVerdict {
  if (held === undefined) return next;
  const isDetermined = (v: StoredVerdict) => v.verdict !== 'undetermined';
  if (isDetermined(held) !== isDetermined(next)) return isDetermined(next) ? next : held;
  return next.evaluatedAt < slot.closesAt ? next : held;
}

function screenSlots(world: World, mail: Mail, run: { now: number; findings: readonly Finding[] }): void {
  for (const slot of mail.slots.filter((s) => run.now >= s.opensAt)) {
    const held = findVerdict(world, mail.mailNo, slot);
    const stands = standing(held, evaluateSlot(mail, slot, run), slot);
    world.verdicts = [...world.verdicts.filter((v) => v !== held), stands];
  }
}

function findVerdict(world: World, mailNo: string, slot: { day: string; region: SlotRegion }): StoredVerdict | undefined {
  return world.verdicts.find((v) => v.mailNo === mailNo && v.day === slot.day && v.region === slot.region);
}

/** An overdue finding, two calendar days or more after D. */
function isLongOverdue(mail: Mail, findings: readonly Finding[], now: number): boolean {
  return mail.slot !== null && findings.some((f) => f.rule === 'overdue') && daysBetween(mail.slot.day, dateOf(now)) >= 2;
}

const P2_RULES: readonly Rule[] = [
  'suspected-false-signoff',
  'suspected-swap',
  'suspected-missort',
  'recall-not-honoured',
  'redirect-not-honoured',
];

/** Priority looks at all findings. */
function priorityOf(mail: Mail, findings: readonly Finding[], run: { now: number; isKey: boolean }): Priority {
  const rules = findings.map((f) => f.rule);
  const longOverdue = isLongOverdue(mail, findings, run.now);
  if (rules.includes('suspected-loss') || rules.includes('damage-reported') || (longOverdue && run.isKey)) return 'P1';
  if (longOverdue || rules.some((rule) => P2_RULES.includes(rule))) return 'P2';
  return rules.every((rule) => rule === 'contradictory-trace') ? 'P4' : 'P3';
}

function exceptionOf(world: World, mail: Mail, run: { now: number; findings: readonly Finding[]; cycle: number }) {
  const main = run.findings[0];
  if (main === undefined) throw new Error('an exception has at least one finding');
  const isKey = world.keyClients.includes(mail.fields.clientCode ?? '');
  const exception: ReferenceException = {
    mailNo: mail.mailNo,
    cycle: run.cycle,
    day: mail.slot?.day ?? null,
    region: mail.region,
    mainRule: main.rule,
    abnormalType: main.type,
    responsibleStage: main.responsible,
    organisation: main.organisation,
    priority: priorityOf(mail, run.findings, { now: run.now, isKey }),
    status: 'open',
    findings: run.findings.map(({ rule, since }) => ({ rule, since })),
  };
  return exception;
}

function keysOf(findings: readonly { rule: Rule; since: number }[]): string[] {
  return findings.map((f) => `${f.rule}@${f.since}`);
}

function screenException(world: World, mail: Mail, run: { now: number; findings: readonly Finding[]; tally: ReferenceRun }) {
  const mine = world.exceptions.filter((e) => e.mailNo === mail.mailNo);
  const current = mine.find((e) => e.status !== 'closed');
  const { now, findings, tally } = run;
  if (current === undefined) {
    // Turns abnormal: something fires that was not already dealt with by an earlier cycle.
    const dealtWith = mine.flatMap((e) => keysOf(e.findings));
    if (keysOf(findings).every((key) => dealtWith.includes(key))) return;
    world.exceptions.push(exceptionOf(world, mail, { now, findings, cycle: mine.length + 1 }));
    tally.raised += 1;
    return;
  }
  const firing = keysOf(findings);
  tally.withdrawn += keysOf(current.findings).filter((key) => !firing.includes(key)).length;
  if (findings.length > 0) {
    Object.assign(current, exceptionOf(world, mail, { now, findings, cycle: current.cycle }));
  } else if (current.status === 'open') {
    // When no rule fires any more the exception becomes self-cleared; its suggestion stays to be confirmed.
    Object.assign(current, { status: 'self-cleared', findings: [] });
    tally.selfCleared += 1;
  }
}

function screen(world: World, steps: readonly Step[], step: ScreenStep): void {
  const mails = gatherFacts(steps).map(stateOf);
  const tally: ReferenceRun = { now: step.now, raised: 0, withdrawn: 0, selfCleared: 0 };
  for (const mail of mails.filter((m) => m.acceptance !== null)) {
    const findings = findingsOf(mail, { now: step.now, mails });
    screenSlots(world, mail, { now: step.now, findings });
    screenException(world, mail, { now: step.now, findings, tally });
  }
  world.runs.push(tally);
}

function close(world: World, step: CloseStep): void {
  const mailNo = foldMailNo(step.mailNo);
  const current = world.exceptions.find((e) => e.mailNo === mailNo && e.status !== 'closed');
  if (current) current.status = 'closed';
}

function verdictsOf(world: World, mail: Mail): ReferenceVerdict[] {
  const isHeld = (v: StoredVerdict) => mail.slots.some((s) => s.day === v.day && s.region === v.region);
  return world.verdicts
    .filter((v) => v.mailNo === mail.mailNo)
    .map(({ mailNo: _mailNo, ...verdict }) => verdict)
    .map((verdict) => ({ ...verdict, counted: isHeld({ ...verdict, mailNo: mail.mailNo }) }))
    .sort((a, b) => (a.day === b.day ? SLOT_REGIONS.indexOf(a.region) - SLOT_REGIONS.indexOf(b.region) : a.day < b.day ? -1 : 1));
}

function reportMail(world: World, mail: Mail): ReferenceMail {
  return {
    mailNo: mail.mailNo,
    region: mail.region,
    regionBasis: mail.regionBasis,
    acceptedAt: mail.acceptance?.at ?? null,
    traceAsOf: mail.traceAsOf,
    stage: mail.stage,
    events: mail.allScans.map((s) => ({ at: s.at, code: s.code, stage: s.stage, organisation: s.orgName || s.org })),
    verdicts: verdictsOf(world, mail),
  };
}

/** due = normal + abnormal + undetermined, and determined = on time + late. */
function reportSlot(world: World, mails: readonly Mail[], slot: { day: string; region: SlotRegion }): ReferenceSlot {
  const due = mails.filter((m) => m.slots.some((s) => s.day === slot.day && s.region === slot.region));
  const held = due.map((m) => findVerdict(world, m.mailNo, slot));
  const determined = held.filter((v) => v !== undefined && v.verdict !== 'undetermined');
  const late = determined.filter((v) => v?.late).length;
  return {
    ...slot,
    due: due.length,
    normal: held.filter((v) => v?.verdict === 'normal').length,
    abnormal: held.filter((v) => v?.verdict === 'abnormal').length,
    undetermined: due.length - determined.length,
    onTime: determined.length - late,
    late,
  };
}

/** The latest opening, up to this moment, of any slot of a region. */
function latestOpening(region: SlotRegion, now: number): number {
  const start = midnight(dateOf(now));
  if (region !== 'same-city') return start;
  return now >= start + 12 * HOUR_MS ? start + 12 * HOUR_MS : start - 12 * HOUR_MS;
}

/** A watched mail whose traceAsOf precedes the latest opening of any slot of its region. */
function needsFreshTrace(mail: Mail, now: number): boolean {
  if (mail.acceptance === null || mail.traceAsOf === null || isTerminal(mail.stage)) return false;
  return mail.slot !== null && mail.traceAsOf < latestOpening(mail.slot.region, now);
}

function reportCoverage(world: World, mails: readonly Mail[], now: number): ReferenceCoverage[] {
  const days = [...new Set(mails.flatMap((m) => m.slots.map((s) => s.day)))].sort();
  return days.map((day) => ({
    day,
    slots: SLOT_REGIONS.map((region) => reportSlot(world, mails, { day, region })),
    noAcceptance: mails.filter((m) => m.acceptance === null && m.stage !== 'void').length,
    unknownRegion: mails.filter((m) => m.region === 'unknown' && m.slots.some((s) => s.day === day)).length,
    needFreshTrace: mails.filter((m) => needsFreshTrace(m, now)).length,
  }));
}

function momentOf(step: Step): number {
  if (step.kind === 'import') return step.asOf;
  return step.kind === 'fact' ? step.at : step.now;
}

/**
 * Runs the steps in order, plainly: at every screen everything is worked out anew from all facts.
 * Coverage is that of the moment of the last screen (else of the latest step).
 */
export function runReference(steps: readonly Step[], options: ReferenceOptions = {}): ReferenceResult {
  const world: World = { verdicts: [], exceptions: [], runs: [], keyClients: options.keyClients ?? [] };
  steps.forEach((step, index) => {
    if (step.kind === 'screen') screen(world, steps.slice(0, index), step);
    if (step.kind === 'close') close(world, step);
  });
  const mails = gatherFacts(steps).map(stateOf);
  const now = world.runs.at(-1)?.now ?? Math.max(0, ...steps.map(momentOf));
  return {
    mails: mails.map((mail) => reportMail(world, mail)),
    exceptions: world.exceptions
      .map((e) => ({ ...e, findings: [...e.findings].sort((a, b) => RULES.indexOf(a.rule) - RULES.indexOf(b.rule)) }))
      .sort((a, b) => (a.mailNo === b.mailNo ? a.cycle - b.cycle : a.mailNo < b.mailNo ? -1 : 1)),
    coverage: reportCoverage(world, mails, now),
    runs: world.runs,
  };
}
