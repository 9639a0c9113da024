import { MAIL_RECORD } from '#shared/domain/mail/record-op.ts';
import type { MailRecordArgs } from '#shared/domain/mail/record-op.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { WriteTx } from '../../ledger/index.ts';
import { appendOp, entityLog } from '../../ledger/index.ts';

export type RecordAct = { mailNo: string; args: MailRecordArgs; actor: string; now: number; opId: string };

/**
 * Records what a person states of a mail: an op, its rows, and the mark that the mail's facts
 * changed. Throws AppError 'not-found', or 'invalid-input' `nothing-to-record`.
 */
export function recordMail(tx: WriteTx, { mailNo, args, actor, now, opId }: RecordAct): void {
  const { region, recallAt, redirect, remark } = args;
  if (region === undefined && recallAt === undefined && redirect === undefined && remark === undefined) {
    throw new AppError('invalid-input', 'nothing-to-record');
  }
  if (tx.pluck('SELECT 1 FROM mail WHERE mail_no = ?', [mailNo]) === undefined) {
    throw new AppError('not-found', 'not-found');
  }
  const appended = appendOp(tx, {
    id: opId,
    kind: MAIL_RECORD,
    entity: 'mail',
    entityId: mailNo,
    args,
    actor,
    occurredAt: now,
  });
  if (appended.repeated) return;
  foldRecord(tx, { mailNo, args, actor, now });
  tx.run('UPDATE mail SET dirty = 1 WHERE mail_no = ?', [mailNo]);
  tx.emit('mails.changed', { mailNos: [mailNo] });
}

type RecordLine = [kind: string, at: number, value: string, reason: string, actor: string];
type RecordOp = Omit<RecordAct, 'opId'>;

/** The fold of `mail.record`: one row per thing stated. */
function foldRecord(tx: WriteTx, record: RecordOp): void {
  for (const line of recordLines(record)) addLine(tx, record.mailNo, line);
}

function addLine(tx: WriteTx, mailNo: string, line: RecordLine): void {
  tx.run('INSERT INTO mail_record (mail_no, kind, at, value, reason, actor) VALUES (?, ?, ?, ?, ?, ?)', [mailNo, ...line]);
}

/** The rows that one op makes. */
export function recordLines({ args, actor, now }: Pick<RecordOp, 'args' | 'actor' | 'now'>): RecordLine[] {
  const line = (kind: string, at: number, value: string): RecordLine => [kind, at, value, args.reason, actor];
  const lines: RecordLine[] = [];
  if (args.region !== undefined) lines.push(line('region', now, args.region));
  if (args.recallAt !== undefined) lines.push(line('recall', args.recallAt, ''));
  if (args.redirect !== undefined) lines.push(line('redirect', args.redirect.at, args.redirect.cityKey));
  if (args.remark !== undefined) lines.push(line('remark', now, args.remark));
  return lines;
}

/** Folds what people recorded of a mail anew, after the server decided of it. */
export function refoldRecords(tx: WriteTx, mailNo: string): void {
  const lines = entityLog(tx, 'mail', mailNo)
    .filter(({ kind, args }) => kind === MAIL_RECORD && args !== undefined)
    .flatMap(({ args, actor, occurredAt }) => recordLines({ args: args as MailRecordArgs, actor, now: occurredAt }));
  const stored = tx.tuples<RecordLine>('SELECT kind, at, value, reason, actor FROM mail_record WHERE mail_no = ? ORDER BY id', [mailNo]);
  if (canonicalJson(lines) === canonicalJson(stored)) return;
  tx.run('DELETE FROM mail_record WHERE mail_no = ?', [mailNo]);
  for (const line of lines) addLine(tx, mailNo, line);
  tx.run('UPDATE mail SET dirty = 1 WHERE mail_no = ?', [mailNo]);
  tx.emit('mails.changed', { mailNos: [mailNo] });
}
