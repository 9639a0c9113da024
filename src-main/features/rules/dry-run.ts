import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import { draftOf } from '#shared/domain/rules/draft.ts';
import { changesFold } from '#shared/domain/rules/effect.ts';
import { evaluate } from '#shared/domain/screening/evaluate.ts';
import type { MailState } from '#shared/domain/screening/evaluation.ts';
import { REGIONS } from '#shared/domain/screening/vocabulary.ts';
import type { Rule } from '#shared/domain/screening/vocabulary.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { at } from '#shared/kernel/assert.ts';
import { dayOf } from '#shared/kernel/instant.ts';
import type { Ledger, ReadTx } from '../../ledger/index.ts';
import { MailLoader } from '../mails/index.ts';
import { DryRunTally } from './dry-run-tally.ts';
import { SwapPairs } from './swap-pairs.ts';

/** So many days of posting, this one included, a draft is tried against. */
export const DRY_RUN_DAYS = 30;
/** Mails a batch: each is evaluated twice, and others wait. */
const BATCH = 100;

export type DryRunRequest = {
  ledger: Ledger;
  now: number;
  before: CompiledRules;
  after: CompiledRules;
  signal: { readonly aborted: boolean };
  onProgress?: ((done: number, total: number) => void) | undefined;
  pause?: (() => Promise<void>) | undefined;
};

type MailRow = { id: number; mail_no: string; trace_as_of: number | null; posting_day: number | null };
type States = { row: MailRow; before: MailState; after: MailState };
/** One range of the index by posting day and region, or the mails whose facts wait to be folded. */
type Stretch = { day: number; region: string } | 'changed';

/**
 * Evaluates the mails posted in the last 30 days under the rules in force and under a draft, as of
 * one moment, and compares. Reads only, in batches; throws `cancelled` between two of them.
 */
export async function runDryRun(request: DryRunRequest): Promise<DryRunTally> {
  return new DryRun(request).run();
}

class DryRun {
  readonly #request: DryRunRequest;
  readonly #tally = new DryRunTally();
  readonly #readsAnew: boolean;
  readonly #pairsBefore = new SwapPairs();
  readonly #pairsAfter = new SwapPairs();
  /** Mails with stray scans: their partners are known when all have been seen. */
  readonly #deferred: number[] = [];
  readonly #today: number;

  constructor(request: DryRunRequest) {
    this.#request = request;
    this.#today = dayOf(request.now);
    this.#readsAnew = changesFold(draftOf(request.before.set), draftOf(request.after.set));
  }

  async run(): Promise<DryRunTally> {
    const { ledger, onProgress } = this.#request;
    const stretches = this.#stretches();
    const total = await this.#total(stretches);
    for (const stretch of stretches) {
      for (let afterId: number | null = 0; afterId !== null;) {
        const from: number = afterId;
        afterId = ledger.read((tx) => this.#batch(tx, stretch, from));
        onProgress?.(this.#tally.mails + this.#deferred.length, Math.max(total, this.#tally.mails));
        await this.#breathe();
      }
    }
    for (let first = 0; first < this.#deferred.length; first += BATCH) {
      ledger.read((tx) => this.#finish(tx, this.#deferred.slice(first, first + BATCH)));
      await this.#breathe();
    }
    return this.#tally;
  }

  #stretches(): Stretch[] {
    const days = Array.from({ length: DRY_RUN_DAYS }, (_, back) => this.#today - back);
    return [...days.flatMap((day) => REGIONS.map((region) => ({ day, region }))), 'changed'];
  }

  async #total(stretches: readonly Stretch[]): Promise<number> {
    let total = 0;
    for (const stretch of stretches) {
      if (stretch === 'changed') continue;
      total += this.#request.ledger.read(
        (tx) => tx.pluck<number>('SELECT count(*) FROM mail WHERE posting_day = ? AND region = ?', [stretch.day, stretch.region]) ?? 0,
      );
      await this.#breathe();
    }
    return total;
  }

  #pick(tx: ReadTx, stretch: Stretch, afterId: number): MailRow[] {
    if (stretch === 'changed') return tx.all<MailRow>(CHANGED, [afterId, BATCH]);
    return tx.all<MailRow>(POSTED, [stretch.day, stretch.region, afterId, BATCH]);
  }

