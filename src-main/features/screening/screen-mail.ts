import type { Assessment } from '#shared/domain/exceptions/exception.ts';
import { evaluate } from '#shared/domain/screening/evaluate.ts';
import type { Finding, MailState } from '#shared/domain/screening/evaluation.ts';
import { slotOpening } from '#shared/domain/screening/slots.ts';
import { interventionDueAt } from '#shared/domain/screening/intervention.ts';
import { suggest } from '#shared/domain/screening/suggest.ts';
import { assert, at } from '#shared/kernel/assert.ts';
import type { Prepared, WriteTx } from '../../ledger/index.ts';
import { reconcileFindings } from '../exceptions/index.ts';
import type { Reconciled } from '../exceptions/index.ts';
import { MailLoader } from '../mails/index.ts';
import { isFolded, Membership } from './membership.ts';
import type { MailRow, Slot } from './membership.ts';
import { Partners } from './partners.ts';
import type { ScreenContext } from './screen-context.ts';
import { SlotSums } from './slot-sums.ts';
import { VerdictWriter } from './verdict-writer.ts';

export type ScreenCounts = Reconciled & { evaluated: number; due: number };

/**
 * Folds and evaluates batches of mails within one transaction: the fold's columns, slot
 * membership, verdicts, the exception and the next moment at which anything could change.
 */
export class MailScreener {
  readonly counts: ScreenCounts = { raised: 0, withdrawn: 0, selfCleared: 0, evaluated: 0, due: 0 };
  readonly #tx: WriteTx;
  readonly #context: ScreenContext;
  readonly #loader: MailLoader;
  readonly #sums = new SlotSums();
  readonly #membership: Membership;
  readonly #verdicts: VerdictWriter;
  readonly #partners: Partners;
  readonly #setFold: Prepared<never>;
  readonly #setEvaluated: Prepared<never>;

