import { zhCn } from '#renderer/i18n/catalogues.ts';
import { text } from '#renderer/i18n/text.ts';
import { formatMomentNamed } from '#renderer/i18n/time-format.ts';

type Field = keyof typeof zhCn.sync.fields;
const isField = (field: string): field is Field => field !== 'other' && Object.hasOwn(zhCn.sync.fields, field);

/** The name of a field; one of a newer program stands under its own name. */
export function fieldWords(field: string): string {
  return isField(field) ? text(`sync:fields.${field}`) : text('sync:fields.other', { field });
}

const has = <T extends object>(object: T, key: string): key is keyof T & string => Object.hasOwn(object, key);
const MOMENT = /^\d{12,14}$/;

/** A value as people call it: types, stages and moments are stored by their codes. */
export function valueWords(field: string, value: string, now: number): string {
  if (value === '') return text('sync:conflicts.none');
  if (MOMENT.test(value) && field !== 'staffNo') return formatMomentNamed(Number(value), now);
  if (field === 'type' && has(zhCn.words.type, value)) return text(`words:type.${value}`);
  if (field === 'stage' && has(zhCn.words.responsible, value)) return text(`words:responsible.${value}`);
  return value;
}
