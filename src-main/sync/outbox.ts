import { LIMITS } from '#shared/wire/version.ts';
import type { Mutation } from '#shared/wire/mutation.ts';
import type { ReadTx } from '../ledger/index.ts';
import type { OpRow } from '../ledger/op-log.ts';
import type { SyncState } from './store.ts';

type MutationRow = OpRow & { seen_ver: number | null };

/** Ops that the server has not taken yet, in order, at most `limit` and the bytes of one push. */
export function unsentMutations(tx: ReadTx, { ackedSeq, baseSeq }: SyncState, limit: number): Mutation[] {
  const rows = tx.all<MutationRow>(
    `SELECT op.*, op_seen.ver AS seen_ver FROM op LEFT JOIN op_seen USING (seq) WHERE seq > ? ORDER BY seq LIMIT ?`,
    [ackedSeq, limit],
  );
  const mutations: Mutation[] = [];
  let bytes = 0;
  for (const row of rows) {
    const mutation = mutationOf(row, baseSeq);
    bytes += Buffer.byteLength(JSON.stringify(mutation));
    // One alone goes whatever its size: else it would stand before all others for ever.
    if (mutations.length > 0 && bytes > LIMITS.pushBytes) break;
    mutations.push(mutation);
  }
  return mutations;
}

function mutationOf(row: MutationRow, baseSeq: number): Mutation {
  return {
    mid: row.seq - baseSeq,
    seq: row.seq,
    id: row.id,
    kind: row.kind,
    entity: row.entity,
    entityId: row.entity_id,
    sv: 1,
    args: row.args_json,
    // Empty where words have been erased.
    salt: row.salt === null || row.salt.length === 0 ? null : hex(row.salt),
    argsHash: hex(row.args_hash),
    actor: row.actor,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    clockFlag: row.clock_flag,
    prevHash: hex(row.prev_hash),
    hash: hex(row.hash),
    ...(row.seen_ver !== null && { seenVer: row.seen_ver }),
  };
}

/** Own ops that the server has not taken yet; 0 without a server. */
export function unsentCount(tx: ReadTx): number {
  return tx.pluck<number>('SELECT count(*) FROM op WHERE seq > (SELECT acked_seq FROM sync_state)') ?? 0;
}

/** Undefined for a number that the log does not hold. */
export function hashAt(tx: ReadTx, seq: number): string | undefined {
  const hash = tx.pluck<Uint8Array>('SELECT hash FROM op WHERE seq = ?', [seq]);
  return hash && hex(hash);
}

export function lastSeq(tx: ReadTx): number {
  return tx.pluck<number | null>('SELECT max(seq) FROM op') ?? 0;
}

/** Numbers and hashes from the last confirmed op on: the server knows the history up to some of them. */
export function rekeyPairs(tx: ReadTx, { baseSeq, confirmedSeq }: SyncState, limit: number): { mid: number; hash: string }[] {
  return tx
    .all<{ seq: number; hash: Uint8Array }>('SELECT seq, hash FROM op WHERE seq >= ? AND seq > ? ORDER BY seq LIMIT ?', [
      confirmedSeq,
      baseSeq,
      limit,
    ])
    .map(({ seq, hash }) => ({ mid: seq - baseSeq, hash: hex(hash) }));
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
