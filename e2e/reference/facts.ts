import { SOURCE_SYSTEMS, type MailFields, type SourceSystem, type Statement } from '#shared/domain/mail/statement.ts';
import type { CodeSystem } from '#shared/domain/mail/statement.ts';
import type { Stage } from '#shared/domain/screening/vocabulary.ts';
import { cityOfEvent } from './divisions.ts';
import { DAY_MS, MINUTE_MS, dateOf } from './shanghai-time.ts';
import { rankOf, stageOf } from './stages.ts';
import type { FactStep, Step } from './steps.ts';

/** One scan with everything that its copies say. */
export type Scan = {
  at: number;
  system: CodeSystem;
  code: string;
  /** Organisation code, or else name. */
  org: string;
  orgName: string;
  names: string[];
  texts: string[];
  sources: SourceSystem[];
  stage: Stage | null;
  city: string | null;
};

/** `at`: when compared with events; `forAges`: where ages begin; `day`: the posting day T. */
export type Acceptance = { at: number; forAges: number; day: string };

export type Facts = {
  mailNo: string;
  fields: MailFields;
  acceptance: Acceptance | null;
  traceAsOf: number | null;
  /** As-of moments at which a source stated "no data". */
  noDataAt: number[];
  /** Everything known, in order. */
  allScans: Scan[];
  /** Those that take part in the state and the rules, in order. */
  scans: Scan[];
  complete: boolean;
  people: FactStep[];
};

type Said = { asOf: number; statement: Statement };

/** One mail per mail number: trimmed, upper case, full-width digits folded. */
export function foldMailNo(text: string): string {
  return text
    .trim()
    .replace(/[０-９]/g, (d) => String.fromCharCode(d.charCodeAt(0) - 0xfee0))
    .toUpperCase();
}

function collect(steps: readonly Step[]): Map<string, Said[]> {
  const byMail = new Map<string, Said[]>();
  for (const step of steps) {
    if (step.kind !== 'import') continue;
    for (const statement of step.statements) {
      const mailNo = foldMailNo(statement.mailNo);
      byMail.set(mailNo, [...(byMail.get(mailNo) ?? []), { asOf: step.asOf, statement }]);
    }
  }
  return byMail;
}

/** 新一代 over 给据 over others. */
function trustOf(source: SourceSystem): number {
  return SOURCE_SYSTEMS.indexOf(source);
}

/** A field stated by two sources: the newer statement, then the more trusted source. */
function pickField(said: readonly Said[], key: keyof MailFields): Said | undefined {
  const stating = said.filter((s) => s.statement.mail?.[key] !== undefined);
  return stating.sort(
    (a, b) =>
      b.asOf - a.asOf ||
      trustOf(a.statement.source) - trustOf(b.statement.source) ||
      // The page is silent here; any fixed order keeps the result independent of arrival.
      (JSON.stringify(a.statement.mail?.[key]) < JSON.stringify(b.statement.mail?.[key]) ? 1 : -1),
  )[0];
}

function mergeFields(said: readonly Said[]): MailFields {
  const keys = new Set(said.flatMap((s) => Object.keys(s.statement.mail ?? {}) as (keyof MailFields)[]));
  const merged: Record<string, unknown> = {};
  for (const key of keys) {
    if (key !== 'acceptedDateOnly') merged[key] = pickField(said, key)?.statement.mail?.[key];
  }
  // Whether a date is bare belongs to the very statement that gave the date.
  if (pickField(said, 'acceptedAt')?.statement.mail?.acceptedDateOnly === true) merged['acceptedDateOnly'] = true;
  return merged as MailFields;
}

/** Latest moment at which a trace file, a trace answer or a summary named the mail. */
function traceAsOf(said: readonly Said[]): number | null {
  const naming = said.filter((s) => s.statement.event !== undefined || s.statement.noData === true);
  return naming.length === 0 ? null : Math.max(...naming.map((s) => s.asOf));
}

/** Identity = (mail, time, op code, organisation code or else name), within its code system. */
function identity(event: NonNullable<Statement['event']>): string {
  return JSON.stringify([event.at, event.system, event.code, event.orgCode || event.orgName]);
}

function distinct<T extends string>(values: readonly T[]): T[] {
  return [...new Set(values)].filter((v) => v !== '').sort();
}

