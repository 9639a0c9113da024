import type { Assessment, ExceptionState } from '#shared/domain/exceptions/exception.ts';
import { foldException } from '#shared/domain/exceptions/fold.ts';
import { refusalOf } from '#shared/domain/exceptions/gates.ts';
import { exceptionUid, systemOpId } from '#shared/domain/exceptions/ids.ts';
import type { ExceptionOp, ExceptionOpArgs, FoldedOp } from '#shared/domain/exceptions/ops.ts';
import type { Finding } from '#shared/domain/screening/evaluation.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import { sha256Hex } from '#shared/kernel/sha256.ts';
import type { WriteTx } from '../../ledger/index.ts';
import { appendOp, knowsOp, noteSeen } from '../../ledger/index.ts';
import { findPerson } from '../people/index.ts';
import { noteOp } from './act-store.ts';
import { findException, findLatestException, saveException } from './store.ts';

export const EXCEPTION = 'exception';
export const SYSTEM = 'system';
export type Reconciled = { raised: number; withdrawn: number; selfCleared: number };

/**
 * A person's act on an exception: gates, op, fold, all in the caller's transaction.
 * `opId` is made once per act, so that a repeated request changes nothing.
 * Throws AppError 'not-found', or 'conflict' with a reason of ACT_REFUSALS.
 */
export function performAct(tx: WriteTx, op: FoldedOp, opId: string): ExceptionState {
  const before = findException(tx, op.entityId);
  if (!before) throw new AppError('not-found', 'not-found');
  if (tx.pluck('SELECT 1 FROM op WHERE id = ?', [opId]) !== undefined) return before;
  const role = op.kind === 'exception.transfer' ? findPerson(tx, op.actor)?.role : undefined;
  const refusal = refusalOf(before, op, role);
  if (refusal) throw new AppError('conflict', refusal.reason, { detail: refusal.detail });
  const after = logAndFold(tx, before, { op, opId });
  saveException(tx, after, before);
  return after;
}

export type Decision = {
  now: number;
  findings: readonly Finding[];
  /** Makes the suggestion for an exception raised at the instant that it is given. */
  assess: (raisedAt: number) => Assessment;
};

/**
 * Brings a mail's exception in line with what the rules find now: raises the next cycle, adds
 * and withdraws findings, notes a changed suggestion, or lets it clear itself. The ops are the
 * system's, and the same findings at the same state always give the same ops.
 */
export function reconcileFindings(tx: WriteTx, mailNo: string, decision: Decision): Reconciled {
  const before = findLatestException(tx, mailNo);
  const log = new SystemLog(tx, decision.now);
  const after = decision.findings.length === 0 ? log.clear(before) : log.hold(mailNo, before, decision);
  if (after !== undefined && after !== before) saveException(tx, after, before?.uid === after.uid ? before : undefined);
  return log.counts;
}

type SystemOp = {
  [K in FoldedOp['kind']]: Pick<Extract<FoldedOp, { kind: K }>, 'kind' | 'args'>;
}['exception.withdraw' | 'exception.find' | 'exception.assess' | 'exception.self-clear'];

/** Writes screening's ops of one evaluation and folds them; the caller saves the state once for all. */
class SystemLog {
  readonly counts: Reconciled = { raised: 0, withdrawn: 0, selfCleared: 0 };
  readonly #tx: WriteTx;
  readonly #now: number;

  constructor(tx: WriteTx, now: number) {
    this.#tx = tx;
    this.#now = now;
  }

  /** Nothing is found any more: an open exception waits for its confirmation. */
  clear(before: ExceptionState | undefined): ExceptionState | undefined {
    if (before?.status !== 'open') return before;
    let state = before;
    for (const { rule, since } of before.findings) state = this.#withdraw(state, { rule, since, assessment: null });
    this.counts.selfCleared += 1;
    return this.#append(state, { kind: 'exception.self-clear', args: {} });
  }

