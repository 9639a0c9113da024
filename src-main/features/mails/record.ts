import { MAIL_RECORD } from '#shared/domain/mail/record-op.ts';
import type { MailRecordArgs } from '#shared/domain/mail/record-op.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { WriteTx } from '../../ledger/index.ts';
import { appendOp } from '../../ledger/index.ts';

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

/** The fold of `mail.record`: one row per thing stated. */
export function foldRecord(tx: WriteTx, { mailNo, args, actor, now }: Omit<RecordAct, 'opId'>): void {
  const add = (kind: string, at: number, value: string): void => {
    tx.run('INSERT INTO mail_record (mail_no, kind, at, value, reason, actor) VALUES (?, ?, ?, ?, ?, ?)', [
      mailNo,
      kind,
      at,
      value,
      args.reason,
      actor,
    ]);
  };
  if (args.region !== undefined) add('region', now, args.region);
  if (args.recallAt !== undefined) add('recall', args.recallAt, '');
  if (args.redirect !== undefined) add('redirect', args.redirect.at, args.redirect.cityKey);
  if (args.remark !== undefined) add('remark', now, args.remark);
}
