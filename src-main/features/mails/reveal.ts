import type { AppContract } from '#shared/contract/contract.ts';
import type { InputOf } from '#shared/contract/define.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { formatInstant, HOUR_MS } from '#shared/kernel/instant.ts';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';
import { appendOp } from '../../ledger/index.ts';
import { rulesAt } from '../rules/index.ts';
import { MailLoader } from './load-state.ts';

/** Shown personal data is an act of a person like any other; it folds into no table. */
export const DATA_REVEAL = 'data.reveal';
/** More than anybody needs at work, and too slow for copying a ledger by hand. */
export const REVEALS_PER_HOUR = 30;

export type Reveal = InputOf<AppContract['mails']['reveal']> & { actor: string; now: number; opId: string };
type MailKey = { id: number; mail_no: string; trace_as_of: number | null };

/**
 * One field of a mail as it is known, and the op that tells who looked. Throws AppError
 * 'not-found', or forbidden `reveal-limit`; nothing is logged then.
 */
export function revealField(tx: WriteTx, { mailNo, field, actor, now, opId }: Reveal): string {
  const value = findValue(tx, { mailNo, field, now });
  if (value === undefined) throw new AppError('not-found', 'not-found');
  const recent = tx.pluck<number>("SELECT count(*) FROM op WHERE kind = 'data.reveal' AND actor = ? AND occurred_at > ?", [
    actor,
    now - HOUR_MS,
  ]);
  if ((recent ?? 0) >= REVEALS_PER_HOUR) throw new AppError('forbidden', 'reveal-limit');
  appendOp(tx, { id: opId, kind: DATA_REVEAL, entity: 'mail', entityId: mailNo, args: { mailNo, field }, actor, occurredAt: now });
  return value;
}

function findValue(tx: ReadTx, { mailNo, field, now }: Pick<Reveal, 'mailNo' | 'field' | 'now'>): string | undefined {
  const mail = tx.get<MailKey>('SELECT id, mail_no, trace_as_of FROM mail WHERE mail_no = ?', [mailNo]);
  if (!mail) return undefined;
  const loader = new MailLoader(tx, rulesAt(tx, now));
  if (field === 'texts') {
    const { events, beyond } = loader.load(mail);
    return [...events, ...beyond].map(({ at, names, texts }) => [formatInstant(at), ...names, ...texts].join(' ')).join('\n');
  }
  const fields = loader.fields(mail.id);
  return { recipient: fields.recipientName, recipientPhone: fields.recipientPhone, address: fields.destAddress }[field];
}
