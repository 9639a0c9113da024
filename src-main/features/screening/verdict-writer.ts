import type { Finding, MailState } from '#shared/domain/screening/evaluation.ts';
import { slotClose } from '#shared/domain/screening/slots.ts';
import { swapCandidates } from '#shared/domain/screening/swap.ts';
import { decideVerdict, mergeVerdict, timing } from '#shared/domain/screening/verdict.ts';
import type { VerdictRecord } from '#shared/domain/screening/verdict.ts';
import type { Missing, Rule, SlotRegion, Verdict } from '#shared/domain/screening/vocabulary.ts';
import type { Prepared, WriteTx } from '../../ledger/index.ts';
import { markFacts } from '../../sync/facts.ts';
import type { Slot } from './membership.ts';
import type { ScreenContext } from './screen-context.ts';
import type { SlotSums } from './slot-sums.ts';

/** A verdict as it is kept; mail, day and region are the row's key. */
export type KeptVerdict = Pick<
  VerdictRecord,
  'verdict' | 'missing' | 'rules' | 'evaluatedAt' | 'traceAsOf' | 'ruleVersion' | 'device' | 'sequence'
>;
export type VerdictRow = {
  verdict: Verdict;
  missing: string;
  rules: string;
  evaluated_at: number;
  trace_as_of: number | null;
  late: number;
  counted: number;
  rule_version: number;
  device: string;
};

/** Gives each due mail its one verdict in a slot, and keeps the slot's sums. */
export class VerdictWriter {
  readonly #sums: SlotSums;
  readonly #context: ScreenContext;
  readonly #device: string;
  readonly #tx: WriteTx;
  #known = new Map<string, VerdictRow>();
  readonly #put: Prepared<never>;

  constructor(tx: WriteTx, sums: SlotSums, context: ScreenContext) {
    this.#sums = sums;
    this.#context = context;
    this.#device = tx.environment.device;
    this.#tx = tx;
    this.#put = tx.prepare(
      `INSERT INTO verdict (day, region, mail_id, verdict, missing, rules, evaluated_at, trace_as_of, late, counted, rule_version, device)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)
       ON CONFLICT (day, region, mail_id) DO UPDATE SET verdict = excluded.verdict, missing = excluded.missing,
         rules = excluded.rules, evaluated_at = excluded.evaluated_at, trace_as_of = excluded.trace_as_of,
         late = excluded.late, counted = 1, rule_version = excluded.rule_version, device = excluded.device`,
    );
  }

  /** Reads the verdicts that a batch of mails has already. */
  preload(mailIds: readonly number[]): void {
    const rows = this.#tx.all<VerdictRow & VerdictKey>(
      'SELECT verdict.* FROM json_each(?) AS wanted CROSS JOIN verdict ON mail_id = wanted.value',
      [JSON.stringify(mailIds)],
    );
    this.#known = new Map(rows.map((row) => [keyOf(row.mail_id, row), row]));
  }

  /** Decides and merges; true when a record was written. */
  write(mailId: number, slot: Slot, { state, findings }: { state: MailState; findings: readonly Finding[] }): boolean {
    const { now, rules, provisional } = this.#context;
    const key = keyOf(mailId, slot);
    const decision = decideVerdict(state, findings, { slot, rules });
    const next: KeptVerdict = {
      ...decision,
      evaluatedAt: now,
      traceAsOf: state.traceAsOf,
      ruleVersion: rules.version,
      device: this.#device,
      // Of two evaluations at one instant on this device the one that is made now is the later.
      sequence: 1,
    };
    const row = this.#known.get(key);
    const before = row ? recordOf(row) : null;
    const closeAt = slotClose(slot.day);
    const verdictKey = { mailId, day: slot.day, region: slot.region };
    // Of one side of the close only: what was decided in time is not made late by going on later.
    const isOnSameSide = before !== null && before.evaluatedAt < closeAt === now < closeAt;
    const merged = isOnSameSide && provisional.has(verdictKey) ? next : mergeVerdict(before, next, { closeAt });
    if (before !== null && merged === before) return false;
    if (before !== null && row?.counted === 1) {
      this.#sums.addVerdict(slot, { verdict: before.verdict, late: row.late === 1 }, -1);
    }
    if (swapCandidates(state).length > 0) provisional.add(this.#tx, verdictKey);
    const late = timing(merged, { closeAt }) === 'late';
    this.#sums.addVerdict(slot, { verdict: merged.verdict, late }, 1);
    this.#put.run(
      slot.day,
      slot.region,
      mailId,
      merged.verdict,
      merged.missing.join(','),
      merged.rules.join(','),
      merged.evaluatedAt,
      merged.traceAsOf,
      late ? 1 : 0,
      merged.ruleVersion,
      merged.device,
    );
    markFacts(this.#tx, state.mailNo);
    return true;
  }
}

type VerdictKey = { day: number; region: SlotRegion; mail_id: number };

function keyOf(mailId: number, { day, region }: Pick<VerdictKey, 'day' | 'region'>): string {
  return `${mailId}/${day}/${region}`;
}

export function recordOf(row: VerdictRow): KeptVerdict {
  return {
    verdict: row.verdict,
    missing: splitList<Missing>(row.missing),
    rules: splitList<Rule>(row.rules),
    evaluatedAt: row.evaluated_at,
    traceAsOf: row.trace_as_of,
    ruleVersion: row.rule_version,
    device: row.device,
    sequence: 0,
  };
}

export function splitList<T extends string>(text: string): T[] {
  return text === '' ? [] : (text.split(',') as T[]);
}
