import { createHash } from 'node:crypto';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { Change } from '#shared/wire/change.ts';
import { changeHash } from '#shared/wire/change.ts';
import type { DecidedOp } from '#shared/wire/mutation.ts';
import type { Tx } from '#server/platform/database.ts';

type StreamRow = Change & { readonly stream: string };

/** Of one field the youngest clock counts, whoever came last: changes nothing, where it should set. */
const NOTHING = { kind: 'exception.wake', args: {} };

/** The planted `lwwClientClock`: edits of this push lose against edits that an earlier clock had set before them. */
export async function letClocksWin(tx: Tx, inc: string, mids: readonly number[]): Promise<void> {
  const losers = await tx.query<{ id: string }>(
    `SELECT id FROM op AS o WHERE inc = $1 AND mid = ANY($2) AND kind LIKE 'exception.set-%' AND effect IS NULL
       AND EXISTS (SELECT 1 FROM op AS e WHERE e.entity_id = o.entity_id AND e.kind = o.kind AND e.ver < o.ver AND e.occurred_at > o.occurred_at)`,
    [inc, [...mids]],
  );
  for (const { id } of losers) {
    await tx.query('UPDATE op SET effect = $2 WHERE id = $1', [id, canonicalJson(NOTHING)]);
    await rewrite(tx, id);
  }
}

/** Writes the op's rows as if it had been decided so, and all hashes after them. */
async function rewrite(tx: Tx, id: string): Promise<void> {
  const rows = await tx.query<StreamRow>(
    `SELECT stream, seq, prev, op, entity, id, row_ver AS "rowVer", sv, body, body_hash AS "bodyHash", inc, mid, actor, received_at AS "receivedAt"
       FROM change AS c WHERE seq >= (SELECT min(seq) FROM change AS f WHERE f.stream = c.stream AND f.id = $1) ORDER BY stream, seq`,
    [id],
  );
  let last = { stream: '', hash: '' };
  for (const row of rows) {
    const body = row.id === id && row.body !== null ? canonicalJson({ ...(JSON.parse(row.body) as DecidedOp), effect: NOTHING }) : row.body;
    const bodyHash = body === null ? row.bodyHash : createHash('sha256').update(body, 'utf8').digest('hex');
    const prev = last.stream === row.stream ? last.hash : row.prev;
    const hash = changeHash(prev, { ...row, bodyHash });
    await tx.query('UPDATE change SET body = $3, body_hash = $4, prev = $5, hash = $6 WHERE stream = $1 AND seq = $2', [
      row.stream,
      row.seq,
      body,
      bodyHash,
      prev,
      hash,
    ]);
    await tx.query('UPDATE stream_head SET hash = $2 WHERE stream = $1', [row.stream, hash]);
    last = { stream: row.stream, hash };
  }
}
