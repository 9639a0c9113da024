import { assert } from '#shared/kernel/assert.ts';
import { OP_GENESIS } from '#shared/domain/sync/op-hash.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { ReplyOf, RequestOf } from '#shared/wire/messages.ts';
import type { Decision, Detail, Mutation, Verdict } from '#shared/wire/mutation.ts';
import type { Caller } from '../accounts/devices.ts';
import type { Database, Tx } from '../platform/database.ts';
import { sqlState } from '../platform/sql-state.ts';
import { decideBatch, payloadOf } from './decide-batch.ts';
import type { Decided, Scene } from './decide-batch.ts';
import { checkEpoch, checkOwn, forkOf, freshOf, lockIncarnation } from './incarnations.ts';
import type { Incarnation } from './incarnations.ts';
import { judge, quarantined } from './judge.ts';
import type { Judged } from './judge.ts';
import { readAuthors, readScene } from './scene.ts';
import { writeDecided } from './write-decided.ts';

type Request = RequestOf<'push'>;
type Reply = ReplyOf<'push'>;
const TRIES = 3;

/**
 * Decides a device's mutations, each once and for ever; what was decided before is answered by the
 * stored verdict. Throws AppError conflict `epoch` and `fork`. A mutation that no try can decide is
 * set aside for a supervisor, so that the queue behind it never waits.
 */
export async function push(database: Database, request: Request, caller: Caller): Promise<Reply> {
  checkOwn(request.inc, caller);
  try {
    return await database.transaction((tx) => pushIn(tx, { request, caller, isHopeless: false }));
  } catch (error) {
    if (!isOfTheContent(error) || request.mutations.length === 0) throw error;
    return pushOneByOne(database, request, caller);
  }
}

/** Failures that come back with the same content: values that the database cannot hold, decisions that fail; never a lost connection. */
function isOfTheContent(error: unknown): boolean {
  return error instanceof DecisionFailed || /^(?:21|22|23|42|54|P0)/u.test(sqlState(error) ?? '');
}

class DecisionFailed extends Error {}

async function pushOneByOne(database: Database, request: Request, caller: Caller): Promise<Reply> {
  let reply: Reply | undefined;
  const results: Decision[] = [];
  for (const mutation of request.mutations) {
    reply = await pushAlone(database, { ...request, mutations: [mutation] }, caller);
    results.push(...reply.results);
    if (reply.stop !== null) break;
  }
  assert(reply, 'a batch that failed holds mutations');
  return { ...reply, results };
}

async function pushAlone(database: Database, request: Request, caller: Caller): Promise<Reply> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    try {
      return await database.transaction((tx) => pushIn(tx, { request, caller, isHopeless: false }));
    } catch (error) {
      if (!isOfTheContent(error)) throw error;
    }
  }
  return database.transaction((tx) => pushIn(tx, { request, caller, isHopeless: true }));
}

type Pushing = { request: Request; caller: Caller; isHopeless: boolean };

async function pushIn(tx: Tx, { request, caller, isHopeless }: Pushing): Promise<Reply> {
  const line = await lockIncarnation(tx, caller, request.wire);
  await checkEpoch(tx, request.epoch, line);
  const told = await storedVerdicts(tx, line, request.mutations);
  const { mutations, stop, base } = await freshOf(tx, line, request.mutations);
  const scene = isHopeless || mutations.length === 0 ? undefined : await decideFresh(tx, mutations, caller);
  const decided = scene?.decided ?? mutations.map(setAside);
  await advance(tx, line, { decided, base, request, caller });
  if (scene) await writeDecided(tx, decided, scene);
  const last = mutations.at(-1);
  return {
    lmid: last?.mid ?? line.lmid,
    lmidHash: last?.hash ?? line.lmid_hash,
    results: [...told, ...decided.map(({ mutation: { mid }, ruling: { verdict, code, detail } }) => ({ mid, verdict, code, detail }))],
    stop,
    serverTime: caller.now,
  };
}

/** Decides and writes the next mutation of the server's own line, in the caller's transaction; it acts with every right. */
export async function pushServerMutation(tx: Tx, mutation: Mutation, caller: Caller): Promise<Decision> {
  const line = await lockIncarnation(tx, caller, 1);
  const base = { seq: 0, hash: OP_GENESIS };
  const authors = new Map([[mutation.actor, { id: mutation.actor, role: 'administrator' as const }]]);
  const judged = [judge(mutation, authors, false)];
  const scene = await readScene(tx, judged, caller);
  const decided = decideOrFail(judged, scene);
  await advance(tx, line, { decided, base, request: { wire: 1, ackedThrough: 0 }, caller });
  await writeDecided(tx, decided, scene);
  const [ruled] = decided;
  assert(ruled, 'one mutation has one verdict');
  const { verdict, code, detail } = ruled.ruling;
  return { mid: mutation.mid, verdict, code, detail };
}

