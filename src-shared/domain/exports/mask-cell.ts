/** Personal data in exported cells is masked unless the export was allowed to show it. */
import { maskAddress, maskName, maskPhone, maskText } from '#shared/domain/mail/masking.ts';
import type { ColumnMask, ExportColumn } from './column.ts';

const MASKS: Readonly<Record<ColumnMask, (text: string) => string>> = {
  name: maskName,
  phone: maskPhone,
  address: maskAddress,
  'free-text': maskText,
};

/** As the column says; every other free text is searched for phone numbers. Codes, mail numbers and choices stay. */
export function maskCell(text: string, column: ExportColumn): string {
  if (column.mask !== undefined) return MASKS[column.mask](text);
  return column.kind === 'text' ? maskText(text) : text;
}
