import type { Assessment, ExceptionState } from '#shared/domain/exceptions/exception.ts';
import { foldException } from '#shared/domain/exceptions/fold.ts';
import { refusalOf } from '#shared/domain/exceptions/gates.ts';
import { exceptionUid, systemOpId } from '#shared/domain/exceptions/ids.ts';
import type { ExceptionOp } from '#shared/domain/exceptions/ops.ts';
import type { Finding } from '#shared/domain/screening/evaluation.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import { sha256Hex } from '#shared/kernel/sha256.ts';
import type { WriteTx } from '../../ledger/index.ts';
import { appendOp } from '../../ledger/index.ts';
import { findException, findLatestException, saveException } from './store.ts';

export const EXCEPTION = 'exception';
export const SYSTEM = 'system';
export type Reconciled = { raised: number; withdrawn: number; selfCleared: number };

/**
 * A person's act on an exception: gates, op, fold, all in the caller's transaction.
 * `opId` is made once per act, so that a repeated request changes nothing.
 * Throws AppError 'not-found', or 'conflict' with a reason of ACT_REFUSALS.
 */
export function performAct(tx: WriteTx, op: ExceptionOp, opId: string): ExceptionState {
  const before = findException(tx, op.entityId);
  if (!before) throw new AppError('not-found', 'not-found');
  if (tx.pluck('SELECT 1 FROM op WHERE id = ?', [opId]) !== undefined) return before;
  const refusal = refusalOf(before, op);
  if (refusal) throw new AppError('conflict', refusal.reason, { detail: refusal.detail });
  const after = logAndFold(tx, before, op, opId);
  saveException(tx, after, before);
  return after;
}

/**
 * Brings a mail's exception in line with what the rules find now: raises the next cycle, adds
 * and withdraws findings, notes a changed suggestion, or lets it clear itself. The ops are the
 * system's, and the same findings at the same state always give the same ops. `assess` makes the
 * suggestion for an exception raised at the instant that it is given.
 */
export function reconcileFindings(
  tx: WriteTx,
  mailNo: string,
  now: number,
  { findings, assess }: { findings: readonly Finding[]; assess: (raisedAt: number) => Assessment },
): Reconciled {
  const counts: Reconciled = { raised: 0, withdrawn: 0, selfCleared: 0 };
  const before = findLatestException(tx, mailNo);
  if (findings.length === 0) {
    if (before?.status === 'open') saveException(tx, clear(tx, before, now, counts), before);
    return counts;
  }
  const isNew = before === undefined || before.status === 'closed';
  if (before?.status === 'closed' && standsAsClosed(before, findings)) return counts;
  const assessment = assess(isNew ? now : before.raisedAt);
  let state = isNew ? raise(tx, { mailNo, cycle: (before?.cycle ?? 0) + 1, now, assessment, findings }) : before;
  if (isNew) counts.raised += 1;
  for (const old of state.findings) {
    if (findings.some((next) => next.rule === old.rule && next.since === old.since)) continue;
    state = system(tx, state, { kind: 'exception.withdraw', args: { rule: old.rule, since: old.since, assessment } }, now);
    counts.withdrawn += 1;
  }
  for (const { rule, since, evidence } of findings) {
    if (state.findings.some((old) => old.rule === rule)) continue;
    state = system(tx, state, { kind: 'exception.find', args: { rule, since, evidence: { ...evidence }, assessment } }, now);
  }
  if (canonicalJson(state.assessment) !== canonicalJson(assessment)) {
    state = system(tx, state, { kind: 'exception.assess', args: { assessment } }, now);
  }
  if (state !== before) saveException(tx, state, isNew ? undefined : before);
  return counts;
}

/** True when people closed exactly this: nothing has turned abnormal since. */
function standsAsClosed(closed: ExceptionState, findings: readonly Finding[]): boolean {
  return findings.every((next) => closed.findings.some((old) => old.rule === next.rule && old.since === next.since));
}

function raise(
  tx: WriteTx,
  draft: { mailNo: string; cycle: number; now: number; assessment: Assessment; findings: readonly Finding[] },
): ExceptionState {
  const { mailNo, cycle, now, assessment } = draft;
  const uid = exceptionUid(mailNo, cycle);
  const op: ExceptionOp = {
    kind: 'exception.raise',
    entityId: uid,
    args: { mailNo, cycle, assessment },
    actor: SYSTEM,
    occurredAt: now,
  };
  const since = draft.findings.find(({ rule }) => rule === assessment.mainRule)?.since ?? now;
  const opId = systemOpId({ mailNo, cycle, kind: op.kind, rule: assessment.mainRule, since, repetition: 0 });
  return logAndFold(tx, undefined, op, opId);
}

function clear(tx: WriteTx, state: ExceptionState, now: number, counts: Reconciled): ExceptionState {
  let current = state;
  for (const { rule, since } of state.findings) {
    current = system(tx, current, { kind: 'exception.withdraw', args: { rule, since, assessment: null } }, now);
    counts.withdrawn += 1;
  }
  counts.selfCleared += 1;
  return system(tx, current, { kind: 'exception.self-clear', args: {} }, now);
}

type SystemOp = {
  [K in ExceptionOp['kind']]: Pick<Extract<ExceptionOp, { kind: K }>, 'kind' | 'args'>;
}['exception.withdraw' | 'exception.find' | 'exception.assess' | 'exception.self-clear'];

function system(tx: WriteTx, state: ExceptionState, draft: SystemOp, now: number): ExceptionState {
  const op = { ...draft, entityId: state.uid, actor: SYSTEM, occurredAt: now } as ExceptionOp;
  const key = keyOf(draft);
  let repetition = 0;
  let opId: string;
  do {
    opId = systemOpId({ mailNo: state.mailNo, cycle: state.cycle, kind: draft.kind, ...key, repetition });
    repetition += 1;
  } while (tx.pluck('SELECT 1 FROM op WHERE id = ?', [opId]) !== undefined);
  return logAndFold(tx, state, op, opId);
}

function keyOf(draft: SystemOp): { rule: string; since: number } {
  if (draft.kind === 'exception.find' || draft.kind === 'exception.withdraw') {
    return { rule: draft.args.rule, since: draft.args.since };
  }
  if (draft.kind === 'exception.assess') return { rule: sha256Hex(canonicalJson(draft.args)).slice(0, 16), since: 0 };
  return { rule: '', since: 0 };
}

/** The caller saves the state, once for all ops of its act. */
function logAndFold(
  tx: WriteTx,
  before: ExceptionState | undefined,
  op: ExceptionOp,
  opId: string,
): ExceptionState {
  const { kind, entityId, args, actor, occurredAt } = op;
  appendOp(tx, { id: opId, kind, entity: EXCEPTION, entityId, args, actor, occurredAt });
  return foldException(before, op);
}
