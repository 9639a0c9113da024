import { assert } from '#shared/kernel/assert.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import { findMutator } from '#shared/domain/sync/mutators.ts';
import { OP_GENESIS, opArgsHash, opHash } from '#shared/domain/sync/op-hash.ts';
import type { Decision, Mutation } from '#shared/wire/mutation.ts';
import type { Tx } from '../platform/database.ts';
import { hexId } from '../platform/ids.ts';
import type { Ids } from '../platform/ids.ts';
import { SYSTEM } from './judge.ts';
import { pushServerMutation } from './push.ts';

/** The line of ops that the server writes itself. */
export const SERVER_INC = 'server';

export type ServerOp = {
  readonly id: string;
  readonly kind: string;
  readonly entityId: string;
  readonly args: unknown;
  /** Person in whose name it is written; the system when nobody's. */
  readonly actor?: string;
};

/**
 * Decides an op of the server's own hand, an account by the command line for one, in the caller's
 * transaction; it is chained and travels like any other. Throws AppError conflict with the code of its
 * rejection.
 */
export async function decideServerOp(tx: Tx, draft: ServerOp, { now, ids }: { now: number; ids: Ids }): Promise<Decision> {
  const caller = { inc: SERVER_INC, deviceId: SERVER_INC, revoked: false, now };
  const [line] = await tx.query<{ lmid: number; lmid_hash: string | null }>(
    `INSERT INTO incarnation (inc, device_id, base_seq, base_hash, wire, founded_at) VALUES ($1, $1, 0, $2, 1, $3)
     ON CONFLICT (inc) DO UPDATE SET wire = excluded.wire RETURNING lmid, lmid_hash`,
    [SERVER_INC, OP_GENESIS, now],
  );
  assert(line, 'the line of the server is there');
  const decision = await pushServerMutation(tx, mutationOf(draft, line, { now, salt: hexId(ids, 16) }), caller);
  if (decision.verdict === 'rejected' || decision.verdict === 'quarantined') throw new AppError('conflict', decision.code);
  return decision;
}

function mutationOf(
  { id, kind, entityId, args: value, actor = SYSTEM }: ServerOp,
  line: { lmid: number; lmid_hash: string | null },
  { now, salt }: { now: number; salt: string },
): Mutation {
  const mutator = findMutator(kind);
  assert(mutator, `a kind of op ${kind}`);
  const mid = line.lmid + 1;
  const args = canonicalJson(value);
  const prevHash = line.lmid_hash ?? OP_GENESIS;
  const said = { seq: mid, id, kind, entity: mutator.entity, entityId, argsHash: opArgsHash(salt, args), actor, occurredAt: now };
  const hash = opHash(prevHash, { ...said, device: SERVER_INC });
  return { ...said, mid, sv: mutator.version, args, salt, recordedAt: now, clockFlag: 'ok', prevHash, hash };
}
