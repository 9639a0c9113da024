import { canonicalJson } from '../../kernel/canonical-json.ts';
import { sha256Hex } from '../../kernel/sha256.ts';
import type { CompiledRules } from '../rules/compile.ts';
import type { Evidence } from './context.ts';
import type { Finding, MailState } from './evaluation.ts';
import { slotOpening, type Slot } from './slots.ts';
import type { Missing, Rule, SlotRegion, Verdict } from './vocabulary.ts';

export type Decision = { verdict: Verdict; missing: readonly Missing[]; rules: readonly Rule[] };

/** One verdict of a mail in a slot, as it is kept and merged. */
export type VerdictRecord = Decision & {
  /** `verdictId` of mail, day and region. */
  id: string;
  mailNo: string;
  day: number;
  region: SlotRegion;
  evidence: readonly { rule: Rule; since: number; evidence: Evidence }[];
  ruleVersion: number;
  evaluatedAt: number;
  traceAsOf: number | null;
  device: string;
  /** Counts the evaluations of a device, so that two of the same instant have an order. */
  sequence: number;
};

/** Identity of a verdict: SHA-256 over mail number, day and region. */
export function verdictId(mailNo: string, slot: Slot): string {
  return sha256Hex(canonicalJson([mailNo, slot.day, slot.region]));
}

function missingOf(state: MailState, hasFindings: boolean, opening: number): Missing[] {
  const missing: Missing[] = [];
  if (state.region === 'unknown') missing.push('region');
  if (state.traceAsOf === null) missing.push('trace');
  else if (!state.terminal && !hasFindings && state.traceAsOf < opening) missing.push('fresh-trace');
  return missing;
}

/** The one verdict that an evaluation gives a mail due in a slot; `rules` names what fired, also when undetermined. */
export function decideVerdict(state: MailState, findings: readonly Finding[], input: { slot: Slot; rules: CompiledRules }): Decision {
  const { slot, rules } = input;
  const missing = missingOf(state, findings.length > 0, slotOpening(slot.day, slot.region, rules));
  const fired = findings.map(({ rule }) => rule);
  if (missing.length > 0) return { verdict: 'undetermined', missing, rules: fired };
  return { verdict: fired.length > 0 ? 'abnormal' : 'normal', missing, rules: fired };
}

type Judged = Pick<VerdictRecord, 'verdict' | 'evaluatedAt'>;

export function isDetermined(record: Pick<VerdictRecord, 'verdict'>): boolean {
  return record.verdict !== 'undetermined';
}

/** What the merge looks at; a record may hold more. */
export type MergeableVerdict = Pick<VerdictRecord, 'verdict' | 'evaluatedAt' | 'device' | 'sequence'>;

/** Negative when `a` stands before `b`: last before the close, else first after it. */
function compareTimes(a: MergeableVerdict, b: MergeableVerdict, closeAt: number): number {
  const [inTimeA, inTimeB] = [a.evaluatedAt < closeAt, b.evaluatedAt < closeAt];
  if (inTimeA !== inTimeB) return inTimeA ? -1 : 1;
  if (a.evaluatedAt !== b.evaluatedAt) return inTimeA ? b.evaluatedAt - a.evaluatedAt : a.evaluatedAt - b.evaluatedAt;
  if (a.device !== b.device) return a.device < b.device ? -1 : 1;
  return inTimeA ? b.sequence - a.sequence : a.sequence - b.sequence;
}

function compareRecords(a: MergeableVerdict, b: MergeableVerdict, closeAt: number): number {
  if (isDetermined(a) !== isDetermined(b)) return isDetermined(a) ? -1 : 1;
  const times = compareTimes(a, b, closeAt);
  if (times !== 0) return times;
  const [textA, textB] = [canonicalJson(a), canonicalJson(b)];
  return textA === textB ? 0 : textA > textB ? -1 : 1;
}

/**
 * The verdict that stands of two records of one id: determined beats undetermined, then the last evaluated
 * before the close, else the first after it, then the smaller device id. Commutative, associative, idempotent.
 */
export function mergeVerdict<Kept extends MergeableVerdict>(existing: Kept | null, next: Kept, slot: { closeAt: number }): Kept {
  if (existing === null) return next;
  return compareRecords(existing, next, slot.closeAt) <= 0 ? existing : next;
}

/** On time: determined before the close of its slot; late: afterwards; null while undetermined. */
export function timing(record: Judged, slot: { closeAt: number }): 'on-time' | 'late' | null {
  if (!isDetermined(record)) return null;
  return record.evaluatedAt < slot.closeAt ? 'on-time' : 'late';
}
