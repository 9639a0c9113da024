import type { ClientRow } from '#shared/domain/clients/client-row.ts';
import { checkMailNo } from '#shared/domain/mail/mail-no.ts';
import type { Refusal, Statement } from '#shared/domain/mail/statement.ts';
import { cleanCode, cleanText } from './clean.ts';
import { readClientRow } from './client-file-row.ts';
import { readSummaryEvent, readTableEvent } from './event-row.ts';
import type { EventReading } from './event-row.ts';
import { normalizeHeading } from './headings.ts';
import { readMailFields } from './mail-row.ts';
import type { RawRow } from './raw-row.ts';
import { valuesOf } from './row-cells.ts';
import type { CompiledLayout } from './row-cells.ts';

/** What one row of a table becomes; undefined for a blank row, which is not counted. */
export type RowOutcome = { readonly statement: Statement } | { readonly refusal: Refusal } | { readonly client: ClientRow } | undefined;

const TOTALS = /^(?:合\s*计|总\s*计|小\s*计|共\s*计|汇\s*总|总件数)(?:$|[^\d一-龥])/;
const WIDEST_ROW = 2000;
/** The form that `checkMailNo` passes unchanged; by far the most frequent. */
const PLAIN_MAIL_NO = /^\d{13}$/;

/** Reads one row of a recognised table. Never throws for what the row contains. */
export function readTableRow(layout: CompiledLayout, raw: RawRow): RowOutcome {
  const { cells } = raw;
  const first = cells.find((cell) => cell !== '' && cleanText(cell) !== '');
  if (first === undefined) return undefined;
  const refuse = (reason: string): RowOutcome => ({
    refusal: { row: raw.row, reason, values: valuesOf(layout, cells) },
  });
  if (cells.length > WIDEST_ROW) return refuse('row-too-wide');
  const numberCell = cells[layout.index.get('mailNo') ?? -1] ?? '';
  if (TOTALS.test(cleanText(first)) || TOTALS.test(cleanText(numberCell))) return refuse('totals-row');
  if (layout.kind === 'clients') {
    const read = readClientRow(layout, raw);
    return 'reason' in read ? refuse(isRepeatedHeading(layout, cells) ? 'repeated-heading' : read.reason) : read;
  }
  const number = readMailNo(numberCell);
  if ('reason' in number) return refuse(isRepeatedHeading(layout, cells) ? 'repeated-heading' : number.reason);
  const facts = readFacts(layout, cells);
  if ('reason' in facts) return refuse(facts.reason);
  return { statement: { row: raw.row, mailNo: number.mailNo, source: layout.source, ...facts } };
}

/** A mail number from a cell: cleaned, its float tail cut, never completed. */
export function readMailNo(raw: string): { mailNo: string } | { reason: string } {
  if (PLAIN_MAIL_NO.test(raw)) return { mailNo: raw };
  const checked = checkMailNo(cleanCode(raw));
  return checked.ok ? { mailNo: checked.mailNo } : { reason: checked.reason };
}

function isRepeatedHeading(layout: CompiledLayout, cells: readonly string[]): boolean {
  const column = layout.index.get(layout.kind === 'clients' ? 'clientCode' : 'mailNo') ?? 0;
  const heading = normalizeHeading(layout.headings[column] ?? '');
  return heading !== '' && normalizeHeading(cells[column] ?? '') === heading;
}

type Facts = Pick<Statement, 'mail' | 'event' | 'noData'>;

function readFacts(layout: CompiledLayout, cells: readonly string[]): Facts | { reason: string } {
  const mail = readMailFields(layout, cells);
  if ('reason' in mail) return mail;
  const event = readEvent(layout, cells);
  if (event && 'reason' in event) return event;
  const facts: Facts = event ?? {};
  // A trace table says nothing of the record unless it has columns of it.
  const isTrace = layout.kind === 'traces' && Object.keys(mail.mail).length === 0 && event !== undefined;
  return isTrace ? facts : { mail: mail.mail, ...facts };
}

function readEvent(layout: CompiledLayout, cells: readonly string[]): EventReading {
  if (layout.kind === 'traces' && layout.index.has('opTime')) return readTableEvent(layout, cells);
  return layout.index.has('lastOpName') ? readSummaryEvent(layout, cells, layout.source) : undefined;
}
