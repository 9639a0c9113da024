import { clientOfStream, clientStream } from '#shared/domain/sync/streams.ts';
import type { Tx } from '../platform/database.ts';
import type { MailHead } from './locks.ts';
import { changeOfMail, changeOfOp, opsOfMails } from './op-rows.ts';
import type { ChangeDraft } from './sequence.ts';

/** Streams that a mail is seen in since this transaction. */
export function gained({ streams, before }: MailHead): string[] {
  return streams.filter((stream) => !before.includes(stream));
}

/** A mail never leaves a stream. */
export function addStream(mail: MailHead, stream: string): void {
  if (!mail.streams.includes(stream)) mail.streams.push(stream);
}

/**
 * What stands of mails so far, for the streams that they gain: their facts and all their ops. Call it
 * before the transaction writes ops or facts of its own.
 */
export async function backlogOf(tx: Tx, mails: readonly MailHead[], by: { inc: string; now: number }): Promise<ChangeDraft[]> {
  const grown = mails.filter((mail) => gained(mail).length > 0);
  const mailNos = grown.map(({ mailNo }) => mailNo);
  if (mailNos.length === 0) return [];
  const ops = await opsOfMails(tx, mailNos);
  const facts = await tx.query<{ mail_no: string; body: string | null; ver: number }>(
    'SELECT mail_no, body, ver FROM mail_fact WHERE mail_no = ANY($1)',
    [mailNos],
  );
  const factOf = new Map(facts.map(({ mail_no: mailNo, body, ver }) => [mailNo, body === null ? [] : [{ mailNo, body, ver }]]));
  return grown.flatMap((mail) => {
    const { mailNo } = mail;
    return gained(mail).flatMap((stream) => {
      const bundle = factOf.get(mailNo)?.map((fact) => changeOfMail(stream, fact, by)) ?? [];
      return [...bundle, ...(ops.get(mailNo) ?? []).map((op) => changeOfOp(stream, op))];
    });
  });
}

export async function saveStreams(tx: Tx, mails: readonly MailHead[]): Promise<void> {
  const grown = mails.filter((mail) => gained(mail).length > 0);
  if (grown.length === 0) return;
  await tx.query(
    `UPDATE mail_fact AS m SET streams = ARRAY(SELECT json_array_elements_text(n.streams::json))
       FROM unnest($1::text[], $2::text[]) AS n (mail_no, streams) WHERE m.mail_no = n.mail_no`,
    [grown.map(({ mailNo }) => mailNo), grown.map(({ streams }) => JSON.stringify(streams))],
  );
  await seeClients(tx, grown.flatMap(gained));
}

/** Clients that facts name and nobody has saved yet belong to no station. */
async function seeClients(tx: Tx, streams: readonly string[]): Promise<void> {
  const codes = [...new Set(streams.flatMap((stream) => clientOfStream(stream) ?? []))].sort();
  if (codes.length === 0) return;
  await tx.query("INSERT INTO client_account (code, name) SELECT c, '' FROM unnest($1::text[]) AS c ON CONFLICT DO NOTHING", [codes]);
}

/**
 * Streams that a device may put mails into: what it may see, and what is of a client that the server
 * does not know yet, for those who see mails of no known client.
 */
export async function writableStreams(tx: Tx, granted: readonly string[], stated: readonly string[]): Promise<ReadonlySet<string>> {
  const writable = new Set(granted);
  const strange = [...new Set(stated)].filter((stream) => !writable.has(stream) && clientOfStream(stream) !== null);
  if (strange.length === 0 || !writable.has(clientStream(null))) return writable;
  const rows = await tx.query<{ code: string }>('SELECT code FROM client_account WHERE code = ANY($1)', [
    strange.map((stream) => clientOfStream(stream)),
  ]);
  const known = new Set(rows.map(({ code }) => clientStream(code)));
  for (const stream of strange) if (!known.has(stream)) writable.add(stream);
  return writable;
}
