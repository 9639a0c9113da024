import { normalizeHeading } from '#shared/domain/imports/headings.ts';
import { SYNONYMS } from '#shared/domain/imports/synonyms.ts';
import type { Refusal } from '#shared/domain/mail/statement.ts';
import { maskAddress, maskName, maskPhone, maskText } from '#shared/domain/mail/masking.ts';

/** A refused row as it may leave the program: names, phones and addresses masked, the mail number as it stood. */
export function maskedRefusal({ row, reason, values }: Refusal): Refusal {
  const masked = Object.entries(values).map(([heading, text]) => [heading, maskedValue(heading, text)]);
  return { row, reason, values: Object.fromEntries(masked) as Record<string, string> };
}

function maskedValue(heading: string, text: string): string {
  switch (SYNONYMS.get(normalizeHeading(heading))?.field) {
    case 'mailNo':
      return text;
    case 'recipientName':
    case 'senderName':
      return maskName(text);
    case 'recipientPhone':
      return maskPhone(text);
    case 'destAddress':
      return maskAddress(text);
    default:
      return maskText(text);
  }
}
