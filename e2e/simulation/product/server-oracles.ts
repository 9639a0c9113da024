import { createHash } from 'node:crypto';
import { foldLog } from '#shared/domain/exceptions/undo.ts';
import type { LoggedOp } from '#shared/domain/exceptions/ops.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import { chained, STREAM_GENESIS } from '#shared/wire/change.ts';
import type { Change } from '#shared/wire/change.ts';
import { verifyChains } from '#server/oplog/index.ts';
import type { OfficeServer } from './server.ts';

type ServerOp = {
  readonly id: string;
  readonly entity: string;
  readonly entity_id: string;
  readonly ver: number;
  readonly kind: string;
  readonly args: string | null;
  readonly actor: string;
  readonly occurred_at: number;
  readonly verdict: string;
  readonly effect: string | null;
};

export type ServerChange = Change & { readonly stream: string };

/** What stands at the server once everybody is at rest. */
export type ServerState = { readonly ops: readonly ServerOp[]; readonly changes: readonly ServerChange[] };

export async function readServer(server: OfficeServer): Promise<ServerState> {
  const ops = await server.query<ServerOp>(
    'SELECT id, entity, entity_id, ver, kind, args, actor, occurred_at, verdict, effect FROM op ORDER BY entity, entity_id, ver',
  );
  const changes = await server.query<ServerChange>(
    `SELECT stream, seq, prev, hash, op, entity, id, row_ver AS "rowVer", sv, body, body_hash AS "bodyHash", inc, mid, actor,
       received_at AS "receivedAt" FROM change ORDER BY stream, seq`,
  );
  return { ops, changes };
}

export async function serverFindings(server: OfficeServer, state: ServerState): Promise<string[]> {
  const { faults } = await server.immortal.transaction(verifyChains);
  return [
    ...streamFindings(state.changes),
    ...orderFindings(state.ops),
    ...winnerFindings(state.ops),
    ...(await causalFindings(server)),
    ...(await payloadFindings(server)),
    ...faults.map((fault) => `I3 the server's own check finds ${JSON.stringify(fault)}`),
  ];
}

/** I2, I3: numbers without a gap, each row linked to the one before. */
function streamFindings(changes: readonly ServerChange[]): string[] {
  const findings: string[] = [];
  let last = { stream: '', seq: 0, hash: STREAM_GENESIS };
  for (const row of changes) {
    if (row.stream !== last.stream) last = { stream: row.stream, seq: 0, hash: STREAM_GENESIS };
    const hash = createHash('sha256')
      .update(last.hash + canonicalJson(chained(row)), 'utf8')
      .digest('hex');
    if (row.seq !== last.seq + 1) findings.push(`I2 ${row.stream} has ${row.seq} after ${last.seq}`);
    if (row.prev !== last.hash || row.hash !== hash) findings.push(`I3 chain of ${row.stream} breaks at ${row.seq}`);
    last = { stream: row.stream, seq: row.seq, hash: row.hash };
  }
  return findings;
}

/** I7: ops of an entity are numbered 1, 2, 3 …, and no id stands twice. */
function orderFindings(ops: readonly ServerOp[]): string[] {
  const findings: string[] = [];
  const ids = new Set<string>();
  const last = new Map<string, number>();
  for (const { id, entity, entity_id, ver } of ops) {
    const key = `${entity} ${entity_id}`;
    if (ver !== (last.get(key) ?? 0) + 1) findings.push(`I7 ${key} has op ${ver} after ${last.get(key) ?? 0}`);
    if (ids.has(id)) findings.push(`I7 ${id} took effect twice`);
    ids.add(id);
    last.set(key, ver);
  }
  return findings;
}

/** I8: who claims takes what nobody else holds, who closes closes what is open. */
function winnerFindings(ops: readonly ServerOp[]): string[] {
  const findings: string[] = [];
  for (const [uid, log] of exceptionLogs(ops)) {
    log.forEach(({ op, verdict, effect }, index) => {
      if (verdict !== 'applied' || effect !== null) return;
      const { state } = foldLog(log.slice(0, index).map((one) => one.op));
      const owner = state?.owner ?? null;
      const isHeld = owner !== null && owner !== op.actor;
      if (op.kind === 'exception.claim' && isHeld) findings.push(`I8 ${uid} was claimed by ${op.actor} while ${state?.owner} held it`);
      if (op.kind === 'exception.close' && state?.status === 'closed') findings.push(`I8 ${uid} was closed twice`);
    });
  }
  return findings;
}

type Logged = { readonly op: LoggedOp; readonly verdict: string; readonly effect: string | null };

/** The ops of each exception as they count, in the server's order. */
function exceptionLogs(ops: readonly ServerOp[]): Map<string, Logged[]> {
  const logs = new Map<string, Logged[]>();
  for (const row of ops.filter(({ entity }) => entity === 'exception')) {
    const effect = row.effect === null ? null : (JSON.parse(row.effect) as { kind: string; args: unknown });
    const args = effect?.args ?? JSON.parse(row.args ?? 'null');
    const op = { id: row.id, kind: effect?.kind ?? row.kind, entityId: row.entity_id, args, actor: row.actor, occurredAt: row.occurred_at };
    const log = logs.get(row.entity_id) ?? [];
    log.push({ op: op as LoggedOp, verdict: row.verdict, effect: row.effect });
    logs.set(row.entity_id, log);
  }
  return logs;
}

/** I8: an edit whose author had seen the op before it counts, whatever its clock says. */
async function causalFindings(server: OfficeServer): Promise<string[]> {
  const lost = await server.query<{ id: string }>(
    `SELECT op.id FROM op JOIN mutation_log AS l USING (inc, mid) WHERE op.kind LIKE 'exception.set-%' AND op.effect IS NOT NULL
       AND (l.payload::json ->> 'seenVer')::bigint >= op.ver - 1`,
  );
  return lost.map(({ id }) => `I8 the edit ${id} had seen the value and lost`);
}

/** I13: whatever was refused can be read, by whom it concerns and by a supervisor. */
async function payloadFindings(server: OfficeServer): Promise<string[]> {
  const lost = await server.query<{ inc: string; mid: number; verdict: string }>(
    `SELECT inc, mid, verdict FROM mutation_log WHERE verdict IN ('rejected', 'quarantined') AND args IS NULL
     UNION ALL SELECT inc, mid, verdict FROM op WHERE verdict = 'superseded' AND args IS NULL`,
  );
  return lost.map(({ inc, mid, verdict }) => `I13 what was ${verdict} as ${mid} of ${inc} cannot be read`);
}
