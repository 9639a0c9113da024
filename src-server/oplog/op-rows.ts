import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { EntityOp } from '#shared/domain/sync/ruling.ts';
import type { Effect } from '#shared/domain/sync/verdict.ts';
import type { DecidedOp, Detail } from '#shared/wire/mutation.ts';
import { deviceOf } from '#shared/wire/signature.ts';
import type { Tx } from '../platform/database.ts';
import type { ChangeDraft } from './sequence.ts';

/** A decided op with the place where it is seen: of a mail, or in a stream of its own. */
export type StoredOp = DecidedOp & { readonly mailNo: string | null; readonly stream: string | null };

export type LoggedRow = {
  entity: string;
  entity_id: string;
  ver: number;
  id: string;
  inc: string;
  kind: string;
  args: string | null;
  actor: string;
  occurred_at: number;
  effect: string | null;
};

/** An op as it counts in the fold; undefined when its arguments are erased. */
export function loggedAs(row: LoggedRow): EntityOp | undefined {
  const effect = row.effect === null ? null : (JSON.parse(row.effect) as Effect);
  if (effect === null && row.args === null) return undefined;
  return {
    id: row.id,
    kind: effect?.kind ?? row.kind,
    entityId: row.entity_id,
    args: effect === null ? JSON.parse(row.args ?? '') : effect.args,
    actor: row.actor,
    occurredAt: row.occurred_at,
    ver: row.ver,
    device: deviceOf(row.inc),
  };
}

export async function insertOps(tx: Tx, ops: readonly StoredOp[]): Promise<void> {
  if (ops.length === 0) return;
  await tx.query(
    `INSERT INTO op (entity, entity_id, ver, id, inc, mid, kind, sv, args, salt, actor, occurred_at, received_at, clock_flag,
       verdict, code, detail, effect, mail_no, stream)
     SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::integer[],
       $9::text[], $10::text[], $11::text[], $12::bigint[], $13::bigint[], $14::text[], $15::text[], $16::text[], $17::text[],
       $18::text[], $19::text[], $20::text[])`,
    [
      ops.map(({ entity }) => entity),
      ops.map(({ entityId }) => entityId),
      ops.map(({ ver }) => ver),
      ops.map(({ id }) => id),
      ops.map(({ inc }) => inc),
      ops.map(({ mid }) => mid),
      ops.map(({ kind }) => kind),
      ops.map(({ sv }) => sv),
      ops.map(({ args }) => args),
      ops.map(({ salt }) => salt),
      ops.map(({ actor }) => actor),
      ops.map(({ occurredAt }) => occurredAt),
      ops.map(({ receivedAt }) => receivedAt),
      ops.map(({ clockFlag }) => clockFlag),
      ops.map(({ verdict }) => verdict),
      ops.map(({ code }) => code),
      ops.map(({ detail }) => canonicalJson(detail)),
      ops.map(({ effect }) => (effect === null ? null : canonicalJson(effect))),
      ops.map(({ mailNo }) => mailNo),
      ops.map(({ stream }) => stream),
    ],
  );
}

type OpRow = LoggedRow & {
  mid: number;
  sv: number;
  salt: string | null;
  received_at: number;
  clock_flag: DecidedOp['clockFlag'];
  verdict: DecidedOp['verdict'];
  code: string;
  detail: string;
};

/** All ops that are seen where these mails are, by mail, in the order of their entities and of `ver`. */
export async function opsOfMails(tx: Tx, mailNos: readonly string[]): Promise<Map<string, DecidedOp[]>> {
  const rows = await tx.query<OpRow & { mail_no: string }>(
    `SELECT mail_no, entity, entity_id, ver, id, inc, mid, kind, sv, args, salt, actor, occurred_at, received_at, clock_flag,
       verdict, code, detail, effect FROM op WHERE mail_no = ANY($1) ORDER BY mail_no, entity, entity_id, ver`,
    [mailNos],
  );
  const byMail = new Map<string, DecidedOp[]>(mailNos.map((mailNo) => [mailNo, []]));
  for (const row of rows) byMail.get(row.mail_no)?.push(decidedOf(row));
  return byMail;
}

function decidedOf(row: OpRow): DecidedOp {
  return {
    id: row.id,
    inc: row.inc,
    mid: row.mid,
    kind: row.kind,
    entity: row.entity,
    entityId: row.entity_id,
    sv: row.sv,
    args: row.args,
    salt: row.salt,
    actor: row.actor,
    occurredAt: row.occurred_at,
    receivedAt: row.received_at,
    clockFlag: row.clock_flag,
    verdict: row.verdict,
    code: row.code,
    detail: JSON.parse(row.detail) as Detail,
    effect: row.effect === null ? null : (JSON.parse(row.effect) as DecidedOp['effect']),
    ver: row.ver,
  };
}

/** A decided op as it travels in a stream. */
export function changeOfOp(stream: string, op: DecidedOp): ChangeDraft {
  const { id, ver, sv, inc, mid, actor, receivedAt } = op;
  return { stream, op: 'put', entity: 'op', id, rowVer: ver, sv, body: bodyOf(op), inc, mid, actor, receivedAt };
}

function bodyOf(op: DecidedOp): string {
  const {
    id,
    inc,
    mid,
    kind,
    entity,
    entityId,
    sv,
    args,
    salt,
    actor,
    occurredAt,
    receivedAt,
    clockFlag,
    verdict,
    code,
    detail,
    effect,
    ver,
  } = op;
  const told = {
    id,
    inc,
    mid,
    kind,
    entity,
    entityId,
    sv,
    args,
    salt,
    actor,
    occurredAt,
    receivedAt,
    clockFlag,
    verdict,
    code,
    detail,
    effect,
  };
  return canonicalJson({ ...told, ver });
}

/** The facts of a mail as they travel in a stream. */
export function changeOfMail(
  stream: string,
  mail: { mailNo: string; body: string; ver: number },
  by: { inc: string; now: number },
): ChangeDraft {
  const { mailNo, body, ver } = mail;
  return {
    stream,
    op: 'put',
    entity: 'mail-bundle',
    id: mailNo,
    rowVer: ver,
    sv: 1,
    body,
    inc: by.inc,
    mid: 0,
    actor: '',
    receivedAt: by.now,
  };
}
