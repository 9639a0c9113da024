import { filesOf } from '#shared/domain/sync/mutators.ts';
import { deviceStream } from '#shared/domain/sync/streams.ts';
import { isAccepted } from '#shared/domain/sync/verdict.ts';
import type { Tx } from '../platform/database.ts';
import type { Decided, Scene } from './decide-batch.ts';
import { DATA_ERASE, erasePayload } from './erase.ts';
import { backlogOf, saveStreams } from './growth.ts';
import { changeOfOp, insertOps } from './op-rows.ts';
import type { StoredOp } from './op-rows.ts';
import { writeAccounts } from './people-fold.ts';
import { appendChanges } from './sequence.ts';
import type { ChangeDraft } from './sequence.ts';

/** Ops, heads, accounts, and last of all the rows of the streams. */
export async function writeDecided(tx: Tx, decided: readonly Decided[], scene: Scene): Promise<void> {
  const ops = decided.flatMap(({ op }) => op ?? []);
  const mails = [...scene.mails.values()];
  const drafts = await backlogOf(tx, mails, { inc: scene.inc, now: scene.now });
  await insertOps(tx, ops);
  await saveHeads(tx, ops);
  await saveStreams(tx, mails);
  await saveFiles(tx, decided);
  const accountOps = decided.flatMap(({ op, args }) => (op && ['person', 'client'].includes(op.entity) ? [{ ...op, args }] : []));
  if (accountOps.length > 0) await writeAccounts(tx, scene.people, accountOps);
  for (const each of decided) drafts.push(...changesOf(each, scene));
  const erased = await eraseAsDecided(tx, ops, scene);
  // What has lost its words within this transaction does not travel with them first.
  const anew = new Set(erased.map(placeOf));
  await appendChanges(tx, [...drafts.filter((draft) => !anew.has(placeOf(draft))), ...erased], scene.now);
}

function placeOf({ stream, entity, id }: ChangeDraft): string {
  return `${stream} ${entity} ${id}`;
}

/** An erasure reaches what the server holds in the same transaction. */
async function eraseAsDecided(tx: Tx, ops: readonly StoredOp[], { inc, now, mails }: Scene): Promise<ChangeDraft[]> {
  const mailNos = ops.flatMap(({ kind, mailNo }) => (kind === DATA_ERASE && mailNo !== null ? [mailNo] : []));
  return mailNos.length === 0 ? [] : erasePayload(tx, { mailNos, inc, now }, [...mails.values()]);
}

/** The streams in which a decided mutation is told: of its entity, and of its device when it would not hear of it else. */
function changesOf({ mutation, ruling, op }: Decided, scene: Scene): ChangeDraft[] {
  const own = deviceStream(scene.deviceId);
  if (op) {
    const streams = streamsOf(op, scene);
    const isHeard = op.mailNo === null || streams.some((stream) => scene.granted.has(stream));
    return (isHeard ? streams : [...streams, own]).map((stream) => changeOfOp(stream, op));
  }
  if (isAccepted(ruling.verdict)) return [];
  const { id, mid, kind, entity, entityId, sv, args, salt, actor, occurredAt, clockFlag } = mutation;
  const refused = { id, inc: scene.inc, mid, kind, entity, entityId, sv, args, salt, actor, occurredAt, clockFlag };
  return [changeOfOp(own, { ...refused, ...ruling, receivedAt: scene.now, ver: 0 })];
}

function streamsOf({ mailNo, stream }: StoredOp, { mails }: Scene): string[] {
  return mailNo === null ? (stream === null ? [] : [stream]) : [...(mails.get(mailNo)?.streams ?? [])];
}

/** Which files are referred to, and by what: whoever sees that may have the file. */
async function saveFiles(tx: Tx, decided: readonly Decided[]): Promise<void> {
  const refs = decided.flatMap(({ op, args }) => (op ? filesOf(args).map((sha256) => ({ sha256, op })) : []));
  if (refs.length === 0) return;
  await tx.query(
    'INSERT INTO file_ref (sha256, op_id, mail_no, stream) SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])',
    [refs.map(({ sha256 }) => sha256), refs.map(({ op }) => op.id), refs.map(({ op }) => op.mailNo), refs.map(({ op }) => op.stream)],
  );
}

async function saveHeads(tx: Tx, ops: readonly StoredOp[]): Promise<void> {
  const last = [...new Map(ops.map((op) => [`${op.entity} ${op.entityId}`, op])).values()];
  if (last.length === 0) return;
  await tx.query(
    `UPDATE entity_head AS h SET ver = n.ver FROM unnest($1::text[], $2::text[], $3::bigint[]) AS n (entity, entity_id, ver)
      WHERE h.entity = n.entity AND h.entity_id = n.entity_id`,
    [last.map(({ entity }) => entity), last.map(({ entityId }) => entityId), last.map(({ ver }) => ver)],
  );
}
