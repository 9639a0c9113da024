import { sha256Hex } from '#shared/kernel/sha256.ts';
import { changeHash, STREAM_GENESIS } from '#shared/wire/change.ts';
import type { Change } from '#shared/wire/change.ts';
import type { Tx } from '../platform/database.ts';

/** A row that is to be put into a stream; its number and its hashes are given when it is. */
export type ChangeDraft = Omit<Change, 'seq' | 'prev' | 'hash' | 'bodyHash'> & { readonly stream: string };

type Head = { stream: string; seq: number; hash: string };
type Numbered = ChangeDraft & { seq: number; prev: string; hash: string; bodyHash: string | null };

/**
 * Puts rows into their streams, in their order. The last statements of a transaction: each stream's
 * counter is locked in the order of names and held to the end, so that of two numbers the smaller is
 * always visible first, and none is ever skipped.
 */
export async function appendChanges(tx: Tx, drafts: readonly ChangeDraft[], now: number): Promise<void> {
  if (drafts.length === 0) return;
  const heads = await lockHeads(tx, [...new Set(drafts.map(({ stream }) => stream))].sort(), now);
  const rows = drafts.map((draft) => numbered(draft, heads));
  await insertChanges(tx, rows);
  const moved = [...heads.values()];
  await tx.query(
    `UPDATE stream_head AS h SET seq = n.seq, hash = n.hash, updated_at = $4
       FROM unnest($1::text[], $2::bigint[], $3::text[]) AS n (stream, seq, hash) WHERE h.stream = n.stream`,
    [moved.map(({ stream }) => stream), moved.map(({ seq }) => seq), moved.map(({ hash }) => hash), now],
  );
}

async function lockHeads(tx: Tx, streams: readonly string[], now: number): Promise<Map<string, Head>> {
  const lock = 'SELECT stream, seq, hash FROM stream_head WHERE stream = ANY($1) ORDER BY stream FOR UPDATE';
  let heads = await tx.query<Head>(lock, [streams]);
  if (heads.length < streams.length) {
    const known = new Set(heads.map(({ stream }) => stream));
    await tx.query(
      'INSERT INTO stream_head (stream, hash, updated_at) SELECT s, $2, $3 FROM unnest($1::text[]) AS s ON CONFLICT DO NOTHING',
      [streams.filter((stream) => !known.has(stream)), STREAM_GENESIS, now],
    );
    heads = await tx.query<Head>(lock, [streams]);
  }
  return new Map(heads.map((head) => [head.stream, head]));
}

/** Gives a row the next number of its stream; the head moves on. */
function numbered(draft: ChangeDraft, heads: ReadonlyMap<string, Head>): Numbered {
  const head = heads.get(draft.stream);
  if (!head) throw new Error('a locked stream has a head');
  const bodyHash = draft.body === null ? null : sha256Hex(draft.body);
  const row = { ...draft, seq: head.seq + 1, bodyHash };
  const hash = changeHash(head.hash, row);
  const prev = head.hash;
  head.seq = row.seq;
  head.hash = hash;
  return { ...row, prev, hash };
}

async function insertChanges(tx: Tx, rows: readonly Numbered[]): Promise<void> {
  await tx.query(
    `INSERT INTO change (stream, seq, prev, hash, op, entity, id, row_ver, sv, body, body_hash, inc, mid, actor, received_at)
     SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[],
       $9::integer[], $10::text[], $11::text[], $12::text[], $13::bigint[], $14::text[], $15::bigint[])`,
    [
      rows.map(({ stream }) => stream),
      rows.map(({ seq }) => seq),
      rows.map(({ prev }) => prev),
      rows.map(({ hash }) => hash),
      rows.map(({ op }) => op),
      rows.map(({ entity }) => entity),
      rows.map(({ id }) => id),
      rows.map(({ rowVer }) => rowVer),
      rows.map(({ sv }) => sv),
      rows.map(({ body }) => body),
      rows.map(({ bodyHash }) => bodyHash),
      rows.map(({ inc }) => inc),
      rows.map(({ mid }) => mid),
      rows.map(({ actor }) => actor),
      rows.map(({ receivedAt }) => receivedAt),
    ],
  );
}
