import type { MailFields } from './statement.ts';

/** Every field of a mail record once, in the order in which statements are written down. */
const FIELD_ORDER = Object.keys({
  acceptedAt: 0,
  acceptedDateOnly: 0,
  reach: 0,
  senderProvince: 0,
  senderCity: 0,
  senderCounty: 0,
  destProvince: 0,
  destCity: 0,
  destCounty: 0,
  destCountry: 0,
  destAddress: 0,
  destOffice: 0,
  recipientName: 0,
  recipientPhone: 0,
  senderName: 0,
  clientCode: 0,
  clientName: 0,
  declaredG: 0,
  actualG: 0,
  product: 0,
  postageFen: 0,
  acceptanceOrg: 0,
  accountManager: 0,
  remark: 0,
} satisfies Record<keyof MailFields, 0>) as (keyof MailFields)[];

/** One text per content: the same fields give the same text, whatever order they were read in. */
export function mailFieldsText(fields: MailFields): string {
  const ordered: Record<string, string | number | boolean> = {};
  for (const key of FIELD_ORDER) {
    const value = fields[key];
    if (value !== undefined && value !== '') ordered[key] = value;
  }
  return JSON.stringify(ordered);
}
