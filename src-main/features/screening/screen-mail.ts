import type { Assessment } from '#shared/domain/exceptions/exception.ts';
import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import { evaluate } from '#shared/domain/screening/evaluate.ts';
import type { Finding, MailState } from '#shared/domain/screening/evaluation.ts';
import { slotOpening } from '#shared/domain/screening/slots.ts';
import { interventionDueAt } from '#shared/domain/screening/intervention.ts';
import { suggest } from '#shared/domain/screening/suggest.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { Prepared, WriteTx } from '../../ledger/index.ts';
import { findLatestException, reconcileFindings } from '../exceptions/index.ts';
import type { Reconciled } from '../exceptions/index.ts';
import { MailLoader } from '../mails/index.ts';
import { Membership } from './membership.ts';
import type { MailRow, Slot } from './membership.ts';
import { Partners } from './partners.ts';
import { SlotSums } from './slot-sums.ts';
import { VerdictWriter } from './verdict-writer.ts';

export type ScreenContext = {
  now: number;
  rules: CompiledRules;
  /** True for clients with a tier that makes them key clients. */
  isKeyClient: (code: string | null) => boolean;
};

export type ScreenCounts = Reconciled & { evaluated: number; due: number };

/**
 * Folds and evaluates mails one by one within one transaction: the fold's columns, slot
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
  readonly #getMail: Prepared<MailRow>;
  readonly #setFold: Prepared<never>;
  readonly #setEvaluated: Prepared<never>;
  readonly #hasException: Prepared<{ one: number }>;

  constructor(tx: WriteTx, context: ScreenContext) {
    this.#tx = tx;
    this.#context = context;
    this.#loader = new MailLoader(tx, context.rules);
    this.#membership = new Membership(tx, this.#sums, context.rules);
    this.#verdicts = new VerdictWriter(tx, this.#sums, context);
    this.#partners = new Partners(tx);
    this.#getMail = tx.prepare('SELECT * FROM mail WHERE id = ?');
    this.#setFold = tx.prepare(
      `UPDATE mail SET dirty = 2, accepted_at = ?, posting_day = ?, region = ?, region_basis = ?, stage = ?,
         terminal = ?, client_code = ?, dest_city = ? WHERE id = ?`,
    );
    this.#setEvaluated = tx.prepare('UPDATE mail SET dirty = 0, next_at = ? WHERE id = ?');
    this.#hasException = tx.prepare('SELECT 1 AS one FROM exception WHERE mail_no = ? LIMIT 1');
  }

  /** Only the fold: region, posting day, slots. What coverage reads; no rule is asked. */
  fold(mailId: number): void {
    const row = this.#getMail.get(mailId);
    if (row) this.#foldRow(row);
  }

  /** Fold, findings, verdicts, exception. */
  screen(mailId: number): void {
    const row = this.#getMail.get(mailId);
    if (!row) return;
    const { state, slots } = this.#foldRow(row);
    const { now, rules } = this.#context;
    this.counts.evaluated += 1;
    if (state.acceptance === null || state.stage === 'void') {
      this.#conclude(state, [], slots);
      this.#setEvaluated.run(null, row.id);
      return;
    }
    const swapPartners = this.#partners.of(row.id, state);
    const { findings, nextAt } = evaluate(state, { now, rules, swapPartners });
    this.#conclude(state, findings, slots);
    let next = nextAt;
    for (const slot of slots) {
      const opening = slotOpening(slot.day, slot.region, rules);
      if (opening > now) next = next === null ? opening : Math.min(next, opening);
      else this.counts.due += this.#verdicts.write(row.id, state, findings, slot) ? 1 : 0;
    }
    this.#setEvaluated.run(next, row.id);
  }

  /** Writes what was gathered over the batch; call once before the transaction ends. */
  finish(): void {
    this.#sums.flush(this.#tx);
  }

  #foldRow(row: MailRow): { state: MailState; slots: readonly Slot[] } {
    const state = this.#loader.load(row);
    const next: MailRow = {
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
    const slots = this.#membership.move(row, next);
    if (hasMoved(row, next)) {
      this.#setFold.run(
        next.accepted_at, next.posting_day, next.region, next.region_basis, next.stage,
        next.terminal, next.client_code, next.dest_city, row.id,
      );
    }
    this.#partners.update(row.id, state);
    return { state, slots };
  }

  #conclude(state: MailState, findings: readonly Finding[], slots: readonly Slot[]): void {
    const { now } = this.#context;
    if (findings.length === 0) {
      if (this.#hasException.get(state.mailNo) === undefined) return;
      this.#count(reconcileFindings(this.#tx, state.mailNo, now, null));
      return;
    }
    const assessment = this.#assess(state, findings, slots);
    this.#count(reconcileFindings(this.#tx, state.mailNo, now, { findings, assessment }));
  }

  #assess(state: MailState, findings: readonly Finding[], slots: readonly Slot[]): Assessment {
    const { now, rules, isKeyClient } = this.#context;
    // Null without a slot of its own: international, or a region not yet known.
    const day = slots.length === 1 ? (slots[0]?.day ?? null) : null;
    const isKey = isKeyClient(state.clientCode);
    const suggestion = suggest(state, findings, { now, rules, isKeyClient: isKey, slotDay: day });
    assert(suggestion, 'findings always suggest something');
    const latest = findLatestException(this.#tx, state.mailNo);
    const raisedAt = latest && latest.status !== 'closed' ? latest.raisedAt : now;
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

function hasMoved(a: MailRow, b: MailRow): boolean {
  return (
    a.dirty === 1 ||
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
