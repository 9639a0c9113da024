import type { ReadTx } from './handles.ts';
import type { Op, OpRow } from './op-log.ts';

export type OpFilter = {
  readonly entity?: string;
  readonly entityId?: string;
  /** Only ops with a greater number. */
  readonly afterSeq?: number;
  readonly limit?: number;
};

/** Ops in order of their numbers, at most `limit` (default 1,000). */
export function listOps(tx: ReadTx, filter: OpFilter = {}): Op[] {
  return [...iterateOps(tx, { limit: 1000, ...filter })];
}

/** The same row by row and without a limit of its own: for folding the whole log. */
export function* iterateOps(tx: ReadTx, filter: OpFilter = {}): IterableIterator<Op> {
  const conditions = ['seq > ?'];
  const params: (string | number)[] = [filter.afterSeq ?? 0];
  if (filter.entity !== undefined) {
    conditions.push('entity = ?');
    params.push(filter.entity);
  }
  if (filter.entityId !== undefined) {
    conditions.push('entity_id = ?');
    params.push(filter.entityId);
  }
  const sql = `SELECT * FROM op WHERE ${conditions.join(' AND ')} ORDER BY seq LIMIT ?`;
  for (const row of tx.iterate<OpRow>(sql, [...params, filter.limit ?? -1])) yield toOp(row);
}

/** The op with this id, as for a repeated act. */
export function findOp(tx: ReadTx, id: string): Op | undefined {
  const row = tx.get<OpRow>('SELECT * FROM op WHERE id = ?', [id]);
  return row === undefined ? undefined : toOp(row);
}

function toOp(row: OpRow): Op {
  return {
    seq: row.seq,
    id: row.id,
    kind: row.kind,
    entity: row.entity,
    entityId: row.entity_id,
    args: row.args_json === null ? undefined : JSON.parse(row.args_json),
    actor: row.actor,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    device: row.device,
    clockFlag: row.clock_flag,
    hash: Buffer.from(row.hash).toString('hex'),
  };
}
