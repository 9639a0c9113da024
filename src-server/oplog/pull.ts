import { AppError } from '#shared/kernel/app-error.ts';
import type { Change } from '#shared/wire/change.ts';
import type { ReplyOf, RequestOf } from '#shared/wire/messages.ts';
import { WIRE_VERSION } from '#shared/wire/version.ts';
import type { Caller } from '../accounts/devices.ts';
import { grantedStreams } from '../accounts/grants.ts';
import type { Database, Tx } from '../platform/database.ts';
import { checkEpoch, checkOwn, findIncarnation } from './incarnations.ts';

type Request = RequestOf<'pull'>;
type Reply = ReplyOf<'pull'>;
type Behind = { stream: string; cursor: number; head: number };
type Range = { stream: string; from: number; to: number };

/**
 * What a device may see and does not hold, from one snapshot together with the number of its last
 * decided mutation. Throws AppError `upgrade-required`, `revoked`, `behind`, and conflict `epoch`.
 */
export async function pull(database: Database, request: Request, caller: Caller): Promise<Reply> {
  checkOwn(request.inc, caller);
  if (caller.revoked) throw new AppError('forbidden', 'revoked');
  if (request.wire !== WIRE_VERSION) throw new AppError('conflict', 'upgrade-required', { detail: { wire: WIRE_VERSION } });
  return database.transaction((tx) => pullIn(tx, request, caller), { isolation: 'repeatable read', readOnly: true });
}

async function pullIn(tx: Tx, request: Request, caller: Caller): Promise<Reply> {
  const line = await findIncarnation(tx, request.inc);
  await checkEpoch(tx, request.epoch, line);
  const granted = await grantedStreams(tx, caller.deviceId);
  const heads = await headsOf(tx, granted);
  checkNotBehind(heads, request.atLeast ?? {});
  const bootstrap = [];
  const behind: Behind[] = [];
  for (const { stream, seq, min_seq } of heads.values()) {
    let cursor = request.cursors[stream] ?? 0;
    if (cursor < min_seq - 1) {
      bootstrap.push({ stream, minSeq: min_seq });
      cursor = min_seq - 1;
    }
    if (cursor < seq) behind.push({ stream, cursor, head: seq });
  }
  const ranges = await choose(tx, behind.sort(byPriority), request);
  const allowed = new Set(granted);
  const ends = new Map(ranges.map((range) => [range.stream, range.to]));
  return {
    streams: await rowsOf(tx, ranges, heads),
    drop: Object.keys(request.cursors)
      .filter((stream) => !allowed.has(stream))
      .sort(),
    bootstrap,
    lmid: line?.lmid ?? 0,
    lmidHash: line?.lmid_hash ?? null,
    more: behind.some(({ stream, cursor, head }) => (ends.get(stream) ?? cursor) < head),
    serverTime: caller.now,
  };
}

type Head = { stream: string; seq: number; min_seq: number };

async function headsOf(tx: Tx, streams: readonly string[]): Promise<Map<string, Head>> {
  const rows = await tx.query<Head>('SELECT stream, seq, min_seq FROM stream_head WHERE stream = ANY($1) ORDER BY stream', [streams]);
  return new Map(rows.map((row) => [row.stream, row]));
}

/** Highest number of each stream. */
export async function readHeads(tx: Tx): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.query<{ stream: string; seq: number }>('SELECT stream, seq FROM stream_head');
  return new Map(rows.map(({ stream, seq }) => [stream, seq]));
}

/** A copy of the database that lacks what the device saw already must not answer it. */
function checkNotBehind(heads: ReadonlyMap<string, Head>, atLeast: Readonly<Record<string, number>>): void {
  for (const [stream, seq] of Object.entries(atLeast)) {
    const head = heads.get(stream);
    if (head && head.seq < seq) throw new AppError('unavailable', 'behind', { detail: { stream } });
  }
}

/** The device's own, then people and rules, then people's own, then mails. */
const PRIORITY = ['d:', 'ref', 'p:', 'audit'] as const;

