import { ERASED, eraseEventName, eraseFields, eraseWords } from '#shared/domain/mail/erasure.ts';
import type { MailFields } from '#shared/domain/mail/statement.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';
import { appendOp, redactOpArgs } from '../../ledger/index.ts';
import { refoldException } from '../exceptions/index.ts';
import { MailLoader } from '../mails/index.ts';
import { rulesAt } from '../rules/index.ts';
import { reindexOps } from '../search/index.ts';

/** The erasing is itself an act; it folds into no table. */
export const DATA_ERASE = 'data.erase';

/** What personal data was (or, tried only, would be) taken out: record sources, scans, acts, refused rows, things recorded. */
export type Erased = { statements: number; events: number; ops: number; records: number };
export type EraseRequest = { mailNo: string; reason: string; actor: string; now: number; opId: string };

type MailRow = { id: number; mail_no: string; trace_as_of: number | null; region: string; terminal: number; dest_city: string | null };
type OpRow = { id: string; seq: number | null; kind: string; entity: string; entity_id: string; args_json: string };

/** Counts what would be erased. Throws AppError 'not-found', conflict `exception-not-closed`. */
export function tryErase(tx: ReadTx, mailNo: string): Erased {
  const said: Said = { mail: erasableMail(tx, mailNo), until: EVER };
  return {
    statements: changedStatements(tx, said).length,
    events: changedEvents(tx, said).length,
    ops: changedOps(tx, said, 'op').length,
    records: changedRecords(tx, mailNo),
  };
}

/** Erases, and logs who did and why; the reason must name nobody. Throws as `tryErase`. */
export function eraseMail(tx: WriteTx, request: EraseRequest): Erased {
  const { mailNo, reason, actor, now, opId } = request;
  const done = eraseSaid(tx, { mail: erasableMail(tx, mailNo), until: EVER });
  const args = { mailNo, reason, ...done };
  appendOp(tx, { id: opId, kind: DATA_ERASE, entity: 'mail', entityId: mailNo, args, actor, occurredAt: now });
  tx.emit('mails.changed', { mailNos: [mailNo] });
  return done;
}

/**
 * What another machine erased of a mail, and the server took, is erased here: all that was said up to
 * then. The same again changes nothing.
 */
export function eraseAsTold(tx: WriteTx, mailNo: string): void {
  const until = tx.pluck<number | null>(TOLD, [mailNo, DATA_ERASE]);
  const mail = findMail(tx, mailNo);
  if (until !== undefined && until !== null && mail) eraseSaid(tx, { mail, until });
}
const TOLD = `SELECT max(occurred_at) FROM decided_op
  WHERE entity = 'mail' AND entity_id = ? AND kind = ? AND verdict IN ('applied', 'merged')`;

/** All that is known of a mail by an instant. */
type Said = { mail: MailRow; until: number };
const EVER = Number.MAX_SAFE_INTEGER;

/**
 * Every op keeps its place in the chain; what it said in words is gone, and so is the salt that a
 * guess could be tried with.
 */
function eraseSaid(tx: WriteTx, said: Said): Erased {
  const { mail } = said;
  const mailNo = mail.mail_no;
  const statements = changedStatements(tx, said);
  for (const { n, fields } of statements) {
    tx.run('UPDATE mail_statement SET fields = ? WHERE mail_id = ? AND n = ?', [fields, mail.id, n]);
  }
  const events = changedEvents(tx, said);
  for (const event of events) {
    tx.run(
      `UPDATE event SET name = @name, text = '', copies = @copies
       WHERE mail_id = @id AND at = @at AND code = @code AND org_key = @orgKey AND system = @system`,
      { ...event, id: mail.id },
    );
  }
  const ops = changedOps(tx, said, 'op');
  for (const { id, args } of ops) redactOpArgs(tx, id, args);
  for (const { id, args } of changedOps(tx, said, 'decided_op')) {
    tx.run('UPDATE decided_op SET args_json = ? WHERE id = ?', [args, id]);
  }
  const records = eraseRecords(tx, said);
  for (const uid of exceptionsOf(tx, mailNo)) refoldException(tx, uid);
  reindexOps(
    tx,
    ops.flatMap(({ seq }) => seq ?? []),
  );
  if (statements.length > 0) noteChangedFold(tx, mail);
  return { statements: statements.length, events: events.length, ops: ops.length, records };
}

/** A mail that is worked on still needs its recipient. */
function erasableMail(tx: ReadTx, mailNo: string): MailRow {
  const mail = findMail(tx, mailNo);
  if (!mail) throw new AppError('not-found', 'not-found');
  const open = tx.pluck("SELECT 1 FROM exception WHERE status <> 'closed' AND mail_no = ?", [mailNo]);
  if (open !== undefined) throw new AppError('conflict', 'exception-not-closed');
  return mail;
}

