import { eraseBundle } from '#shared/domain/sync/erase-bundle.ts';
import { bundleText, clientsOf, emptyBundle, mailBundle, mergeBundles, normalBundle } from '#shared/domain/sync/mail-bundle.ts';
import type { MailBundle } from '#shared/domain/sync/mail-bundle.ts';
import { clientStream } from '#shared/domain/sync/streams.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { ReplyOf, RequestOf } from '#shared/wire/messages.ts';
import type { Caller } from '../accounts/devices.ts';
import { grantedStreams } from '../accounts/grants.ts';
import type { Database, Tx } from '../platform/database.ts';
import { addStream, backlogOf, saveStreams, writableStreams } from './growth.ts';
import { checkEpoch, checkOwn, findIncarnation } from './incarnations.ts';
import { lockMails } from './locks.ts';
import type { MailHead } from './locks.ts';
import { changeOfMail } from './op-rows.ts';
import { appendChanges } from './sequence.ts';
import type { ChangeDraft } from './sequence.ts';

type Request = RequestOf<'facts'>;
type Reply = ReplyOf<'facts'>;
type Given = { readonly index: number; readonly bundle: MailBundle };
type Refused = Reply['refused'][number];
type Stored = { body: string | null; ver: number };
type Merged = { readonly mailNo: string; readonly body: string; readonly ver: number };

/**
 * Takes what a device knows of mails: merged into what is known, told only where that says more. The
 * same bundles again change nothing. Refused ones are told by their place; throws AppError `epoch`, `revoked`.
 */
export async function takeFacts(database: Database, request: Request, caller: Caller): Promise<Reply> {
  checkOwn(request.inc, caller);
  if (caller.revoked) throw new AppError('forbidden', 'revoked');
  const refused: Refused[] = [];
  const given = request.bundles.flatMap((text, index) => {
    const bundle = parsed(text);
    if (bundle === undefined) refused.push({ index, reason: 'invalid-bundle' });
    return bundle === undefined ? [] : [{ index, bundle }];
  });
  const outcome = await database.transaction((tx) => takeIn(tx, given, { request, caller }));
  return { taken: outcome.taken, refused: [...refused, ...outcome.refused].sort((a, b) => a.index - b.index), serverTime: caller.now };
}

function parsed(text: string): MailBundle | undefined {
  try {
    const read = mailBundle.safeParse(JSON.parse(text));
    // What the database cannot hold is no bundle either.
    return read.success && !text.includes(String.raw`\u0000`) ? normalBundle(read.data) : undefined;
  } catch {
    // No JSON: the same as a bundle of another form.
    return undefined;
  }
}

async function takeIn(
  tx: Tx,
  given: readonly Given[],
  { request, caller }: { request: Request; caller: Caller },
): Promise<{ taken: number; refused: Refused[] }> {
  await checkEpoch(tx, request.epoch, await findIncarnation(tx, request.inc));
  const stated = given.flatMap(({ bundle }) => streamsOf(bundle));
  const writable = await writableStreams(tx, await grantedStreams(tx, caller.deviceId), stated);
  const mails = await lockMails(tx, await ofOwnScope(tx, given, writable));
  const stored = await readStored(tx, [...mails.keys()]);
  const refused: Refused[] = [];
  const merged = new Map<string, Merged>();
  for (const { index, bundle } of given) {
    const mail = mails.get(bundle.mailNo);
    if (!mail || !mayState(mail, bundle, writable)) refused.push({ index, reason: 'forbidden' });
    else place(mail, bundle, { stored, merged });
  }
  const by = { inc: caller.inc, now: caller.now };
  const heads = [...mails.values()];
  const drafts = await backlogOf(tx, heads, by);
  await saveBodies(tx, [...merged.values()]);
  await saveStreams(tx, heads);
  await appendChanges(tx, [...drafts, ...[...merged.values()].flatMap((fact) => changesOf(fact, mails.get(fact.mailNo), by))], caller.now);
  return { taken: given.length - refused.length, refused };
}

/** Rows of mails that the device may not state are not even made. */
async function ofOwnScope(tx: Tx, given: readonly Given[], writable: ReadonlySet<string>): Promise<string[]> {
  const mailNos = given.map(({ bundle }) => bundle.mailNo);
  const known = await tx.query<{ mail_no: string }>('SELECT mail_no FROM mail_fact WHERE mail_no = ANY($1)', [mailNos]);
  const isKnown = new Set(known.map(({ mail_no }) => mail_no));
  return given
    .filter(({ bundle }) => isKnown.has(bundle.mailNo) || streamsOf(bundle).some((stream) => writable.has(stream)))
    .map(({ bundle }) => bundle.mailNo);
}

function streamsOf(bundle: MailBundle): string[] {
  const codes = clientsOf(bundle);
  return codes.length === 0 ? [clientStream(null)] : codes.map((code) => clientStream(code));
}

/** A mail is stated by those who see it; one that nobody has placed, by those who see where it is put. */
function mayState(mail: MailHead, bundle: MailBundle, writable: ReadonlySet<string>): boolean {
  const streams = mail.streams.length > 0 ? mail.streams : streamsOf(bundle);
  return streams.some((stream) => writable.has(stream));
}

function place(mail: MailHead, said: MailBundle, { stored, merged }: { stored: Map<string, Stored>; merged: Map<string, Merged> }): void {
  const { mailNo } = said;
  const bundle = mail.isErased ? eraseBundle(said) : said;
  const before = merged.get(mailNo) ?? stored.get(mailNo);
  const heard = before?.body ?? null;
  const known = heard === null ? emptyBundle(mailNo) : (JSON.parse(heard) as MailBundle);
  const after = mergeBundles(known, bundle);
  const body = bundleText(after);
  if (clientsOf(after).length > 0) for (const stream of streamsOf(after)) addStream(mail, stream);
  else if (mail.streams.length === 0) addStream(mail, clientStream(null));
  if (body === before?.body) return;
  // One number for what one transaction made of a mail, however many bundles it had.
  merged.set(mailNo, { mailNo, body, ver: (stored.get(mailNo)?.ver ?? 0) + 1 });
}

async function readStored(tx: Tx, mailNos: readonly string[]): Promise<Map<string, Stored>> {
  if (mailNos.length === 0) return new Map();
  const rows = await tx.query<Stored & { mail_no: string }>('SELECT mail_no, body, ver FROM mail_fact WHERE mail_no = ANY($1)', [mailNos]);
  return new Map(rows.map((row) => [row.mail_no, row]));
}

async function saveBodies(tx: Tx, facts: readonly Merged[]): Promise<void> {
  if (facts.length === 0) return;
  await tx.query(
    `UPDATE mail_fact AS m SET body = n.body, ver = n.ver
       FROM unnest($1::text[], $2::text[], $3::bigint[]) AS n (mail_no, body, ver) WHERE m.mail_no = n.mail_no`,
    [facts.map(({ mailNo }) => mailNo), facts.map(({ body }) => body), facts.map(({ ver }) => ver)],
  );
}

/** The new facts in every stream of the mail; those that it has just gained had the old ones before. */
function changesOf(fact: Merged, mail: MailHead | undefined, by: { inc: string; now: number }): ChangeDraft[] {
  return (mail?.streams ?? []).map((stream) => changeOfMail(stream, fact, by));
}
