import { AppError } from '#shared/kernel/app-error.ts';
import type { Tx } from '../platform/database.ts';
import { hexId } from '../platform/ids.ts';
import type { Ids } from '../platform/ids.ts';

export type EpochReason = 'founded' | 'restored' | 'repaired';

/** Identity of this line of time; a database that has none is not served: AppError('unavailable', 'epoch-missing'). */
export async function readEpoch(tx: Tx): Promise<string> {
  const [row] = await tx.query<{ epoch: string }>('SELECT epoch FROM sync_epoch');
  if (row === undefined) throw new AppError('unavailable', 'epoch-missing');
  return row.epoch;
}

/** Begins a new line of time: at the very first start, and whenever rows may have been lost. */
export async function beginEpoch(tx: Tx, { reason, now, ids }: { reason: EpochReason; now: number; ids: Ids }): Promise<string> {
  const epoch = hexId(ids, 16);
  await tx.query(
    `INSERT INTO sync_epoch (epoch, reason, set_at) VALUES ($1, $2, $3)
     ON CONFLICT (one) DO UPDATE SET epoch = excluded.epoch, reason = excluded.reason, set_at = excluded.set_at`,
    [epoch, reason, now],
  );
  return epoch;
}

/** Gives a new database its first epoch; one that has an epoch keeps it. */
export async function ensureEpoch(tx: Tx, { now, ids }: { now: number; ids: Ids }): Promise<string> {
  const rows = await tx.query<{ epoch: string }>(
    `INSERT INTO sync_epoch (epoch, reason, set_at) VALUES ($1, 'founded', $2) ON CONFLICT (one) DO NOTHING RETURNING epoch`,
    [hexId(ids, 16), now],
  );
  return rows[0]?.epoch ?? readEpoch(tx);
}
