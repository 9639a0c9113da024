import { deviceOf } from '#shared/wire/signature.ts';
import type { ReadTx, WriteTx } from '../ledger/index.ts';
import { hashAt } from './outbox.ts';
import { setSyncState } from './store.ts';
import type { SyncState } from './store.ts';

/** True when the server holds another history under the numbers of this ledger: a copy of it went on elsewhere. */
export function differs(tx: ReadTx, { baseSeq }: SyncState, { lmid, lmidHash }: { lmid: number; lmidHash: string | null }): boolean {
  if (lmid === 0 || lmidHash === null) return false;
  return hashAt(tx, baseSeq + lmid) !== lmidHash;
}

/** Chooses the incarnation under which this history goes on; it is kept before it is told. */
export function fork(tx: WriteTx, { inc }: SyncState): void {
  const count = Number(/~(\d+)[0-9a-f]{4}$/u.exec(inc)?.[1] ?? 0);
  const next = `${deviceOf(inc)}~${count + 1}${tx.environment.ids.bytes(2).toString('hex')}`;
  setSyncState(tx, { phase: 'rekeying', phaseDetail: next });
}