/** Copies with different texts keep all texts. */
function mergeCopies(copies: readonly NonNullable<Statement['event']>[]): Scan {
  const first = copies[0];
  if (first === undefined) throw new Error('an event has at least one copy');
  const names = distinct(copies.map((c) => c.name));
  const { at, system, code } = first;
  return {
    at,
    system,
    code,
    org: first.orgCode || first.orgName,
    orgName: distinct(copies.map((c) => c.orgName))[0] ?? '',
    names,
    texts: distinct(copies.map((c) => c.text)),
    sources: distinct(copies.map((c) => c.source)),
    stage: stageOf({ system, code, names }),
    city: distinct(copies.map((c) => cityOfEvent(c) ?? ''))[0] ?? null,
  };
}

/** Sorted by time, then stage rank (no stage first), then code, then organisation. */
function inOrder(a: Scan, b: Scan): number {
  if (a.at !== b.at) return a.at - b.at;
  if (rankOf(a.stage) !== rankOf(b.stage)) return rankOf(a.stage) - rankOf(b.stage);
  if (a.code !== b.code) return a.code < b.code ? -1 : 1;
  if (a.org !== b.org) return a.org < b.org ? -1 : 1;
  return a.system < b.system ? -1 : a.system > b.system ? 1 : 0;
}

function mergeScans(said: readonly Said[]): Scan[] {
  const groups = new Map<string, NonNullable<Statement['event']>[]>();
  for (const { statement } of said) {
    if (!statement.event) continue;
    const key = identity(statement.event);
    groups.set(key, [...(groups.get(key) ?? []), statement.event]);
  }
  return [...groups.values()].map(mergeCopies).sort(inOrder);
}

/** Events more than 10 min after traceAsOf take part in contradictory-trace only. */
export function isBeyondTrace(scan: Scan, asOf: number | null): boolean {
  return asOf !== null && scan.at > asOf + 10 * MINUTE_MS;
}

/** The record's 收寄时间, else the earliest event of stage accepted, else unknown. */
function acceptanceOf(fields: MailFields, scans: readonly Scan[]): Acceptance | null {
  if (fields.acceptedAt !== undefined) {
    const at = fields.acceptedAt;
    const forAges = fields.acceptedDateOnly === true ? at + DAY_MS : at;
    return { at, forAges, day: dateOf(at) };
  }
  const accepted = scans.find((s) => s.stage === 'accepted');
  return accepted ? { at: accepted.at, forAges: accepted.at, day: dateOf(accepted.at) } : null;
}

const COARSE_CODES = ['10', '20', '70', '80'];
const KUAIDI100_BASIC = ['', '0', '1', '2', '3', '4', '5', '6', '7', '8', '14'];

/** A mail's trace is complete when some source was complete for it. */
function isComplete(scans: readonly Scan[]): boolean {
  return scans.some((scan) =>
    scan.sources.some((source) => {
      if (source === 'trace-push' || source === 'trace-table') return !COARSE_CODES.includes(scan.code);
      if (source === 'kuaidi100') return !KUAIDI100_BASIC.includes(scan.code);
      return source === 'trace-query' || source === 'trace-stream' || source === 'trace-web' || source === 'kdniao';
    }),
  );
}

function factsOf(mailNo: string, said: readonly Said[], people: FactStep[]): Facts {
  const fields = mergeFields(said);
  const asOf = traceAsOf(said);
  const allScans = mergeScans(said);
  const scans = allScans.filter((scan) => !isBeyondTrace(scan, asOf));
  const noDataAt = said.filter((s) => s.statement.noData === true).map((s) => s.asOf);
  return {
    mailNo,
    fields,
    acceptance: acceptanceOf(fields, scans),
    traceAsOf: asOf,
    noDataAt,
    allScans,
    scans,
    complete: isComplete(scans),
    people,
  };
}

/** Everything known of every mail after these steps; the order of the steps means nothing. */
export function gatherFacts(steps: readonly Step[]): Facts[] {
  const recorded = steps.filter((step): step is FactStep => step.kind === 'fact');
  return [...collect(steps)]
    .map(([mailNo, said]) =>
      factsOf(
        mailNo,
        said,
        recorded.filter((fact) => foldMailNo(fact.mailNo) === mailNo),
      ),
    )
    .sort((a, b) => (a.mailNo < b.mailNo ? -1 : 1));
}