function byPriority(a: Behind, b: Behind): number {
  return rankOf(a.stream) - rankOf(b.stream) || (a.stream < b.stream ? -1 : 1);
}

function rankOf(stream: string): number {
  const rank = PRIORITY.findIndex((start) => stream.startsWith(start));
  return rank < 0 ? PRIORITY.length : rank;
}

type Size = { stream: string; seq: number; bytes: number };
/** What a row costs beside its body. */
const ROW_BYTES = 350;

/**
 * How far each stream is read: the first ranks to their end, the others by turns, until rows or bytes
 * are used up. At least one row is always taken.
 */
async function choose(tx: Tx, behind: readonly Behind[], { maxRows, maxBytes }: Request): Promise<Range[]> {
  const taken = new Map<string, Range>();
  const budget = { rows: maxRows, bytes: maxBytes };
  for (const isFirst of [true, false]) {
    let open = behind.filter(({ stream }) => rankOf(stream) < PRIORITY.length === isFirst);
    while (open.length > 0 && budget.rows > 0 && budget.bytes > 0) {
      const sizes = await sizesOf(tx, open, { taken, limit: Math.ceil(budget.rows / open.length) });
      if (sizes.length === 0) break;
      for (const size of sizes) if (!take(size, taken, budget)) break;
      open = open.filter(({ stream, head }) => (taken.get(stream)?.to ?? 0) < head);
    }
  }
  return [...taken.values()];
}

function take({ stream, seq, bytes }: Size, taken: Map<string, Range>, budget: { rows: number; bytes: number }): boolean {
  const cost = bytes + ROW_BYTES;
  if (budget.rows === 0 || (taken.size > 0 && cost > budget.bytes)) {
    budget.bytes = 0;
    return false;
  }
  budget.rows -= 1;
  budget.bytes -= cost;
  const range = taken.get(stream);
  if (range) range.to = seq;
  else taken.set(stream, { stream, from: seq - 1, to: seq });
  return true;
}

async function sizesOf(
  tx: Tx,
  open: readonly Behind[],
  { taken, limit }: { taken: ReadonlyMap<string, Range>; limit: number },
): Promise<Size[]> {
  return tx.query<Size>(
    `SELECT w.stream, c.seq, c.bytes FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY AS w (stream, cursor, place)
       CROSS JOIN LATERAL (SELECT seq, coalesce(octet_length(body), 0) AS bytes FROM change
         WHERE change.stream = w.stream AND seq > w.cursor ORDER BY seq LIMIT $3) AS c
      ORDER BY w.place, c.seq`,
    [open.map(({ stream }) => stream), open.map(({ stream, cursor }) => taken.get(stream)?.to ?? cursor), limit],
  );
}

export type ChangeRow = {
  stream: string;
  seq: number;
  prev: string;
  hash: string;
  op: Change['op'];
  entity: string;
  id: string;
  row_ver: number;
  sv: number;
  body: string | null;
  body_hash: string | null;
  inc: string;
  mid: number;
  actor: string;
  received_at: number;
};

async function rowsOf(tx: Tx, ranges: readonly Range[], heads: ReadonlyMap<string, Head>): Promise<Reply['streams']> {
  const streams: Reply['streams'] = {};
  if (ranges.length === 0) return streams;
  const rows = await tx.query<ChangeRow>(
    `SELECT c.* FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS w (stream, low, high)
       JOIN change AS c ON c.stream = w.stream AND c.seq > w.low AND c.seq <= w.high ORDER BY c.stream, c.seq`,
    [ranges.map(({ stream }) => stream), ranges.map(({ from }) => from), ranges.map(({ to }) => to)],
  );
  for (const { stream, from } of ranges) streams[stream] = { from, rows: [], head: heads.get(stream)?.seq ?? 0 };
  for (const row of rows) streams[row.stream]?.rows.push(changeOf(row));
  return streams;
}

export function changeOf({ stream: _stream, row_ver, body_hash, received_at, ...row }: ChangeRow): Change {
  return { ...row, rowVer: row_ver, bodyHash: body_hash, receivedAt: received_at };
}
