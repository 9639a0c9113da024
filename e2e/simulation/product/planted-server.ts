import type { SyncReply, SyncRequest } from '#main/sync/core.ts';
import type { Decision } from '#shared/wire/mutation.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Database, Tx } from '#server/platform/database.ts';
import { letClocksWin } from './clock-wins.ts';
import { hasServerDied } from './mortal-database.ts';
import type { ProductBug } from './bugs.ts';

/** What a mistake can be planted into. */
type Plantable = {
  readonly bug: ProductBug | null;
  readonly database: { readonly unheard: unknown };
  readonly immortal: Database;
  query<Row extends object>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
};
type Push = Extract<SyncRequest, { name: 'push' }>;
type PushReply = Extract<SyncReply, { results: unknown }>;

/** Handles a request with the server's planted mistake, if there is one. */
export async function plantInto(server: Plantable, request: SyncRequest, handle: () => Promise<SyncReply>): Promise<SyncReply> {
  if (request.name !== 'push') return handle();
  const pushed = (): Promise<PushReply> => handle() as Promise<PushReply>;
  switch (server.bug) {
    case 'noDedupe':
      await server.immortal.transaction((tx) => forgetDecided(tx, request));
      return pushed();
    case 'resultNotStored':
      return answerApplied(server, request, pushed);
    case 'rejectDropsPayload': {
      const reply = await pushed();
      await server.query("UPDATE mutation_log SET args = NULL, salt = NULL WHERE verdict IN ('rejected', 'quarantined')");
      return reply;
    }
    case 'ackBeforeCommit':
      return answerAnyway(server, pushed);
    case 'naiveSeq':
      return numberEarly(server, pushed);
    case 'lwwClientClock': {
      const reply = await pushed();
      const mids = request.body.mutations.map(({ mid }) => mid);
      await server.immortal.transaction((tx) => letClocksWin(tx, request.body.inc, mids));
      return reply;
    }
    case 'poisonBlocks':
      return chokeOnForbidden(server, request, pushed);
    default:
      return handle();
  }
}

/** The number that a device has reached is what its request says, whatever was decided. */
async function forgetDecided(tx: Tx, { body: { inc, mutations } }: Push): Promise<void> {
  const first = mutations[0]?.mid ?? 1;
  await tx.query('DELETE FROM quarantine WHERE inc = $1 AND mid >= $2', [inc, first]);
  await tx.query('DELETE FROM mutation_log WHERE inc = $1 AND mid >= $2', [inc, first]);
  await tx.query(
    `UPDATE incarnation SET lmid = $2 - 1, lmid_hash = (SELECT hash FROM mutation_log WHERE inc = $1 AND mid = $2 - 1)
      WHERE inc = $1 AND lmid >= $2`,
    [inc, first],
  );
}

async function answerApplied(server: Plantable, { body: { inc } }: Push, pushed: () => Promise<PushReply>): Promise<PushReply> {
  const [line] = await server.query<{ lmid: number }>('SELECT lmid FROM incarnation WHERE inc = $1', [inc]);
  const reply = await pushed();
  const forgotten = (one: Decision): Decision => ({ ...one, verdict: 'applied', code: '', detail: {} });
  return { ...reply, results: reply.results.map((one) => (one.mid <= (line?.lmid ?? 0) ? forgotten(one) : one)) };
}

/** The answer is on the wire before the commit is on the disk. */
async function answerAnyway(server: Plantable, pushed: () => Promise<PushReply>): Promise<PushReply> {
  try {
    return await pushed();
  } catch (error) {
    const unheard = server.database.unheard as PushReply | null;
    if (hasServerDied(error) && unheard !== null && 'results' in unheard) return unheard;
    throw error;
  }
}

/** Numbers of a sequence are not given back by a transaction that dies. */
async function numberEarly(server: Plantable, pushed: () => Promise<PushReply>): Promise<PushReply> {
  try {
    return await pushed();
  } catch (error) {
    if (hasServerDied(error)) await server.query("UPDATE stream_head SET seq = seq + 1 WHERE stream LIKE 'cl:%' OR stream = 'ref'");
    throw error;
  }
}

/** One mutation that may not be is answered by a failure, every time, and so is all behind it. */
async function chokeOnForbidden(server: Plantable, request: Push, pushed: () => Promise<PushReply>): Promise<PushReply> {
  const { inc, mutations } = request.body;
  const reply = await pushed();
  const forbidden = reply.results.find(({ verdict }) => verdict === 'quarantined');
  if (forbidden === undefined) return reply;
  await server.immortal.transaction((tx) =>
    forgetDecided(tx, { name: 'push', body: { ...request.body, mutations: mutations.filter(({ mid }) => mid >= forbidden.mid) } }),
  );
  throw new AppError('internal', 'failed', { detail: { inc } });
}
