import type { ExceptionOpArgs, LoggedOp } from '#shared/domain/exceptions/ops.ts';
import { foldLog } from '#shared/domain/exceptions/undo.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';
import { logOf, opsOfAct, setUndone, UNDO } from './act-store.ts';
import { findException, removeException, saveException } from './store.ts';

/**
 * Folds the whole log of an exception anew, after the server decided of it, and writes what differs.
 * What nobody here may see any more leaves; so does what a refused op alone had made.
 */
export function refoldException(tx: WriteTx, uid: string): void {
  const before = findException(tx, uid);
  const ops = logOf(tx, uid);
  if (!ops) return;
  const { state: after } = foldLog(ops);
  if (!after) {
    if (before) removeException(tx, before);
  } else if (!before || canonicalJson(after) !== canonicalJson(before)) {
    saveException(tx, after, before);
    // Closed ones are not screened: one that is open again, or new here, is looked at.
    const isOpened = after.status !== 'closed' && before?.status !== after.status;
    if (isOpened) tx.run('UPDATE mail SET dirty = 2 WHERE mail_no = ? AND dirty = 0', [after.mailNo]);
  }
  for (const actId of undoneActs(tx, uid, ops)) setUndone(tx, actId, countUndone(tx, actId));
}

/** Acts of which something was, or seemed to be, taken back here. */
function undoneActs(tx: ReadTx, uid: string, ops: readonly LoggedOp[]): Set<string> {
  const own = tx.pluckAll<string>('SELECT args_json FROM op WHERE entity_id = ? AND kind = ? AND args_json IS NOT NULL', [uid, UNDO]);
  const named = own.map((args) => (JSON.parse(args) as ExceptionOpArgs<'exception.undo'>).act);
  return new Set([...named, ...undosIn(ops).map(({ act }) => act)]);
}

/** How many ops of an act are taken back, over all exceptions that it touched. */
function countUndone(tx: ReadTx, actId: string): number {
  const uids = new Set(opsOfAct(tx, actId).map(({ exceptionUid }) => exceptionUid));
  let count = 0;
  for (const uid of uids) {
    for (const { act, ops } of undosIn(logOf(tx, uid) ?? [])) if (act === actId) count += ops.length;
  }
  return count;
}

function undosIn(ops: readonly LoggedOp[]): ExceptionOpArgs<'exception.undo'>[] {
  return ops.flatMap((op) => (op.kind === UNDO ? [op.args as ExceptionOpArgs<'exception.undo'>] : []));
}