function findMail(tx: ReadTx, mailNo: string): MailRow | undefined {
  return tx.get<MailRow>('SELECT id, mail_no, trace_as_of, region, terminal, dest_city FROM mail WHERE mail_no = ?', [mailNo]);
}

function exceptionsOf(tx: ReadTx, mailNo: string): string[] {
  return tx.pluckAll<string>('SELECT uid FROM exception WHERE mail_no = ?', [mailNo]);
}

function changedStatements(tx: ReadTx, { mail, until }: Said): { n: number; fields: string }[] {
  const rows = tx.all<{ n: number; fields: string }>('SELECT n, fields FROM mail_statement WHERE mail_id = ? AND as_of <= ? ORDER BY n', [
    mail.id,
    until,
  ]);
  return rows.flatMap(({ n, fields }) => {
    const after = JSON.stringify(eraseFields(JSON.parse(fields) as MailFields));
    return after === fields ? [] : [{ n, fields: after }];
  });
}

type EventKey = { at: number; code: string; orgKey: string; system: string };
type Wording = [name: string, text: string, ...rest: unknown[]];

function changedEvents(tx: ReadTx, { mail, until }: Said): (EventKey & { name: string; copies: string | null })[] {
  const rows = tx.all<EventKey & { name: string; text: string; copies: string | null }>(
    'SELECT at, code, org_key AS orgKey, system, name, text, copies FROM event WHERE mail_id = ? AND at <= ?',
    [mail.id, until],
  );
  return rows.flatMap(({ text, ...row }) => {
    const name = eraseEventName(row.name);
    const copies = row.copies === null ? null : JSON.stringify((JSON.parse(row.copies) as Wording[]).map(erasedWording));
    return text === '' && name === row.name && copies === row.copies ? [] : [{ ...row, name, copies }];
  });
}

function erasedWording([name, , ...rest]: Wording): Wording {
  return [eraseEventName(name), '', ...rest];
}

/** Ops on the mail and on its exceptions that say something in words, with what is left of them. */
function changedOps(tx: ReadTx, { mail, until }: Said, table: 'op' | 'decided_op'): { id: string; seq: number | null; args: string }[] {
  const entities = [['mail', mail.mail_no], ...exceptionsOf(tx, mail.mail_no).map((uid) => ['exception', uid])];
  return entities.flatMap(([entity = '', entityId = '']) => {
    const rows = tx.all<OpRow>(OPS[table], [entity, entityId, until]);
    return rows.flatMap(({ id, seq, kind, args_json }) => {
      if (kind === DATA_ERASE) return [];
      const args = canonicalJson(eraseWords(JSON.parse(args_json)));
      return args === args_json ? [] : [{ id, seq, args }];
    });
  });
}

const OPS = {
  op: 'SELECT id, seq, kind, args_json FROM op WHERE entity = ? AND entity_id = ? AND occurred_at <= ? AND args_json IS NOT NULL',
  decided_op:
    'SELECT id, NULL AS seq, kind, args_json FROM decided_op WHERE entity = ? AND entity_id = ? AND occurred_at <= ? AND args_json IS NOT NULL',
} as const;

const RECORDED = `mail_no = ? AND (reason <> '${ERASED}' OR (kind = 'remark' AND value <> '${ERASED}'))`;

function changedRecords(tx: ReadTx, mailNo: string): number {
  return tx.pluck<number>(`SELECT count(*) FROM mail_record WHERE ${RECORDED}`, [mailNo]) ?? 0;
}

/** The rows that `mail.record` folds into, in the words that its erased arguments have now. */
/** A device that is told folds its records anew beside this. */
function eraseRecords(tx: WriteTx, { mail, until }: Said): number {
  if (until !== EVER) return 0;
  return tx.run(
    `UPDATE mail_record SET reason = '${ERASED}', value = CASE kind WHEN 'remark' THEN '${ERASED}' ELSE value END WHERE ${RECORDED}`,
    [mail.mail_no],
  ).changes;
}

/** Where an address alone said where a mail goes, screening looks at it again. */
function noteChangedFold(tx: WriteTx, mail: MailRow): void {
  const state = new MailLoader(tx, rulesAt(tx, tx.environment.clock.now())).load(mail);
  const isSame = state.region === mail.region && (state.terminal ? 1 : 0) === mail.terminal && state.destCity === mail.dest_city;
  if (!isSame) tx.run('UPDATE mail SET dirty = 1 WHERE id = ?', [mail.id]);
}