type LogRow = { mid: number; hash: string; verdict: Verdict; code: string; detail: string };

/** Verdicts of what was decided before; another content under a decided number is a fork. */
async function storedVerdicts(tx: Tx, line: Incarnation, mutations: readonly Mutation[]): Promise<Decision[]> {
  const repeated = mutations.filter(({ mid }) => mid <= line.lmid);
  if (repeated.length === 0) return [];
  const rows = await tx.query<LogRow>('SELECT mid, hash, verdict, code, detail FROM mutation_log WHERE inc = $1 AND mid = ANY($2)', [
    line.inc,
    repeated.map(({ mid }) => mid),
  ]);
  const byMid = new Map(rows.map((row) => [row.mid, row]));
  return repeated.map(({ mid, hash }) => {
    const row = byMid.get(mid);
    if (row?.hash !== hash) throw forkOf(line);
    return { mid, verdict: row.verdict, code: row.code, detail: JSON.parse(row.detail) as Detail };
  });
}

/** After three failures nothing but the mutation itself is kept. */
function setAside(mutation: Mutation): Decided {
  return { mutation, ruling: quarantined('failed'), op: null, args: null };
}

async function decideFresh(tx: Tx, mutations: readonly Mutation[], caller: Caller): Promise<Scene & { decided: Decided[] }> {
  const authors = await readAuthors(tx, caller.deviceId, mutations);
  const judged = mutations.map((mutation) => judge(mutation, authors, caller.revoked));
  const scene = await readScene(tx, judged, caller);
  return { ...scene, decided: decideOrFail(judged, scene) };
}

function decideOrFail(judged: readonly Judged[], scene: Scene): Decided[] {
  try {
    return decideBatch(judged, scene);
  } catch (cause) {
    throw new DecisionFailed('a decision failed', { cause });
  }
}

type Advance = {
  decided: readonly Decided[];
  base: { seq: number; hash: string };
  request: Pick<Request, 'wire' | 'ackedThrough'>;
  caller: Caller;
};

/** The log of the device, its quarantine, and the number that the next mutation follows. */
async function advance(tx: Tx, line: Incarnation, { decided, base, request, caller }: Advance): Promise<void> {
  await logMutations(tx, decided, caller);
  const last = decided.at(-1)?.mutation;
  await tx.query(
    `UPDATE incarnation SET lmid = $2::bigint, lmid_hash = $3, base_seq = $4, base_hash = $5, wire = $6,
       acked_through = greatest(acked_through, least($7::bigint, $2::bigint)) WHERE inc = $1`,
    [
      line.inc,
      last?.mid ?? line.lmid,
      last?.hash ?? line.lmid_hash,
      last ? base.seq : line.base_seq,
      last ? base.hash : line.base_hash,
      request.wire,
      request.ackedThrough,
    ],
  );
}

async function logMutations(tx: Tx, decided: readonly Decided[], { inc, now }: Caller): Promise<void> {
  if (decided.length === 0) return;
  await tx.query(
    `INSERT INTO mutation_log (inc, mid, hash, verdict, code, detail, entity, entity_id, payload, args, salt, received_at)
     SELECT $1, mid, hash, verdict, code, detail, entity, entity_id, payload, args, salt, $12 FROM unnest($2::bigint[], $3::text[],
       $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
       AS n (mid, hash, verdict, code, detail, entity, entity_id, payload, args, salt)`,
    [
      inc,
      decided.map(({ mutation }) => mutation.mid),
      decided.map(({ mutation }) => mutation.hash),
      decided.map(({ ruling }) => ruling.verdict),
      decided.map(({ ruling }) => ruling.code),
      decided.map(({ ruling }) => canonicalJson(ruling.detail)),
      decided.map(({ mutation }) => storable(mutation.entity)),
      decided.map(({ mutation }) => storable(mutation.entityId)),
      decided.map(({ mutation }) => payloadOf(mutation)),
      decided.map(({ mutation, op }) => (op ? null : mutation.args === null ? null : storable(mutation.args))),
      decided.map(({ mutation, op }) => (op ? null : mutation.salt)),
      now,
    ],
  );
  const aside = decided.filter(({ ruling }) => ruling.verdict === 'quarantined');
  if (aside.length === 0) return;
  await tx.query('INSERT INTO quarantine (inc, mid, reason) SELECT $1, * FROM unnest($2::bigint[], $3::text[])', [
    inc,
    aside.map(({ mutation }) => mutation.mid),
    aside.map(({ ruling }) => ruling.code),
  ]);
}

/** The database holds no NUL; the payload, which is JSON, keeps it escaped. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD');
}
