import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { maskAddress, maskName, maskPhone, maskText } from '#shared/domain/mail/masking.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { listSources, MailLoader } from '../mails/index.ts';
import { rulesAt } from '../rules/index.ts';

export type FoundMail = OutputOf<AppContract['search']['mail']>;
type MailKey = { id: number; mail_no: string; trace_as_of: number | null; client_code: string | null };

/** The trail of one mail, masked. Throws AppError 'not-found'. */
export function readFoundMail(tx: ReadTx, mailNo: string, now: number): FoundMail {
  const row = tx.get<MailKey>('SELECT id, mail_no, trace_as_of, client_code FROM mail WHERE mail_no = ?', [mailNo]);
  if (!row) throw new AppError('not-found', 'not-found');
  const loader = new MailLoader(tx, rulesAt(tx, now));
  const state = loader.load(row);
  const fields = loader.fields(row.id);
  const masked = (text: string | undefined, mask: (text: string) => string): string | null =>
    text === undefined || text === '' ? null : mask(text);
  return {
    mailNo,
    sources: listSources(tx, row.id),
    region: state.region,
    stage: state.stage,
    acceptedAt: state.acceptance?.at ?? null,
    acceptedDateOnly: state.acceptance !== null && state.acceptance.ageFrom !== state.acceptance.at,
    traceAsOf: state.traceAsOf,
    clientName: tx.pluck<string>('SELECT name FROM client WHERE code = ?', [row.client_code]) ?? '',
    recipient: masked(fields.recipientName, maskName),
    recipientPhone: masked(fields.recipientPhone, maskPhone),
    address: masked(fields.destAddress, maskAddress),
    events: [...state.events, ...state.beyond].map((event) => ({
      at: event.at,
      name: maskText(event.names[0] ?? event.code),
      text: maskText(event.texts.join('\n')),
      organisation: maskText(event.orgName === '' ? event.orgCode : event.orgName),
    })),
  };
}
