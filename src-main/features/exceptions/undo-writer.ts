import type { Act } from '#shared/domain/exceptions/acts.ts';
import { actOpId } from '#shared/domain/exceptions/acts.ts';
import type { ExceptionState } from '#shared/domain/exceptions/exception.ts';
import type { LoggedOp } from '#shared/domain/exceptions/ops.ts';
import { foldLog, reliantOp, touchedByOther, UNDO_DEPTH } from '#shared/domain/exceptions/undo.ts';
import type { FoldedLog, UndoRefusal } from '#shared/domain/exceptions/undo.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';
import { findPerson } from '../people/index.ts';
import { findAct, listActs, logOf, noteUndone, opsOfAct, UNDO } from './act-store.ts';
import { findException, saveException } from './store.ts';
import { logOp } from './writer.ts';

/** Ops of one act on one exception: what is taken back together. */
export type UndoPart = { exceptionUid: string; opIds: readonly string[] };

/** Why a person may not undo an act as a whole, before its exceptions are looked at; or null. */
export function actRefusal(tx: ReadTx, act: Act, personId: string): UndoRefusal | null {
  if (act.actor !== personId) return refuse('undo-not-author', { by: nameOf(tx, act.actor) });
  if (act.kind === UNDO) return refuse('nothing-to-undo');
  if (act.undone >= act.ops) return refuse('undo-done-already');
  const oldest = listActs(tx, personId, UNDO_DEPTH).at(-1);
  return oldest && act.seq < oldest.seq ? refuse('undo-too-old', { depth: String(UNDO_DEPTH) }) : null;
}

/** The person's last act that stands, or undefined. */
export function lastStandingAct(tx: ReadTx, personId: string): Act | undefined {
  return listActs(tx, personId, UNDO_DEPTH).find(({ undone, ops }) => undone < ops);
}

/** What an act did, exception by exception. */
export function undoParts(tx: ReadTx, actId: string): UndoPart[] {
  const byException = new Map<string, string[]>();
  for (const { id, exceptionUid } of opsOfAct(tx, actId)) {
    const known = byException.get(exceptionUid);
    if (known) known.push(id);
    else byException.set(exceptionUid, [id]);
  }
  return [...byException].map(([exceptionUid, opIds]) => ({ exceptionUid, opIds }));
}

/** Why one exception keeps an act from being undone, or null. */
export function partRefusal(tx: ReadTx, part: UndoPart, author: string): UndoRefusal | null {
  const before = findException(tx, part.exceptionUid);
  const ops = logOf(tx, part.exceptionUid);
  if (!before || !ops) return refuse('undo-too-old', { depth: String(UNDO_DEPTH) });
  return refusalIn(tx, { before, log: foldLog(ops), after: afterUndo(ops, part), part, author });
}

type Undoing = { before: ExceptionState; log: FoldedLog; after: ExceptionState; part: UndoPart; author: string };

function refusalIn(tx: ReadTx, { before, log, after, part, author }: Undoing): UndoRefusal | null {
  const { mailNo } = before;
  const opIds = new Set(part.opIds);
  const touched = touchedByOther(log, opIds, author);
  if (touched) {
    const { kind, actor, occurredAt } = touched;
    return refuse('undo-touched-by-other', {
      mailNo,
      kind: kind.slice(kind.indexOf('.') + 1),
      by: nameOf(tx, actor),
      at: String(occurredAt),
    });
  }
  const reliant = reliantOp(log, opIds);
  if (reliant) {
    const { kind, occurredAt } = reliant.op;
    return refuse('undo-relied-on', { mailNo, kind: kind.slice(kind.indexOf('.') + 1), at: String(occurredAt), why: reliant.reason });
  }
  const reopens = before.status === 'closed' && after.status !== 'closed';
  const newer = 'SELECT 1 FROM exception WHERE mail_no = ? AND cycle > ?';
  return reopens && tx.pluck(newer, [mailNo, before.cycle]) !== undefined ? refuse('undo-newer-cycle', { mailNo }) : null;
}

/**
 * Takes an act back on one exception: an op that names the ops, and the fold without them.
 * Answers false when that is done already. Throws AppError 'conflict' with a reason of UNDO_REFUSALS.
 */
export function undoOnException(
  tx: WriteTx,
  part: UndoPart,
  { actId, undoId, personId, now }: { actId: string; undoId: string; personId: string; now: number },
): boolean {
  const before = findException(tx, part.exceptionUid);
  const ops = logOf(tx, part.exceptionUid);
  if (!before || !ops) throw undoConflict(refuse('undo-too-old', { depth: String(UNDO_DEPTH) }));
  const log = foldLog(ops);
  const standing = new Set(log.standing.map(({ id }) => id));
  const opIds = part.opIds.filter((id) => standing.has(id));
  if (opIds.length === 0) return false;
  const after = afterUndo(ops, { ...part, opIds });
  const refusal = refusalIn(tx, { before, log, after, part: { ...part, opIds }, author: personId });
  if (refusal) throw undoConflict(refusal);
  const args = { act: actId, ops: opIds };
  logOp(tx, { kind: UNDO, entityId: part.exceptionUid, args, actor: personId, occurredAt: now }, actOpId(undoId, part.exceptionUid));
  saveException(tx, after, before);
  noteUndone(tx, actId, opIds.length);
  // While it was closed, screening had nothing to say of it.
  if (before.status === 'closed' && after.status !== 'closed') {
    tx.run('UPDATE mail SET dirty = 2 WHERE mail_no = ? AND dirty = 0', [before.mailNo]);
  }
  return true;
}

/** The state as it will be folded once the undo stands in the log. */
function afterUndo(ops: readonly LoggedOp[], { exceptionUid, opIds }: UndoPart): ExceptionState {
  const undo: LoggedOp = { id: '', kind: UNDO, entityId: exceptionUid, args: { act: '', ops: [...opIds] }, actor: '', occurredAt: 0 };
  const { state } = foldLog([...ops, undo]);
  assert(state, 'what screening raised stays raised');
  return state;
}

/** The act, or a refusal in words: AppError 'not-found' or 'conflict'. */
export function getUndoableAct(tx: ReadTx, actId: string, personId: string): Act {
  const act = findAct(tx, actId);
  if (!act) throw new AppError('not-found', 'nothing-to-undo');
  const refusal = actRefusal(tx, act, personId);
  if (refusal) throw undoConflict(refusal);
  return act;
}

export function undoConflict({ reason, detail }: UndoRefusal): AppError {
  return new AppError('conflict', reason, { detail });
}

function nameOf(tx: ReadTx, personId: string): string {
  const name = findPerson(tx, personId)?.name ?? '';
  return name === '' ? personId : name;
}

function refuse(reason: UndoRefusal['reason'], detail: Record<string, string> = {}): UndoRefusal {
  return { reason, detail };
}
