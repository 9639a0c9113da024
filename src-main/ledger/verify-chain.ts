import type { ReadTx } from './handles.ts';
import { GENESIS_HASH, hashArgs, hashOp, isErased, type OpRow } from './op-log.ts';

export type ChainFlaw = 'gap' | 'broken-link' | 'changed-op' | 'changed-arguments';
export type ChainResult =
  | { readonly ok: true; readonly count: number; readonly headSeq: number }
  | { readonly ok: false; readonly atSeq: number; readonly flaw: ChainFlaw };

/** Recomputes the hash chain of the log from `fromSeq` (default 1) to its end. */
export function verifyChain(tx: ReadTx, options: { fromSeq?: number } = {}): ChainResult {
  const fromSeq = options.fromSeq ?? 1;
  let previous: Uint8Array | undefined =
    fromSeq === 1 ? GENESIS_HASH : tx.pluck<Uint8Array>('SELECT hash FROM op WHERE seq = ?', [fromSeq - 1]);
  let expected = fromSeq;
  for (const row of tx.iterate<OpRow>('SELECT * FROM op WHERE seq >= ? ORDER BY seq', [fromSeq])) {
    const flaw = flawOf(row, expected, previous);
    if (flaw !== undefined) return { ok: false, atSeq: row.seq, flaw };
    previous = row.hash;
    expected = row.seq + 1;
  }
  return { ok: true, count: expected - fromSeq, headSeq: expected - 1 };
}

function flawOf(row: OpRow, expectedSeq: number, previous: Uint8Array | undefined): ChainFlaw | undefined {
  if (row.seq !== expectedSeq) return 'gap';
  if (previous === undefined || !isEqual(previous, row.prev_hash)) return 'broken-link';
  if (!isEqual(hashOfRow(row), row.hash)) return 'changed-op';
  if (isErased(row.salt) || row.args_json === null) return undefined;
  return isEqual(hashArgs(row.salt, row.args_json), row.args_hash) ? undefined : 'changed-arguments';
}

function hashOfRow(row: OpRow): Buffer {
  return hashOp(row.prev_hash, {
    seq: row.seq,
    id: row.id,
    kind: row.kind,
    entity: row.entity,
    entityId: row.entity_id,
    argsHash: row.args_hash,
    actor: row.actor,
    occurredAt: row.occurred_at,
    device: row.device,
  });
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
