import { eraseWords } from '#shared/domain/mail/erasure.ts';
import { eraseBundle } from '#shared/domain/sync/erase-bundle.ts';
import { bundleText } from '#shared/domain/sync/mail-bundle.ts';
import type { MailBundle } from '#shared/domain/sync/mail-bundle.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { DecidedOp } from '#shared/wire/mutation.ts';
import type { Tx } from '../platform/database.ts';
import { changeOfMail, changeOfOp, opsOfMails } from './op-rows.ts';
import type { ChangeDraft } from './sequence.ts';

export const DATA_ERASE = 'data.erase';

/** Mails whose erasure this transaction decides; `inc` is who asked. */
export type Erasure = { readonly mailNos: readonly string[]; readonly inc: string; readonly now: number };
export type ErasedMail = { readonly mailNo: string; readonly streams: readonly string[] };

/**
 * Takes people out of all that the server holds of mails: ops keep their form without words, facts
 * their places and times. What travelled before loses its body, and its hash with the chain stays;
 * the rows that are left are put anew. Answers those; the caller appends them last.
 */
export async function erasePayload(tx: Tx, { mailNos, inc, now }: Erasure, mails: readonly ErasedMail[]): Promise<ChangeDraft[]> {
  await tx.query('UPDATE mail_fact SET erased_at = coalesce(erased_at, $2) WHERE mail_no = ANY($1)', [mailNos, now]);
  const ops = (await eraseOps(tx, mailNos)).map((op) => ({ entity: 'op', id: op.id, op }));
  const facts = await eraseFacts(tx, mailNos);
  await eraseLog(tx, mailNos);
  await tx.query(
    `UPDATE change SET body = NULL WHERE body IS NOT NULL AND (entity, id) IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
    [
      [...ops.map(({ entity }) => entity), ...facts.map(() => 'mail-bundle')],
      [...ops.map(({ id }) => id), ...facts.map(({ mailNo }) => mailNo)],
    ],
  );
  const streamsOf = new Map(mails.map(({ mailNo, streams }) => [mailNo, streams]));
  return [
    ...facts.flatMap((fact) => (streamsOf.get(fact.mailNo) ?? []).map((stream) => changeOfMail(stream, fact, { inc, now }))),
    ...ops.flatMap(({ op }) => (streamsOf.get(op.mailNo) ?? []).map((stream) => changeOfOp(stream, op))),
  ];
}

/** Ops that said something in words, as they are now. */
async function eraseOps(tx: Tx, mailNos: readonly string[]): Promise<(DecidedOp & { mailNo: string })[]> {
  const changed: (DecidedOp & { mailNo: string })[] = [];
  for (const [mailNo, ops] of await opsOfMails(tx, mailNos)) {
    for (const op of ops) {
      const after = wordless(op);
      if (after !== op) changed.push({ ...after, mailNo });
    }
  }
  if (changed.length === 0) return changed;
  await tx.query(
    `UPDATE op SET args = n.args, effect = n.effect, salt = NULL
       FROM unnest($1::text[], $2::text[], $3::text[]) AS n (id, args, effect) WHERE op.id = n.id`,
    [
      changed.map(({ id }) => id),
      changed.map(({ args }) => args),
      changed.map(({ effect }) => (effect === null ? null : canonicalJson(effect))),
    ],
  );
  return changed;
}

/** The same op without words and without the salt that a guess could be tried with; itself when it has none. */
export function wordless<Op extends Pick<DecidedOp, 'kind' | 'args' | 'salt' | 'effect'>>(op: Op): Op {
  if (op.args === null || op.kind === DATA_ERASE) return op;
  const args = canonicalJson(eraseWords(JSON.parse(op.args)));
  const effect = op.effect === null ? null : { ...op.effect, args: eraseWords(op.effect.args) };
  return args === op.args && canonicalJson(effect) === canonicalJson(op.effect) ? op : { ...op, args, effect, salt: null };
}

async function eraseFacts(tx: Tx, mailNos: readonly string[]): Promise<{ mailNo: string; body: string; ver: number }[]> {
  const rows = await tx.query<{ mail_no: string; body: string; ver: number }>(
    'SELECT mail_no, body, ver FROM mail_fact WHERE mail_no = ANY($1) AND body IS NOT NULL',
    [mailNos],
  );
  const changed = rows.flatMap(({ mail_no: mailNo, body, ver }) => {
    const after = bundleText(eraseBundle(JSON.parse(body) as MailBundle));
    return after === body ? [] : [{ mailNo, body: after, ver: ver + 1 }];
  });
  for (const { mailNo, body, ver } of changed) {
    await tx.query('UPDATE mail_fact SET body = $2, ver = $3 WHERE mail_no = $1', [mailNo, body, ver]);
  }
  return changed;
}

/** What was refused keeps its hash and its verdict alone, there and in the streams of the devices. */
async function eraseLog(tx: Tx, mailNos: readonly string[]): Promise<void> {
  const rows = await tx.query<{ payload: string }>(
    `UPDATE mutation_log SET args = NULL, salt = NULL
      WHERE args IS NOT NULL AND (entity = 'mail' AND entity_id = ANY($1)
        OR entity = 'exception' AND entity_id IN (SELECT entity_id FROM entity_head WHERE entity = 'exception' AND mail_no = ANY($1)))
      RETURNING payload`,
    [mailNos],
  );
  // An id that no column can hold is in no stream either.
  const ids = rows.map(({ payload }) => (JSON.parse(payload) as { id: string }).id).filter((id) => !id.includes('\u0000'));
  if (ids.length > 0) await tx.query("UPDATE change SET body = NULL WHERE entity = 'op' AND id = ANY($1) AND row_ver = 0", [ids]);
}
