import { z } from 'zod';
import { assert } from '../../kernel/assert.ts';
import { canonicalJson } from '../../kernel/canonical-json.ts';
import { resolveFields } from '../mail/resolve-fields.ts';
import { CODE_SYSTEMS, SOURCE_SYSTEMS } from '../mail/statement.ts';
import type { MailFields } from '../mail/statement.ts';
import { slotClose } from '../screening/slots.ts';
import { mergeVerdict } from '../screening/verdict.ts';
import { MISSING, RULES, SLOT_REGIONS, VERDICTS } from '../screening/vocabulary.ts';

const LONGEST = 4000;
const text = z.string().max(LONGEST);
const instant = z.number().int();
const flag = z.union([z.literal(0), z.literal(1)]);

/** Fields of a record; what a newer program states beside the known ones is carried along. */
const fields = z.record(z.string().min(1).max(60), z.union([text, z.number(), z.boolean()]));
const statement = z.strictObject({
  source: z.enum(SOURCE_SYSTEMS),
  /** Newest time at which the source said so. */
  asOf: instant,
  fields,
});
/** One wording of a scan: name, text, organisation, province, city, summary, source. */
const wording = z.tuple([text, text, text, text, text, flag, z.enum(SOURCE_SYSTEMS)]);
const event = z.strictObject({
  at: instant,
  code: text,
  /** Organisation code, or else its name. */
  orgKey: text,
  hasOrgCode: flag,
  system: z.enum(CODE_SYSTEMS),
  wordings: z.array(wording).min(1).max(200),
});
const noData = z.strictObject({ asOf: instant, source: z.enum(SOURCE_SYSTEMS) });
const verdict = z.strictObject({
  day: z.number().int(),
  region: z.enum(SLOT_REGIONS),
  verdict: z.enum(VERDICTS),
  missing: z.array(z.enum(MISSING)),
  rules: z.array(z.enum(RULES)),
  evaluatedAt: instant,
  traceAsOf: instant.nullable(),
  ruleVersion: z.number().int(),
  device: text,
});

/**
 * All facts of one mail as they travel: what sources state of it, its scans in every wording, the
 * answers that knew nothing, and its one verdict in each slot.
 */
export const mailBundle = z.strictObject({
  mailNo: z.string().min(1).max(40),
  /** Code of the client whose mail it is by these statements; null while none says so. */
  client: text.nullable(),
  /** Newest time at which a trace source named the mail. */
  traceAsOf: instant.nullable(),
  statements: z.array(statement).max(1000),
  events: z.array(event).max(2000),
  noData: z.array(noData).max(2000),
  verdicts: z.array(verdict).max(400),
});
export type MailBundle = z.infer<typeof mailBundle>;
type BundleStatement = MailBundle['statements'][number];
type BundleEvent = MailBundle['events'][number];
export type BundleVerdict = MailBundle['verdicts'][number];

export function emptyBundle(mailNo: string): MailBundle {
  return { mailNo, client: null, traceAsOf: null, statements: [], events: [], noData: [], verdicts: [] };
}

/**
 * What both say of one mail. Commutative, associative and, for a bundle in its normal form,
 * idempotent: machines that heard the same in any order hold the same text.
 */
export function mergeBundles(a: MailBundle, b: MailBundle): MailBundle {
  assert(a.mailNo === b.mailNo, 'bundles of one mail');
  const statements = joined([...a.statements, ...b.statements], statementKey, newer);
  return {
    mailNo: a.mailNo,
    client: clientOf(statements) ?? greatest(a.client, b.client),
    traceAsOf: greatest(a.traceAsOf, b.traceAsOf),
    statements,
    events: joined([...a.events.map(ordered), ...b.events.map(ordered)], eventKey, mergeEvents),
    noData: joined(
      [...a.noData, ...b.noData],
      ({ asOf, source }) => canonicalJson([asOf, source]),
      (one) => one,
    ),
    verdicts: joined([...a.verdicts, ...b.verdicts], ({ day, region }) => canonicalJson([day, region]), betterVerdict),
  };
}

/** The form in which equal contents have equal texts. */
export function normalBundle(bundle: MailBundle): MailBundle {
  return mergeBundles(bundle, emptyBundle(bundle.mailNo));
}

/** One text per content. */
export function bundleText(bundle: MailBundle): string {
  return canonicalJson(normalBundle(bundle));
}

/** True when `held` says something that `known` does not. */
export function saysMore(held: MailBundle, known: MailBundle): boolean {
  return bundleText(mergeBundles(held, known)) !== bundleText(known);
}

/** Codes of all clients with which the mail was ever stated, in order; more than one after a correction. */
export function clientsOf({ client, statements }: MailBundle): string[] {
  const codes = new Set(statements.map(({ fields: said }) => said['clientCode']).filter((code) => typeof code === 'string' && code !== ''));
  if (client !== null) codes.add(client);
  return [...(codes as Set<string>)].sort();
}

/** The mail's client as the record's fold finds it. */
function clientOf(statements: readonly BundleStatement[]): string | null {
  const resolved = resolveFields(statements.map((said) => ({ ...said, fields: said.fields as MailFields })));
  return resolved.clientCode ?? null;
}

/** One of each key, in the order of the keys. */
function joined<Item>(items: readonly Item[], keyOf: (item: Item) => string, merge: (a: Item, b: Item) => Item): Item[] {
  const byKey = new Map<string, Item>();
  for (const item of items) {
    const key = keyOf(item);
    const known = byKey.get(key);
    byKey.set(key, known === undefined ? item : merge(known, item));
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

function statementKey(said: BundleStatement): string {
  return canonicalJson([said.source, said.fields]);
}

function newer(a: BundleStatement, b: BundleStatement): BundleStatement {
  return b.asOf > a.asOf ? b : a;
}

function eventKey({ at, code, orgKey, system }: BundleEvent): string {
  return canonicalJson([at, code, orgKey, system]);
}

function ordered(scan: BundleEvent): BundleEvent {
  return { ...scan, wordings: joined(scan.wordings, canonicalJson, (one) => one) };
}

function mergeEvents(a: BundleEvent, b: BundleEvent): BundleEvent {
  return ordered({ ...a, hasOrgCode: a.hasOrgCode === 1 ? 1 : b.hasOrgCode, wordings: [...a.wordings, ...b.wordings] });
}

function betterVerdict(a: BundleVerdict, b: BundleVerdict): BundleVerdict {
  const [first, second] = [
    { ...a, sequence: 0 },
    { ...b, sequence: 0 },
  ];
  return mergeVerdict(first, second, { closeAt: slotClose(a.day) }) === first ? a : b;
}

function greatest<Value extends string | number>(a: Value | null, b: Value | null): Value | null {
  if (a === null || b === null) return a ?? b;
  return b > a ? b : a;
}