  hold(mailNo: string, before: ExceptionState | undefined, { findings, assess }: Decision): ExceptionState | undefined {
    if (before?.status === 'closed' && standsAsClosed(before, findings)) return before;
    const isOpen = before !== undefined && before.status !== 'closed';
    const assessment = assess(isOpen ? before.raisedAt : this.#now);
    const raised = isOpen ? before : this.#raise(mailNo, (before?.cycle ?? 0) + 1, { assessment, findings });
    return raised ? this.#adjust(raised, findings, assessment) : before;
  }

  #adjust(raised: ExceptionState, findings: readonly Finding[], assessment: Assessment): ExceptionState {
    let state = raised;
    for (const { rule, since } of raised.findings) {
      if (findings.some((next) => next.rule === rule && next.since === since)) continue;
      state = this.#withdraw(state, { rule, since, assessment });
    }
    for (const { rule, since, evidence } of findings) {
      if (state.findings.some((old) => old.rule === rule)) continue;
      state = this.#append(state, { kind: 'exception.find', args: { rule, since, evidence: { ...evidence }, assessment } });
    }
    if (canonicalJson(state.assessment) === canonicalJson(assessment)) return state;
    return this.#append(state, { kind: 'exception.assess', args: { assessment } });
  }

  /** What was raised once and is not here any more is not for this machine to see, and not raised again. */
  #raise(
    mailNo: string,
    cycle: number,
    { assessment, findings }: { assessment: Assessment; findings: readonly Finding[] },
  ): ExceptionState | undefined {
    const now = this.#now;
    const { mainRule } = assessment;
    const since = findings.find(({ rule }) => rule === mainRule)?.since ?? now;
    const opId = systemOpId({ mailNo, cycle, kind: 'exception.raise', rule: mainRule, since, repetition: 0 });
    if (knowsOp(this.#tx, opId)) return undefined;
    this.counts.raised += 1;
    const entityId = exceptionUid(mailNo, cycle);
    const args = { mailNo, cycle, assessment };
    return logAndFold(this.#tx, undefined, { opId, op: { kind: 'exception.raise', entityId, args, actor: SYSTEM, occurredAt: now } });
  }

  #withdraw(state: ExceptionState, args: ExceptionOpArgs<'exception.withdraw'>): ExceptionState {
    this.counts.withdrawn += 1;
    return this.#append(state, { kind: 'exception.withdraw', args });
  }

  #append(state: ExceptionState, draft: SystemOp): ExceptionState {
    const { mailNo, cycle, uid } = state;
    const key = { mailNo, cycle, kind: draft.kind, ...keyOf(draft) };
    let repetition = 0;
    let opId = systemOpId({ ...key, repetition });
    while (knowsOp(this.#tx, opId)) {
      repetition += 1;
      opId = systemOpId({ ...key, repetition });
    }
    const op = { ...draft, entityId: uid, actor: SYSTEM, occurredAt: this.#now } as FoldedOp;
    return logAndFold(this.#tx, state, { op, opId });
  }
}

/** True when people closed exactly this: nothing has turned abnormal since. */
function standsAsClosed(closed: ExceptionState, findings: readonly Finding[]): boolean {
  return findings.every((next) => closed.findings.some((old) => old.rule === next.rule && old.since === next.since));
}

function keyOf(draft: SystemOp): { rule: string; since: number } {
  if (draft.kind === 'exception.find' || draft.kind === 'exception.withdraw') {
    return { rule: draft.args.rule, since: draft.args.since };
  }
  if (draft.kind === 'exception.assess') return { rule: sha256Hex(canonicalJson(draft.args)).slice(0, 16), since: 0 };
  return { rule: '', since: 0 };
}

function logAndFold(tx: WriteTx, before: ExceptionState | undefined, { op, opId }: { op: FoldedOp; opId: string }): ExceptionState {
  logOp(tx, op, opId);
  return foldException(before, op);
}

/** Appends an op to the log and, if it is a person's, to the act that it belongs to. */
export function logOp(tx: WriteTx, op: ExceptionOp, opId: string): void {
  const { kind, entityId, args, actor, occurredAt } = op;
  const { seq, repeated } = appendOp(tx, { id: opId, kind, entity: EXCEPTION, entityId, args, actor, occurredAt });
  // Screening's ops are the same wherever they arise; a person's rest on what was seen.
  if (actor === SYSTEM) return;
  if (!repeated) noteSeen(tx, { seq, entity: EXCEPTION, entityId });
  noteOp(tx, { seq, id: opId, kind, actor, occurredAt });
}
