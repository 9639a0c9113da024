/**
 * Personal data in exported cells is masked unless the export was allowed to show it: of a
 * name all but the first character, of a phone number at least six digits, of an address
 * building, unit and room (the rule for electronic waybills of express mail).
 */
import { assertNever } from '#shared/kernel/assert.ts';
import type { ExportColumn, ColumnMask } from './column.ts';

/** With or without the country's code, in full-width digits too; separators of a mobile number may stand after the 3rd and 7th digit. */
const MOBILE = /(?<![\d０-９])((?:\+86|0086|86[- ])?[- ]?[1１][3-9３-９][\d０-９])[- ]?[\d０-９]{4}[- ]?[\d０-９]{2}([\d０-９]{2})(?![\d０-９])/g;
const LANDLINE = /(?<![\d-])(0\d{2,3})[- ]?\d{6}(\d{1,2})(?!\d)/g;
const ANY_DIGIT = /[\d０-９]/g;
const BUILDING = /[\dA-Za-z一二三四五六七八九十]+(?:号楼|号院|栋|幢|座|单元|层|楼|室|房|户)/;
const STREET_NUMBER = /^(.*?[\d]+号)./;
const HIDDEN = '***';

/** Codes, mail numbers and choices are no personal data; free text keeps everything but phone numbers. */
export function maskCell(text: string, column: ExportColumn): string {
  if (column.mask !== undefined) return maskText(text, column.mask);
  return column.kind === 'text' ? maskPhones(text) : text;
}

function maskText(text: string, mask: ColumnMask): string {
  switch (mask) {
    case 'name':
      return maskName(text);
    case 'phone':
      return maskPhone(text);
    case 'address':
      return maskAddress(maskPhones(text));
    case 'free-text':
      return maskPhones(text);
    default:
      return assertNever(mask);
  }
}

function maskName(name: string): string {
  const [first = '', ...rest] = Array.from(name.trim());
  return rest.length === 0 ? first && '*' : first + '*'.repeat(rest.length);
}

/** Three digits at the front and two at the back stay; a shorter number is hidden but for its last two. */
function maskPhone(phone: string): string {
  const masked = maskPhones(phone);
  if (masked !== phone) return masked;
  const digits = phone.match(ANY_DIGIT)?.length ?? 0;
  let position = 0;
  return phone.replace(ANY_DIGIT, (digit) => {
    position += 1;
    const isShown = position > digits - 2 || (digits >= 11 && position <= 3);
    return isShown ? digit : '*';
  });
}

function maskPhones(text: string): string {
  return text.replace(MOBILE, '$1******$2').replace(LANDLINE, '$1******$2');
}

function maskAddress(address: string): string {
  const building = BUILDING.exec(address);
  if (building) return address.slice(0, building.index) + HIDDEN;
  const street = STREET_NUMBER.exec(address);
  return street ? `${street[1]}${HIDDEN}` : address.replace(ANY_DIGIT, '*');
}
