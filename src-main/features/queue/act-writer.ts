import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { actOpId } from '#shared/domain/exceptions/acts.ts';
import { ACT_REFUSALS } from '#shared/domain/exceptions/gates.ts';
import type { ActRefusal } from '#shared/domain/exceptions/gates.ts';
import type { FoldedOp } from '#shared/domain/exceptions/ops.ts';
import { actOfOp } from '#shared/domain/permissions/op-acts.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';
import { findException, performAct } from '../exceptions/index.ts';
import { findPerson } from '../people/index.ts';
import { assertMay, isClientInScope } from '../permissions/index.ts';
import type { Person } from '../people/index.ts';
import { rulesAt } from '../rules/index.ts';
import { draftOf } from './act-drafts.ts';
import type { QueueAct } from './act-drafts.ts';
import { writeInSlices } from './act-turns.ts';
import type { ActPorts } from './act-turns.ts';

export type ActOutcome = OutputOf<AppContract['queue']['act']>;
type Refused = ActOutcome['refused'][number];
export type ActOrder = { act: QueueAct; actId: string; person: Person; now: number };

/**
 * One act on many exceptions: each passes the gates of its own, what is refused is named, the rest
 * is done, all under one act. Repeated with the same id it does what is left of it.
 */
export async function actOnAll(ports: ActPorts, exceptionIds: readonly string[], order: ActOrder): Promise<ActOutcome> {
  const refused: Refused[] = [];
  const items = [...new Set(exceptionIds)];
  await writeInSlices(items, ports, (tx, id) => {
    const refusal = refusalOn(tx, id, order);
    if (refusal) refused.push(refusal);
  });
  return { actId: order.actId, applied: items.length - refused.length, refused };
}

function refusalOn(tx: WriteTx, exceptionId: string, order: ActOrder): Refused | null {
  try {
    actOn(tx, exceptionId, order);
    return null;
  } catch (error) {
    const refusal = actRefusalOf(error);
    if (!refusal) throw error;
    const mailNo = tx.pluck<string>('SELECT mail_no FROM exception WHERE uid = ?', [exceptionId]) ?? '';
    return { exceptionId, mailNo, reason: refusal.reason, detail: named(tx, refusal.detail) };
  }
}

/** One act on one exception. Throws AppError with a reason of ACT_REFUSALS, or forbidden `not-permitted`. */
function actOn(tx: WriteTx, exceptionId: string, { act, actId, person, now }: ActOrder): void {
  const opId = actOpId(actId, exceptionId);
  // An act that was written alone has one op, of the act's own id.
  if (tx.pluck('SELECT 1 FROM op WHERE id IN (?, ?)', [opId, actId]) !== undefined) return;
  const state = findException(tx, exceptionId);
  if (!state) throw new AppError('not-found', 'not-found');
  if (!isClientInScope(tx, person, state.assessment.clientCode)) throw new AppError('conflict', 'out-of-scope');
  const draft = draftOf(act, state, { tx, now, person, rules: rulesAt(tx, now) });
  const needed = actOfOp(draft.kind);
  assert(needed !== null && needed !== 'system', 'what people do is an act of people');
  assertMay(person, needed);
  performAct(tx, { ...draft, entityId: exceptionId, actor: person.id, occurredAt: now } as FoldedOp, opId);
}

/** Who takes what over must be there. Throws AppError 'not-found' `person-not-found`. */
export function assertTaker(tx: ReadTx, act: QueueAct): void {
  if (act.kind !== 'transfer') return;
  const person = findPerson(tx, act.to);
  if (!person || person.removed) throw new AppError('not-found', 'person-not-found');
}

function actRefusalOf(error: unknown): ActRefusal | null {
  if (!isAppError(error)) return null;
  const reason = ACT_REFUSALS.find((each) => each === error.reason);
  if (reason === undefined) return null;
  return { reason, detail: Object.fromEntries(Object.entries(error.detail).map(([key, value]) => [key, String(value)])) };
}

/** People are named to people. */
function named(tx: ReadTx, detail: Record<string, string>): Record<string, string> {
  const name = detail['owner'] === undefined ? undefined : findPerson(tx, detail['owner'])?.name;
  return name === undefined ? detail : { ...detail, ownerName: name };
}
