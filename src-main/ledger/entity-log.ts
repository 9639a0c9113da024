import type { ReadTx, WriteTx } from './handles.ts';
import type { OpDraft } from './op-log.ts';

/**
 * An op as it counts for the state of its entity: decided by the server, or one's own that waits
 * for the decision. `args` is undefined when personal data had to be erased.
 */
export type EntityOp = Omit<OpDraft, 'args'> & {
  readonly args: unknown;
  /** Number in this ledger's log; null for an op of another device. */
  readonly seq: number | null;
  /** Server's time of arrival; null while undecided. */
  readonly receivedAt: number | null;
};

type Row = {
  seq: number | null;
  id: string;
  kind: string;
  entity: string;
  entity_id: string;
  args_json: string | null;
  actor: string;
  occurred_at: number;
  received_at: number | null;
  effect_json: string | null;
};
type Effect = { kind: string; args: unknown };

/** Verdicts whose ops count. */
const COUNTS = "d.verdict IN ('applied', 'merged', 'superseded')";
const DECIDED = `SELECT o.seq, d.id, d.kind, d.entity, d.entity_id, d.args_json, d.actor, d.occurred_at, d.received_at, d.effect_json
  FROM decided_op AS d LEFT JOIN op AS o ON o.id = d.id WHERE ${COUNTS}`;
const PENDING = `SELECT seq, id, kind, entity, entity_id, args_json, actor, occurred_at, NULL AS received_at, NULL AS effect_json
  FROM op WHERE seq > ? AND NOT EXISTS (SELECT 1 FROM decided_op WHERE decided_op.id = op.id)`;
export const DECIDED_OF_ENTITY = `${DECIDED} AND d.entity = ? AND d.entity_id = ? ORDER BY d.ver`;
export const PENDING_OF_ENTITY = `${PENDING} AND entity = ? AND entity_id = ? ORDER BY seq`;
const ALL_DECIDED = `${DECIDED} ORDER BY d.entity, d.entity_id, d.ver`;
const ALL_PENDING = `${PENDING} ORDER BY seq`;
const baseKey = Symbol('confirmed');

/** Number up to which the effects of own ops have come back from the server; 0 without one. */
export function confirmedSeq(tx: ReadTx): number {
  return tx.scratch(baseKey, () => ({ seq: tx.pluck<number>('SELECT confirmed_seq FROM sync_state') ?? 0 })).seq;
}

/** The confirmed number is read anew in this transaction. */
export function noteConfirmed(tx: ReadTx, seq: number): void {
  tx.scratch(baseKey, () => ({ seq })).seq = seq;
}

/**
 * What the state of one entity is the fold of: the decided ops in the server's order, then one's own
 * that are not decided yet. Without a server these are the ops of the log.
 */
export function entityLog(tx: ReadTx, entity: string, entityId: string): EntityOp[] {
  const decided = tx.all<Row>(DECIDED_OF_ENTITY, [entity, entityId]);
  const pending = tx.all<Row>(PENDING_OF_ENTITY, [confirmedSeq(tx), entity, entityId]);
  return [...decided, ...pending].map(opOf);
}

/** The logs of all entities: each entity's ops in their order, but entities among each other in none. */
export function* iterateEntityLogs(tx: ReadTx): IterableIterator<EntityOp> {
  for (const row of tx.iterate<Row>(ALL_DECIDED)) yield opOf(row);
  for (const row of tx.iterate<Row>(ALL_PENDING, [confirmedSeq(tx)])) yield opOf(row);
}

/** The logs of all entities of one kind, in the order in which the server took the ops, own pending ones last. */
export function listEntityLogs(tx: ReadTx, entity: string): EntityOp[] {
  const decided = tx.all<Row>(`${DECIDED} AND d.entity = ? ORDER BY d.received_at, d.inc, d.mid`, [entity]);
  return [...decided, ...tx.all<Row>(`${PENDING} AND entity = ? ORDER BY seq`, [confirmedSeq(tx), entity])].map(opOf);
}

/** True when an op of this id exists: in this ledger's log, or decided from another device. */
export function knowsOp(tx: ReadTx, id: string): boolean {
  return tx.pluck('SELECT 1 FROM op WHERE id = @id UNION ALL SELECT 1 FROM decided_op WHERE id = @id', { id }) !== undefined;
}

function opOf(row: Row): EntityOp {
  const effect = row.effect_json === null ? null : (JSON.parse(row.effect_json) as Effect);
  return {
    seq: row.seq,
    id: row.id,
    kind: effect?.kind ?? row.kind,
    entity: row.entity,
    entityId: row.entity_id,
    args: row.args_json === null ? undefined : (effect?.args ?? JSON.parse(row.args_json)),
    actor: row.actor,
    occurredAt: row.occurred_at,
    receivedAt: row.received_at,
  };
}

const NOTE_SEEN = `INSERT INTO op_seen (seq, ver) SELECT ?, coalesce(max(ver), 0) FROM decided_op WHERE entity = ? AND entity_id = ?
  HAVING EXISTS (SELECT 1 FROM sync_state)`;

/** Notes how much of an entity's decided history was here when an own op was written: what its author had seen. */
export function noteSeen(tx: WriteTx, { seq, entity, entityId }: { seq: number; entity: string; entityId: string }): void {
  tx.run(NOTE_SEEN, [seq, entity, entityId]);
}
