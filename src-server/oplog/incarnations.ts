import { OP_GENESIS, opArgsHash, opHash } from '#shared/domain/sync/op-hash.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Mutation } from '#shared/wire/mutation.ts';
import { deviceOf } from '#shared/wire/signature.ts';
import type { Caller } from '../accounts/devices.ts';
import { readEpoch } from '../accounts/epoch.ts';
import type { Tx } from '../platform/database.ts';

export type Incarnation = {
  inc: string;
  device_id: string;
  lmid: number;
  lmid_hash: string | null;
  base_seq: number | null;
  base_hash: string | null;
};
const COLUMNS = 'inc, device_id, lmid, lmid_hash, base_seq, base_hash';

/** A device's line of mutations, locked to the end of the transaction; made when it is not known. */
export async function lockIncarnation(tx: Tx, caller: Caller, wire: number): Promise<Incarnation> {
  const lock = `SELECT ${COLUMNS} FROM incarnation WHERE inc = $1 FOR UPDATE`;
  const [known] = await tx.query<Incarnation>(lock, [caller.inc]);
  if (known) return known;
  // Only the first line of a device begins at its beginning; another one's base is found when it is pushed.
  const isFirst = caller.inc === caller.deviceId;
  await tx.query(
    `INSERT INTO incarnation (inc, device_id, base_seq, base_hash, wire, founded_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [caller.inc, caller.deviceId, isFirst ? 0 : null, isFirst ? OP_GENESIS : null, wire, caller.now],
  );
  const [made] = await tx.query<Incarnation>(lock, [caller.inc]);
  if (!made) throw new Error('an incarnation that was made is there');
  return made;
}

export async function findIncarnation(tx: Tx, inc: string): Promise<Incarnation | undefined> {
  const [found] = await tx.query<Incarnation>(`SELECT ${COLUMNS} FROM incarnation WHERE inc = $1`, [inc]);
  return found;
}

/** AppError conflict `epoch` when the device speaks of another line of time than this server's. */
export async function checkEpoch(tx: Tx, told: string | null, line: Incarnation | undefined): Promise<void> {
  const epoch = await readEpoch(tx);
  if (told === null || told === epoch) return;
  throw new AppError('conflict', 'epoch', { detail: { epoch, lmid: line?.lmid ?? 0, lmidHash: line?.lmid_hash ?? null } });
}

export type Fresh = { mutations: Mutation[]; stop: 'gap' | 'chain' | null; base: { seq: number; hash: string } };

/**
 * Those of the mutations above the last decided one that follow it without a gap and whose hashes
 * link. AppError conflict `fork` when the first of them follows another history than ours.
 */
export async function freshOf(tx: Tx, line: Incarnation, mutations: readonly Mutation[]): Promise<Fresh> {
  const fresh: Mutation[] = [];
  const above = mutations.filter(({ mid }) => mid > line.lmid);
  const base = await baseOf(tx, line, above[0]);
  let prev = line.lmid_hash ?? base.hash;
  for (const mutation of above) {
    const mid = line.lmid + fresh.length + 1;
    if (mutation.mid !== mid) return { mutations: fresh, stop: 'gap', base };
    if (mutation.prevHash !== prev) {
      if (fresh.length === 0) throw forkOf(line);
      return { mutations: fresh, stop: 'chain', base };
    }
    if (mutation.seq !== base.seq + mid || !isWhole(mutation, line.device_id)) return { mutations: fresh, stop: 'chain', base };
    fresh.push(mutation);
    prev = mutation.hash;
  }
  return { mutations: fresh, stop: null, base };
}

/** Where the line begins in the device's log: at its beginning, or after an op that we know of this device. */
async function baseOf(tx: Tx, line: Incarnation, first: Mutation | undefined): Promise<{ seq: number; hash: string }> {
  if (line.base_seq !== null && line.base_hash !== null) return { seq: line.base_seq, hash: line.base_hash };
  if (first?.mid !== 1) return { seq: 0, hash: OP_GENESIS };
  const isKnown = first.prevHash === OP_GENESIS ? first.seq === 1 : await knowsHash(tx, line, first.prevHash);
  if (!isKnown) throw forkOf(line);
  return { seq: first.seq - 1, hash: first.prevHash };
}

async function knowsHash(tx: Tx, line: Incarnation, hash: string): Promise<boolean> {
  const rows = await tx.query('SELECT 1 AS one FROM mutation_log JOIN incarnation USING (inc) WHERE hash = $1 AND device_id = $2', [
    hash,
    line.device_id,
  ]);
  return rows.length > 0;
}

export function forkOf({ lmid, lmid_hash }: Incarnation): AppError {
  return new AppError('conflict', 'fork', { detail: { lmid, lmidHash: lmid_hash } });
}

/** Whether the hashes are those of what the mutation says. */
function isWhole(mutation: Mutation, device: string): boolean {
  const { args, salt, argsHash, hash, prevHash } = mutation;
  if (args !== null && salt !== null && opArgsHash(salt, args) !== argsHash) return false;
  return opHash(prevHash, { ...mutation, device }) === hash;
}

/** The caller's own lines only. */
export function checkOwn(inc: string, caller: Caller): void {
  if (deviceOf(inc) !== caller.deviceId) throw new AppError('forbidden', 'forbidden');
}
