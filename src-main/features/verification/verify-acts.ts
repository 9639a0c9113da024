import { actOf, foldAct } from '#shared/domain/exceptions/acts.ts';
import type { Act } from '#shared/domain/exceptions/acts.ts';
import { logOf } from '../exceptions/index.ts';
import type { ReadTx } from '../../ledger/index.ts';

type OpRow = { seq: number; id: string; kind: string; actor: string; occurred_at: number };
const OWN = `SELECT seq, id, kind, actor, occurred_at FROM op WHERE entity = 'exception' AND actor <> 'system' ORDER BY seq`;
const UNDONE = `SELECT entity_id FROM op INDEXED BY op_undo WHERE kind = 'exception.undo'
  UNION SELECT entity_id FROM decided_op INDEXED BY decided_undo WHERE kind = 'exception.undo'`;

/** The acts of people on this machine, as the ops make them; what was taken back counts where the undo stands. */
export function rebuildActs(tx: ReadTx): Map<string, Act> {
  const acts = new Map<string, Act>();
  for (const { seq, id, kind, actor, occurred_at: occurredAt } of tx.iterate<OpRow>(OWN)) {
    const actId = actOf(id);
    acts.set(actId, foldAct(acts.get(actId), { seq, id, kind, actor, occurredAt }));
  }
  for (const uid of tx.pluckAll<string>(UNDONE)) {
    for (const op of logOf(tx, uid) ?? []) {
      if (op.kind !== 'exception.undo') continue;
      const target = acts.get(op.args.act);
      if (target) acts.set(target.id, { ...target, undone: target.undone + op.args.ops.length });
    }
  }
  return acts;
}
