import type { Tx } from '../platform/database.ts';

/** Whether an op that is seen in one of these streams refers to the file. */
export async function refersToBlob(tx: Tx, sha256: string, streams: readonly string[]): Promise<boolean> {
  const rows = await tx.query(
    `SELECT 1 AS one FROM file_ref AS f LEFT JOIN mail_fact AS m USING (mail_no)
      WHERE f.sha256 = $1 AND (f.stream = ANY($2) OR m.streams && $2::text[]) LIMIT 1`,
    [sha256, streams],
  );
  return rows.length > 0;
}
