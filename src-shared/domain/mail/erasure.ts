/**
 * What is left of a mail's personal data when it must go: place and time of what happened stay, for
 * they are what the work is proved by; names, numbers, addresses and free words go.
 */
import { findPlaceInAddress } from '../divisions/address.ts';
import { nameOfCity, nameOfProvince } from '../divisions/places.ts';
import { maskText } from './masking.ts';
import type { MailFields } from './statement.ts';

/** Stands where words have been erased. */
export const ERASED = '（已删除）';

/** Members of an op's arguments that are people's free words. */
const WORDS: ReadonlySet<string> = new Set(['text', 'result', 'reason', 'remark', 'note']);
/** Members of evidence that quote a source. */
const QUOTES: ReadonlySet<string> = new Set(['clause', 'texts']);

/** A mail's record without people: of an address the province and city alone. */
export function eraseFields(fields: MailFields): MailFields {
  const { recipientName: _name, recipientPhone: _phone, senderName: _sender, remark: _remark, destAddress, ...kept } = fields;
  if (destAddress === undefined) return kept;
  const place = placeOnly(destAddress);
  return place === '' ? kept : { ...kept, destAddress: place };
}

function placeOnly(address: string): string {
  const { provinceKey, cityKey } = findPlaceInAddress(address);
  const province = provinceKey === null ? '' : (nameOfProvince(provinceKey) ?? '');
  const city = cityKey === null ? '' : (nameOfCity(cityKey) ?? '');
  return province === city ? city : province + city;
}

/** The name of an operation says what happened; a number or a name that stands in it goes. */
export function eraseEventName(name: string): string {
  return maskText(name);
}

/** Arguments of an op, or evidence, without free words; the form stays, so that it still folds. */
export function eraseWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(eraseWords);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, erasedMember(name, member)]));
}

function erasedMember(name: string, member: unknown): unknown {
  if (WORDS.has(name) && typeof member === 'string' && member !== '') return ERASED;
  if (!QUOTES.has(name)) return eraseWords(member);
  if (typeof member === 'string') return member === '' ? member : ERASED;
  return Array.isArray(member) ? member.map(() => ERASED) : eraseWords(member);
}
