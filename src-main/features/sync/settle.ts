import type { FoldedOp } from '#shared/domain/exceptions/ops.ts';
import { HOUR_MS } from '#shared/kernel/instant.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { EntityOp, WriteTx } from '../../ledger/index.ts';
import { entityLog } from '../../ledger/index.ts';
import { findException, performAct } from '../exceptions/index.ts';
import { dismiss } from './lists.ts';

export type SettleRequest = {
  opId: string;
  keepMine: readonly string[];
  note?: string | undefined;
  personId: string;
  now: number;
  newId: () => string;
};
type Draft = Pick<FoldedOp, 'kind' | 'args'>;

/**
 * Settles a conflict of fields: those that are named are set again as one's own, by a new act; the rest
 * stays as it is. A note becomes a follow-up, so that the other one reads it. Throws AppError 'not-found', or a reason of ACT_REFUSALS.
 */
export function settleConflict(tx: WriteTx, { opId, keepMine, note, personId, now, newId }: SettleRequest): void {
  const row = tx.get<{ entity: string; entity_id: string }>(
    "SELECT entity, entity_id FROM decided_op WHERE id = ? AND code = 'field-conflict'",
    [opId],
  );
  if (row?.entity !== 'exception') throw new AppError('not-found', 'not-found');
  const mine = entityLog(tx, 'exception', row.entity_id).filter(({ actor }) => actor === personId);
  for (const field of new Set(keepMine.map(opFieldOf))) {
    const draft = lastOf(mine, field);
    const state = findException(tx, row.entity_id);
    if (!draft || !state) throw new AppError('not-found', 'not-found');
    performAct(tx, { ...draft, entityId: row.entity_id, actor: personId, occurredAt: now } as FoldedOp, newId());
  }
  if (note !== undefined && note !== '') {
    // The next date stays; one that is past cannot be set again.
    const nextAt = Math.max(findException(tx, row.entity_id)?.nextAt ?? 0, now + HOUR_MS);
    const args = { text: note, nextAt };
    performAct(tx, { kind: 'exception.follow-up', args, entityId: row.entity_id, actor: personId, occurredAt: now }, newId());
  }
  dismiss(tx, [opId]);
}

/** Stage and organisation are one field of one op. */
function opFieldOf(field: string): string {
  return field === 'organisation' ? 'stage' : field;
}

/** The act that sets the field as the person's last own act on it did. */
function lastOf(ops: readonly EntityOp[], field: string): Draft | undefined {
  for (const { kind, args } of [...ops].reverse()) {
    const draft = draftOf(kind, (args ?? {}) as Record<string, unknown>, field);
    if (draft) return draft;
  }
  return undefined;
}

function draftOf(kind: string, args: Record<string, unknown>, field: string): Draft | undefined {
  const isAccepted = kind === 'exception.accept';
  const make = (of: FoldedOp['kind'], made: Record<string, unknown>): Draft => ({ kind: of, args: made }) as Draft;
  switch (field) {
    case 'type':
      return isAccepted || kind === 'exception.set-type' ? make('exception.set-type', { type: args['type'] }) : undefined;
    case 'stage': {
      const { stage, organisation = null } = args;
      return isAccepted || kind === 'exception.set-stage' ? make('exception.set-stage', { stage, organisation }) : undefined;
    }
    case 'nextAt':
      return args['nextAt'] === undefined ? undefined : make('exception.set-next', { nextAt: args['nextAt'] });
    case 'snoozedUntil':
      return kind === 'exception.snooze' || kind === 'exception.wake' ? make(kind, args) : undefined;
    default:
      return undefined;
  }
}
