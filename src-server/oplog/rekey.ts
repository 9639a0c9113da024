import { AppError } from '#shared/kernel/app-error.ts';
import type { ReplyOf, RequestOf } from '#shared/wire/messages.ts';
import type { Caller } from '../accounts/devices.ts';
import { readEpoch } from '../accounts/epoch.ts';
import type { Database, Tx } from '../platform/database.ts';
import { checkOwn, findIncarnation } from './incarnations.ts';

type Request = RequestOf<'rekey'>;
type Reply = ReplyOf<'rekey'>;
type Known = { hash: string; seq: number };

/**
 * Founds another line of a device whose profile was rolled back or copied: it begins after the last op
 * that the server knows of the device. The same request again is answered alike.
 */
export async function rekey(database: Database, request: Request, caller: Caller): Promise<Reply> {
  checkOwn(request.old, caller);
  checkOwn(request.new, caller);
  if (request.new === caller.deviceId || request.new === request.old) throw new AppError('invalid-input', 'invalid-input');
  return database.transaction((tx) => rekeyIn(tx, request, caller));
}

async function rekeyIn(tx: Tx, request: Request, caller: Caller): Promise<Reply> {
  const epoch = await readEpoch(tx);
  const line = await findIncarnation(tx, request.new);
  if (line) {
    const pair = request.pairs.find(({ hash }) => hash === line.base_hash);
    return { knownThrough: pair?.mid ?? 0, epoch };
  }
  const rows = await tx.query<Known>(
    `SELECT l.hash, coalesce(base_seq, 0) + l.mid AS seq FROM mutation_log AS l JOIN incarnation USING (inc)
      WHERE device_id = $1 AND l.hash = ANY($2)`,
    [caller.deviceId, request.pairs.map(({ hash }) => hash)],
  );
  const seqOf = new Map(rows.map(({ hash, seq }) => [hash, seq]));
  const known = request.pairs.filter(({ hash }) => seqOf.has(hash)).sort((a, b) => b.mid - a.mid)[0];
  await tx.query(
    `INSERT INTO incarnation (inc, device_id, base_seq, base_hash, wire, founded_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING`,
    [request.new, caller.deviceId, known ? seqOf.get(known.hash) : null, known?.hash ?? null, request.wire, caller.now],
  );
  return { knownThrough: known?.mid ?? 0, epoch };
}
