import { actOf, foldAct } from '#shared/domain/exceptions/acts.ts';
import type { Act } from '#shared/domain/exceptions/acts.ts';
import type { ExceptionOpArgs } from '#shared/domain/exceptions/ops.ts';

type OpRow = { seq: number; id: string; kind: string; actor: string; occurred_at: number };

/** Folds one op on an exception into the acts of people, by their ids. */
export function foldActs(acts: Map<string, Act>, row: OpRow, args: unknown): void {
  if (row.actor === 'system') return;
  const id = actOf(row.id);
  acts.set(id, foldAct(acts.get(id), { seq: row.seq, id: row.id, kind: row.kind, actor: row.actor, occurredAt: row.occurred_at }));
  if (row.kind !== 'exception.undo') return;
  const { act, ops } = args as ExceptionOpArgs<'exception.undo'>;
  const target = acts.get(act);
  if (target) acts.set(act, { ...target, undone: target.undone + ops.length });
}
