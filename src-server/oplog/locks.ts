import { loggedAs } from './op-rows.ts';
import type { LoggedRow } from './op-rows.ts';
import type { EntityOp } from '#shared/domain/sync/ruling.ts';
import type { Tx } from '../platform/database.ts';

/** What an op is about. */
export type EntityKey = { readonly entity: string; readonly entityId: string };
export type EntityHead = EntityKey & { ver: number; mailNo: string | null; cycle: number | null };
export type MailHead = { readonly mailNo: string; streams: string[]; readonly before: readonly string[]; isErased: boolean };
/** Ops of an entity; undefined when the arguments of one are erased. */
export type EntityLog = EntityOp[] | undefined;

export function keyOf({ entity, entityId }: EntityKey): string {
  return `${entity} ${entityId}`;
}

/** Mails of exceptions that are known; it never changes, so it is read before anything is locked. */
export async function mailsOfExceptions(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.query<{ entity_id: string; mail_no: string }>(
    "SELECT entity_id, mail_no FROM entity_head WHERE entity = 'exception' AND entity_id = ANY($1) AND mail_no IS NOT NULL",
    [ids],
  );
  return new Map(rows.map(({ entity_id, mail_no }) => [entity_id, mail_no]));
}

/** Locks mails in the order of their numbers, making those that are not there. */
export async function lockMails(tx: Tx, mailNos: readonly string[]): Promise<Map<string, MailHead>> {
  const wanted = [...new Set(mailNos)].sort();
  if (wanted.length === 0) return new Map();
  const lock =
    'SELECT mail_no, streams, erased_at IS NOT NULL AS erased FROM mail_fact WHERE mail_no = ANY($1) ORDER BY mail_no FOR UPDATE';
  let rows = await tx.query<{ mail_no: string; streams: string[]; erased: boolean }>(lock, [wanted]);
  if (rows.length < wanted.length) {
    const known = new Set(rows.map(({ mail_no }) => mail_no));
    const missing = wanted.filter((mailNo) => !known.has(mailNo));
    await tx.query('INSERT INTO mail_fact (mail_no) SELECT m FROM unnest($1::text[]) AS m ON CONFLICT DO NOTHING', [missing]);
    rows = await tx.query(lock, [wanted]);
  }
  return new Map(
    rows.map(({ mail_no, streams, erased }) => [mail_no, { mailNo: mail_no, streams: [...streams], before: streams, isErased: erased }]),
  );
}

type HeadRow = { entity: string; entity_id: string; ver: number; mail_no: string | null; cycle: number | null };

/** Locks the heads of entities in one order for everybody, making those that are not there. */
export async function lockEntities(tx: Tx, wanted: readonly Omit<EntityHead, 'ver'>[]): Promise<Map<string, EntityHead>> {
  if (wanted.length === 0) return new Map();
  const sorted = [...new Map(wanted.map((head) => [keyOf(head), head])).values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const keys = [sorted.map(({ entity }) => entity), sorted.map(({ entityId }) => entityId)];
  const lock = `SELECT entity, entity_id, ver, mail_no, cycle FROM entity_head
    WHERE (entity, entity_id) IN (SELECT * FROM unnest($1::text[], $2::text[])) ORDER BY entity, entity_id FOR UPDATE`;
  let rows = await tx.query<HeadRow>(lock, keys);
  if (rows.length < sorted.length) {
    const known = new Set(rows.map(({ entity, entity_id }) => keyOf({ entity, entityId: entity_id })));
    const missing = sorted.filter((head) => !known.has(keyOf(head)));
    await tx.query(
      `INSERT INTO entity_head (entity, entity_id, mail_no, cycle)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::integer[]) ON CONFLICT DO NOTHING`,
      [
        missing.map(({ entity }) => entity),
        missing.map(({ entityId }) => entityId),
        missing.map(({ mailNo }) => mailNo),
        missing.map(({ cycle }) => cycle),
      ],
    );
    rows = await tx.query<HeadRow>(lock, keys);
  }
  const heads = rows.map(({ entity, entity_id, ver, mail_no, cycle }) => ({ entity, entityId: entity_id, ver, mailNo: mail_no, cycle }));
  return new Map(heads.map((head) => [keyOf(head), head]));
}

/** The accepted ops of entities, in their order. */
export async function readLogs(tx: Tx, keys: readonly EntityKey[]): Promise<Map<string, EntityLog>> {
  const logs = new Map<string, EntityLog>(keys.map((key) => [keyOf(key), []]));
  if (keys.length === 0) return logs;
  const rows = await tx.query<LoggedRow>(
    `SELECT o.entity, o.entity_id, o.ver, o.id, o.inc, o.kind, o.args, o.actor, o.occurred_at, o.effect
       FROM op AS o JOIN unnest($1::text[], $2::text[]) AS k (entity, entity_id) USING (entity, entity_id)
      ORDER BY o.entity, o.entity_id, o.ver`,
    [keys.map(({ entity }) => entity), keys.map(({ entityId }) => entityId)],
  );
  for (const row of rows) {
    const key = keyOf({ entity: row.entity, entityId: row.entity_id });
    const op = loggedAs(row);
    if (op === undefined) logs.set(key, undefined);
    else logs.get(key)?.push(op);
  }
  return logs;
}

/** Highest cycle of the exceptions of each mail. */
export async function newestCycles(tx: Tx, mailNos: readonly string[]): Promise<Map<string, number>> {
  if (mailNos.length === 0) return new Map();
  const rows = await tx.query<{ mail_no: string; cycle: number }>(
    "SELECT mail_no, max(cycle) AS cycle FROM entity_head WHERE mail_no = ANY($1) AND entity = 'exception' AND ver > 0 GROUP BY mail_no",
    [mailNos],
  );
  return new Map(rows.map(({ mail_no, cycle }) => [mail_no, cycle]));
}
