import type { Database, Tx } from '../platform/database.ts';
import { changeOf } from './pull.ts';
import type { ChangeRow } from './pull.ts';
import { appendChanges } from './sequence.ts';

export type CompactOptions = {
  /** Rows received earlier may go, UTC ms. */
  readonly before: number;
  /** Streams in which at least this share of those rows is outlived are rewritten; default one half. */
  readonly deadShare?: number;
  /** Counts alone; nothing is changed. */
  readonly dryRun: boolean;
  readonly now: number;
};
/** `old`: rows in question; `alive`: those that are put anew at the head; the others go. */
export type CompactedStream = { readonly stream: string; readonly old: number; readonly alive: number };

/**
 * Shortens streams: of their old rows those that a newer one has replaced, or that were erased, go;
 * the others are put anew, and the stream begins after them. Devices that stand before that begin it anew.
 */
export async function compact(database: Database, options: CompactOptions): Promise<CompactedStream[]> {
  const streams = await database.transaction((tx) => countOld(tx, options), { readOnly: true });
  const { deadShare = 0.5 } = options;
  const worth = streams.filter(({ old, alive }) => old > 0 && (old - alive) / old >= deadShare);
  if (options.dryRun) return worth;
  const done: CompactedStream[] = [];
  for (const { stream } of worth) done.push(await database.transaction((tx) => compactStream(tx, stream, options)));
  return done;
}

const ALIVE = `op = 'put' AND body IS NOT NULL AND NOT EXISTS
  (SELECT 1 FROM change AS n WHERE n.entity = c.entity AND n.id = c.id AND n.stream = c.stream AND n.seq > c.seq)`;

async function countOld(tx: Tx, { before }: CompactOptions): Promise<CompactedStream[]> {
  return tx.query<CompactedStream>(
    `SELECT stream, count(*) AS old, count(*) FILTER (WHERE ${ALIVE}) AS alive FROM change AS c
      WHERE received_at < $1 GROUP BY stream ORDER BY stream`,
    [before],
  );
}

async function compactStream(tx: Tx, stream: string, { before, now }: CompactOptions): Promise<CompactedStream> {
  await tx.query('SELECT 1 FROM stream_head WHERE stream = $1 FOR UPDATE', [stream]);
  const [cut] = await tx.query<{ seq: number | null; old: number }>(
    `SELECT max(seq) AS seq, count(*) AS old FROM change WHERE stream = $1 AND seq < coalesce(
       (SELECT min(seq) FROM change WHERE stream = $1 AND received_at >= $2), 9223372036854775807)`,
    [stream, before],
  );
  if (!cut || cut.seq === null) return { stream, old: 0, alive: 0 };
  const rows = await tx.query<ChangeRow>(`SELECT c.* FROM change AS c WHERE stream = $1 AND seq <= $2 AND ${ALIVE} ORDER BY seq`, [
    stream,
    cut.seq,
  ]);
  await appendChanges(
    tx,
    rows.map((row) => ({ ...changeOf(row), stream })),
    now,
  );
  await tx.query('DELETE FROM change WHERE stream = $1 AND seq <= $2', [stream, cut.seq]);
  await tx.query('UPDATE stream_head SET min_seq = $2 WHERE stream = $1', [stream, cut.seq + 1]);
  return { stream, old: cut.old, alive: rows.length };
}
