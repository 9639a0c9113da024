import type { MailFields } from '#shared/domain/mail/statement.ts';
import { gramsPerUnit, isFenHeading, readFen, readGrams, readReach } from './amounts.ts';
import { cleanText, cutFloatTail, isScientific } from './clean.ts';
import { codeOf, headingOf, textOf } from './row-cells.ts';
import type { CompiledLayout } from './row-cells.ts';
import { readTime } from './times.ts';

export type MailReading = { readonly mail: MailFields } | { readonly reason: string };

/** Facts of a mail record in a row; the reason when a stated time or amount cannot be read. */
export function readMailFields(layout: CompiledLayout, cells: readonly string[]): MailReading {
  const mail: MailFields = {};
  for (const { column, member } of layout.texts) {
    const text = cleanText(cells[column] ?? '');
    if (text !== '') mail[member] = text;
  }
  const phone = cutFloatTail(codeOf(layout, cells, 'recipientPhone'));
  if (phone !== '') mail.recipientPhone = phone;
  const client = cutFloatTail(codeOf(layout, cells, 'clientCode'));
  if (isScientific(client)) return { reason: 'client-code-scientific' };
  if (client !== '') mail.clientCode = client;
  const reach = readReach(codeOf(layout, cells, 'reach'));
  if (reach !== undefined) mail.reach = reach;
  if (layout.hasPlaces) splitPlaces(layout, cells, mail);
  const reason = readAcceptance(layout, cells, mail) ?? readAmounts(layout, cells, mail);
  return reason === undefined ? { mail } : { reason };
}

function readAcceptance(layout: CompiledLayout, cells: readonly string[], mail: MailFields): string | undefined {
  const stated = codeOf(layout, cells, 'acceptedAt');
  const date = codeOf(layout, cells, 'acceptedDate');
  if (stated === '' && date === '') return undefined;
  let reading = readTime(stated === '' ? date : stated, layout.date1904);
  // A clock time in its own column belongs to the date in the other.
  if (!reading.ok && reading.reason === 'time-without-date' && date !== '') {
    const joined = readTime(`${date} ${stated}`, layout.date1904);
    if (joined.ok) reading = joined;
  }
  if (!reading.ok) return reading.reason;
  mail.acceptedAt = reading.at;
  if (reading.dateOnly) mail.acceptedDateOnly = true;
  return undefined;
}

function readAmounts(layout: CompiledLayout, cells: readonly string[], mail: MailFields): string | undefined {
  const declared = codeOf(layout, cells, 'declaredWeight');
  const actual = codeOf(layout, cells, 'actualWeight');
  const postage = codeOf(layout, cells, 'postage');
  if (declared !== '') {
    const grams = readGrams(declared, gramsPerUnit(headingOf(layout, 'declaredWeight')));
    if (grams === undefined) return 'weight-unreadable';
    mail.declaredG = grams;
  }
  if (actual !== '') {
    const grams = readGrams(actual, gramsPerUnit(headingOf(layout, 'actualWeight')));
    if (grams === undefined) return 'weight-unreadable';
    mail.actualG = grams;
  }
  if (postage === '') return undefined;
  const fen = readFen(postage, isFenHeading(headingOf(layout, 'postage')));
  if (fen === undefined) return 'money-unreadable';
  mail.postageFen = fen;
  return undefined;
}

/** One column that holds 省/市/区 together; separate columns win over it. */
function splitPlaces(layout: CompiledLayout, cells: readonly string[], mail: MailFields): void {
  if (layout.index.has('destPlace')) {
    const [province, city, county] = placeParts(textOf(layout, cells, 'destPlace'));
    if (province !== undefined) mail.destProvince ??= province;
    if (city !== undefined) mail.destCity ??= city;
    if (county !== undefined) mail.destCounty ??= county;
  }
  if (layout.index.has('senderPlace')) {
    const [province, city, county] = placeParts(textOf(layout, cells, 'senderPlace'));
    if (province !== undefined) mail.senderProvince ??= province;
    if (city !== undefined) mail.senderCity ??= city;
    if (county !== undefined) mail.senderCounty ??= county;
  }
}

function placeParts(text: string): (string | undefined)[] {
  return text.split(/[/\\\-,，、\s]+/).filter((part) => part !== '');
}
