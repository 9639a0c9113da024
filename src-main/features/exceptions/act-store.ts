import { actOf, foldAct } from '#shared/domain/exceptions/acts.ts';
import type { Act, ActOp } from '#shared/domain/exceptions/acts.ts';
import type { ExceptionOp, LoggedOp } from '#shared/domain/exceptions/ops.ts';
import type { EntityOp, ReadTx, WriteTx } from '../../ledger/index.ts';
import { entityLog } from '../../ledger/index.ts';

type ActRow = Omit<Act, 'lastSeq'> & { last_seq: number };
export type OpOfAct = { id: string; exceptionUid: string; seq: number };

export const UNDO = 'exception.undo';
const changedKey = Symbol('acts changed');

export function findAct(tx: ReadTx, id: string): Act | undefined {
  const row = tx.get<ActRow>('SELECT * FROM act WHERE id = ?', [id]);
  return row && actOfRow(row);
}

/** A person's last acts, the newest first; what took others back is no act of its own. */
export function listActs(tx: ReadTx, actor: string, limit: number): Act[] {
  return tx.all<ActRow>(`SELECT * FROM act WHERE actor = ? AND kind <> '${UNDO}' ORDER BY seq DESC LIMIT ?`, [actor, limit]).map(actOfRow);
}

/** Every row, for `verify`. */
export function* iterateActs(tx: ReadTx): IterableIterator<Act> {
  for (const row of tx.iterate<ActRow>('SELECT * FROM act ORDER BY seq')) yield actOfRow(row);
}

export function noteOp(tx: WriteTx, op: ActOp): void {
  const act = foldAct(findAct(tx, actOf(op.id)), op);
  tx.run(
    `INSERT INTO act (seq, last_seq, id, actor, kind, at, ops, undone) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET last_seq = excluded.last_seq, ops = excluded.ops`,
    [act.seq, act.lastSeq, act.id, act.actor, act.kind, act.at, act.ops, act.undone],
  );
  noteActs(tx);
}

export function noteUndone(tx: WriteTx, actId: string, ops: number): void {
  tx.run('UPDATE act SET undone = undone + ? WHERE id = ?', [ops, actId]);
  noteActs(tx);
}

/** Counts anew how many of an act's ops are taken back. */
export function setUndone(tx: WriteTx, actId: string, ops: number): void {
  if (tx.run('UPDATE act SET undone = @ops WHERE id = @actId AND undone <> @ops', { actId, ops }).changes > 0) noteActs(tx);
}

/** One topic for a transaction. */
function noteActs(tx: WriteTx): void {
  tx.scratch(changedKey, () => {
    tx.emit('undo.changed', {});
    return true;
  });
}

/** Ops of an act: the one of its own id, and those whose ids go on after it. */
export function opsOfAct(tx: ReadTx, actId: string): OpOfAct[] {
  // '0' is the sign after '/': the range of all that goes on after the act's id.
  return tx.all<OpOfAct>(OPS_OF_ACT, [actId, `${actId}/`, `${actId}0`]).sort((a, b) => a.seq - b.seq);
}
export const OPS_OF_ACT = `SELECT id, entity_id AS exceptionUid, seq FROM op WHERE id = ?
  UNION ALL SELECT id, entity_id, seq FROM op WHERE id > ? AND id < ?`;

/**
 * The log of one exception, from the op on that raised it: what people did here on an exception that
 * is not visible here any more has nothing to stand on. Undefined where arguments were erased.
 */
export function logOf(tx: ReadTx, exceptionUid: string): LoggedOp[] | undefined {
  const ops = entityLog(tx, 'exception', exceptionUid);
  if (ops.some(({ args }) => args === undefined)) return undefined;
  const raised = ops.findIndex(({ kind }) => kind === 'exception.raise');
  return raised < 0 ? [] : ops.slice(raised).map(loggedOp);
}

function loggedOp({ id, kind, entityId, args, actor, occurredAt }: EntityOp): LoggedOp {
  return { id, kind, entityId, args, actor, occurredAt } as ExceptionOp & { id: string };
}

function actOfRow({ last_seq, ...row }: ActRow): Act {
  return { ...row, lastSeq: last_seq };
}