  constructor(tx: WriteTx, context: ScreenContext) {
    this.#tx = tx;
    this.#context = context;
    this.#loader = new MailLoader(tx, context.rules);
    this.#membership = new Membership(tx, this.#sums, context.rules);
    this.#verdicts = new VerdictWriter(tx, this.#sums, context);
    this.#partners = new Partners(tx);
    this.#setFold = tx.prepare(
      `UPDATE mail SET dirty = ?, next_at = ?, accepted_at = ?, posting_day = ?, region = ?, region_basis = ?,
         stage = ?, terminal = ?, client_code = ?, dest_city = ? WHERE id = ?`,
    );
    this.#setEvaluated = tx.prepare('UPDATE mail SET dirty = 0, next_at = ? WHERE id = ?');
  }

  /** Only the fold: region, posting day, slots. What coverage reads; no rule is asked. */
  fold(mailIds: readonly number[]): void {
    for (const { row, state } of this.#load(mailIds)) {
      const folded = foldOf(row, state);
      this.#membership.move(row, folded);
      this.#partners.update(row.id, state);
      this.#writeFold(folded, 2, row.next_at);
    }
    this.#sums.flush(this.#tx);
  }

  /** Fold, findings, verdicts, exception. */
  screen(mailIds: readonly number[]): void {
    const loaded = this.#load(mailIds).map(({ row, state }) => {
      const folded = foldOf(row, state);
      const slots = this.#membership.move(row, folded);
      this.#partners.update(row.id, state);
      return { row, state, folded, slots };
    });
    // After all have moved: a verdict's place in the sums and a mail's partners are then known.
    const seen = loaded.map(({ row }) => row).filter(isFolded);
    this.#verdicts.preload(seen.map(({ id }) => id));
    const excepted = this.#excepted(seen);
    for (const { row, state, folded, slots } of loaded) {
      const nextAt = this.#evaluate(row.id, state, { slots, hasException: excepted.has(row.mail_no) });
      if (hasMoved(row, folded)) this.#writeFold(folded, 0, nextAt);
      else this.#setEvaluated.run(nextAt, row.id);
    }
    this.#sums.flush(this.#tx);
  }

  /** Findings, verdicts and exception of a folded mail; answers with its next moment. */
  #evaluate(mailId: number, state: MailState, { slots, hasException }: { slots: readonly Slot[]; hasException: boolean }): number | null {
    const { now, rules } = this.#context;
    this.counts.evaluated += 1;
    if (state.acceptance === null || state.stage === 'void') {
      this.#conclude(state, [], { slots, hasException });
      return null;
    }
    const { findings, nextAt } = evaluate(state, { now, rules, swapPartners: this.#partners.of(mailId, state) });
    this.#conclude(state, findings, { slots, hasException });
    let next = nextAt;
    for (const slot of slots) {
      const opening = slotOpening(slot.day, slot.region, rules);
      if (opening > now) next = next === null ? opening : Math.min(next, opening);
      else if (this.#verdicts.write(mailId, slot, { state, findings })) this.counts.due += 1;
    }
    return next;
  }

  #load(mailIds: readonly number[]): { row: MailRow; state: MailState }[] {
    const rows = this.#tx.all<MailRow>('SELECT mail.* FROM json_each(?) AS wanted CROSS JOIN mail ON mail.id = wanted.value', [
      JSON.stringify(mailIds),
    ]);
    this.#partners.preload(rows.filter(isFolded).map(({ id }) => id));
    const states = this.#loader.loadBatch(rows);
    return rows.map((row, index) => ({ row, state: at(states, index) }));
  }

  #excepted(rows: readonly MailRow[]): ReadonlySet<string> {
    return new Set(
      this.#tx.pluckAll<string>('SELECT mail_no FROM json_each(?) AS wanted CROSS JOIN exception ON mail_no = wanted.value', [
        JSON.stringify(rows.map((row) => row.mail_no)),
      ]),
    );
  }

  #writeFold(row: MailRow, dirty: 0 | 2, nextAt: number | null): void {
    this.#setFold.run(
      dirty,
      nextAt,
      row.accepted_at,
      row.posting_day,
      row.region,
      row.region_basis,
      row.stage,
      row.terminal,
      row.client_code,
      row.dest_city,
      row.id,
    );
  }

  #conclude(
    state: MailState,
    findings: readonly Finding[],
    { slots, hasException }: { slots: readonly Slot[]; hasException: boolean },
  ): void {
    if (findings.length === 0 && !hasException) return;
    const assess = (raisedAt: number): Assessment => this.#assess(state, findings, { slots, raisedAt });
    this.#count(reconcileFindings(this.#tx, state.mailNo, { now: this.#context.now, findings, assess }));
  }

  #assess(state: MailState, findings: readonly Finding[], { slots, raisedAt }: { slots: readonly Slot[]; raisedAt: number }): Assessment {
    const { now, rules, isKeyClient } = this.#context;
    // Null without a slot of its own: international, or a region not yet known.
    const day = slots.length === 1 ? (slots[0]?.day ?? null) : null;
    const isKey = isKeyClient(state.clientCode);
    const suggestion = suggest(state, findings, { now, rules, isKeyClient: isKey, slotDay: day });
    assert(suggestion, 'findings always suggest something');
    return {
      day,
      region: state.region,
      clientCode: state.clientCode,
      mainRule: suggestion.mainRule,
      type: suggestion.abnormalType,
      stage: suggestion.responsibleStage,
      organisation: suggestion.organisation,
      priority: suggestion.priority,
      interventionDue: interventionDueAt(raisedAt, suggestion.priority, rules),
    };
  }

  #count(change: Reconciled): void {
    this.counts.raised += change.raised;
    this.counts.withdrawn += change.withdrawn;
    this.counts.selfCleared += change.selfCleared;
  }
}

/** The row as the fold makes it. */
function foldOf(row: MailRow, state: MailState): MailRow {
  return {
    ...row,
    accepted_at: state.acceptance?.at ?? null,
    posting_day: state.acceptance?.day ?? null,
    region: state.region,
    region_basis: state.regionBasis,
    stage: state.stage,
    terminal: state.terminal ? 1 : 0,
    client_code: state.clientCode,
    dest_city: state.destCity,
  };
}

function hasMoved(a: MailRow, b: MailRow): boolean {
  return (
    a.accepted_at !== b.accepted_at ||
    a.posting_day !== b.posting_day ||
    a.region !== b.region ||
    a.stage !== b.stage ||
    a.terminal !== b.terminal ||
    a.client_code !== b.client_code ||
    a.dest_city !== b.dest_city ||
    a.region_basis !== b.region_basis
  );
}