  /** Answers with the last id, or null when there was nothing left. */
  #batch(tx: ReadTx, stretch: Stretch, afterId: number): number | null {
    const rows = this.#pick(tx, stretch, afterId);
    for (const states of this.#load(tx, rows)) {
      if (stretch === 'changed' && !this.#isOnlyHere(states)) continue;
      const hasStrays = this.#pairsBefore.add(states.before);
      if (this.#pairsAfter.add(states.after) || hasStrays) this.#deferred.push(states.row.id);
      else this.#compare(states);
    }
    return rows[rows.length - 1]?.id ?? null;
  }

  #finish(tx: ReadTx, ids: readonly number[]): void {
    const rows = tx.all<MailRow>(
      'SELECT mail.id, mail_no, trace_as_of, posting_day FROM json_each(?) AS wanted CROSS JOIN mail ON mail.id = wanted.value',
      [JSON.stringify(ids)],
    );
    for (const states of this.#load(tx, rows)) this.#compare(states);
  }

  #load(tx: ReadTx, rows: readonly MailRow[]): States[] {
    const { before, after } = this.#request;
    const old = new MailLoader(tx, before).loadBatch(rows);
    const next = this.#readsAnew ? new MailLoader(tx, after).loadBatch(rows) : old;
    return rows.map((row, index) => ({ row, before: at(old, index), after: at(next, index) }));
  }

  /** A mail not yet folded counts by its facts, unless its last fold stood in the range: the index gave it already. */
  #isOnlyHere({ row, before }: States): boolean {
    return !this.#isInRange(row.posting_day) && this.#isInRange(before.acceptance?.day ?? null);
  }

  #isInRange(day: number | null): boolean {
    return day !== null && day > this.#today - DRY_RUN_DAYS && day <= this.#today;
  }

  #compare({ row, before, after }: States): void {
    const old = this.#rulesOf(before, { rules: this.#request.before, pairs: this.#pairsBefore });
    const next = this.#rulesOf(after, { rules: this.#request.after, pairs: this.#pairsAfter });
    const isWatched = !before.terminal && before.traceAsOf !== null;
    const atOnce = isWatched || (this.#readsAnew && hasMoved(before, after));
    this.#tally.add({ mailId: row.id, clientCode: before.clientCode, before: old, after: next, atOnce });
  }

  #rulesOf(state: MailState, { rules, pairs }: { rules: CompiledRules; pairs: SwapPairs }): Rule[] {
    const swapPartners = pairs.partnersOf(state);
    return evaluate(state, { now: this.#request.now, rules, swapPartners }).findings.map(({ rule }) => rule);
  }

  async #breathe(): Promise<void> {
    if (this.#request.signal.aborted) throw new AppError('cancelled', 'cancelled');
    await this.#request.pause?.();
  }
}

/** The index over posting day and region ends in the row's id. */
export const POSTED = `SELECT id, mail_no, trace_as_of, posting_day FROM mail
  WHERE posting_day = ? AND region = ? AND id > ? ORDER BY id LIMIT ?`;
export const CHANGED = `SELECT id, mail_no, trace_as_of, posting_day FROM mail WHERE dirty > 0 AND dirty = 1 AND id > ? ORDER BY id LIMIT ?`;

function hasMoved(before: MailState, after: MailState): boolean {
  return (
    before.stage !== after.stage ||
    before.terminal !== after.terminal ||
    before.region !== after.region ||
    before.acceptance?.at !== after.acceptance?.at
  );
}
