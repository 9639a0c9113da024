import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { nameOfCity, nameOfProvince } from '#shared/domain/divisions/places.ts';
import { maskAddress, maskName, maskPhone, maskText } from '#shared/domain/mail/masking.ts';
import type { MailFields } from '#shared/domain/mail/statement.ts';
import type { Finding, FoldedEvent, MailState } from '#shared/domain/screening/evaluation.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { formatDay } from '#shared/kernel/instant.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { listFindings } from '../exceptions/index.ts';
import type { ExceptionRow } from '../exceptions/index.ts';
import { listBatches, listSources, MailLoader } from '../mails/index.ts';
import type { Person } from '../people/index.ts';
import { rulesAt } from '../rules/index.ts';
import { listVerdicts } from '../screening/index.ts';
import { readHistory } from './history-reader.ts';
import { readSuggestion } from './phrases-reader.ts';
import { readQueueRows } from './rows-reader.ts';

export type QueueDetail = OutputOf<AppContract['queue']['get']>;
type MailKey = { id: number; mail_no: string; trace_as_of: number | null };

/** Everything of one exception; personal data masked. Throws AppError 'not-found'. */
export function readQueueDetail(tx: ReadTx, id: number, { now, person }: { now: number; person: Person }): QueueDetail {
  const [row] = readQueueRows(tx, [id], now);
  const stored = tx.get<ExceptionRow>('SELECT * FROM exception WHERE id = ?', [id]);
  const mail = stored && tx.get<MailKey>('SELECT id, mail_no, trace_as_of FROM mail WHERE mail_no = ?', [stored.mail_no]);
  if (!row || !stored || !mail) throw new AppError('not-found', 'not-found');
  const rules = rulesAt(tx, now);
  const loader = new MailLoader(tx, rules);
  const state = loader.load(mail);
  const suggestion = readSuggestion(tx, stored.uid, { now, person, rules });
  const findings = listFindings(tx, stored.uid).map(maskFinding);
  return {
    ...row,
    findings,
    suggestion,
    mail: {
      sources: listSources(tx, mail.id),
      batches: listBatches(tx, mail.id),
      ...factsOf(state, loader.fields(mail.id)),
    },
    // Scans beyond the as-of count for nothing but a contradiction, yet a person sees them.
    events: [...state.events, ...state.beyond].map(eventOf),
    verdicts: listVerdicts(tx, mail.id).map((verdict) => ({ ...verdict, day: formatDay(verdict.day) })),
    history: readHistory(tx, stored.uid, stored.mail_no),
    partners: findings.flatMap(({ evidence }) => (Array.isArray(evidence['partners']) ? evidence['partners'] : [])),
  };
}

function factsOf(state: MailState, fields: MailFields): Omit<QueueDetail['mail'], 'sources' | 'batches'> {
  const masked = (text: string | undefined, mask: (text: string) => string): string | null =>
    text === undefined || text === '' ? null : mask(text);
  return {
    regionBasis: state.regionBasis,
    regionConflict: state.regionConflict,
    origin: placeName(state.originCity, state.originProvince),
    destination: placeName(state.destCity, state.destProvince),
    recipient: masked(fields.recipientName, maskName),
    recipientPhone: masked(fields.recipientPhone, maskPhone),
    address: masked(fields.destAddress, maskAddress),
    product: masked(fields.product, maskText),
    acceptedAt: state.acceptance?.at ?? null,
    acceptedDateOnly: state.acceptance !== null && state.acceptance.ageFrom !== state.acceptance.at,
    traceAsOf: state.traceAsOf,
    stage: state.stage,
    remark: maskText([state.remark, ...state.records.remarks.map(({ text }) => text)].filter((text) => text !== '').join('；')),
  };
}

function placeName(cityKey: string | null, provinceKey: string | null): string | null {
  if (cityKey !== null) return nameOfCity(cityKey);
  return provinceKey === null ? null : nameOfProvince(provinceKey);
}

function eventOf(event: FoldedEvent): QueueDetail['events'][number] {
  return {
    at: event.at,
    code: event.code,
    name: maskText(event.names[0] ?? event.code),
    text: maskText(event.texts.join('\n')),
    stage: event.stage,
    organisation: maskText(event.orgName === '' ? event.orgCode : event.orgName),
    city: (event.cityKey === null ? null : nameOfCity(event.cityKey)) ?? event.city,
    source: event.sources[0] ?? event.source,
  };
}

function maskFinding({ rule, since, evidence }: Finding): QueueDetail['findings'][number] {
  const entries = Object.entries(evidence).map(([key, value]): [string, QueueDetail['findings'][number]['evidence'][string]] => {
    if (typeof value === 'string') return [key, maskText(value)];
    if (typeof value === 'object' && value !== null) return [key, value.map(maskText)];
    return [key, value];
  });
  return { rule, since, evidence: Object.fromEntries(entries) };
}
