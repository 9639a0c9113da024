import type { Tx } from '../platform/database.ts';

/** Notes that a file is whole and here; a second one of the same content changes nothing. */
export async function recordBlob(
  tx: Tx,
  { sha256, bytes, deviceId, now }: { sha256: string; bytes: number; deviceId: string; now: number },
): Promise<void> {
  await tx.query('INSERT INTO blob (sha256, bytes, device_id, received_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [
    sha256,
    bytes,
    deviceId,
    now,
  ]);
}

export type BlobRow = { readonly bytes: number; readonly deviceId: string };

export async function findBlob(tx: Tx, sha256: string): Promise<BlobRow | undefined> {
  const [row] = await tx.query<BlobRow>('SELECT bytes, device_id AS "deviceId" FROM blob WHERE sha256 = $1', [sha256]);
  return row;
}
