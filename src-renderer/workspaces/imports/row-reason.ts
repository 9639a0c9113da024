import { zhCn } from '#renderer/i18n/catalogues.ts';
import { text } from '#renderer/i18n/text.ts';
import type { RowReason } from '#shared/domain/imports/reasons.ts';
import type { MailNoRefusal } from '#shared/domain/mail/mail-no.ts';
import type { FieldKey } from '#shared/domain/imports/fields.ts';

// Does not compile while a reason or field of the importer has no words.
const REASONS: Readonly<Record<RowReason | MailNoRefusal, string>> = zhCn.imports.reason;
const FIELDS: Readonly<Record<FieldKey, string>> = zhCn.imports.field;
const { format: FORMATS, source: SOURCES } = zhCn.imports;
const own = <T extends object>(object: T, key: string): key is keyof T & string => Object.hasOwn(object, key);

/** Why a row was refused, in words; what is not known keeps its code beside it. */
export function rowReason(reason: string): string {
  return own(REASONS, reason) ? text(`imports:reason.${reason}`) : `${text('imports:reason.unknown')} (${reason})`;
}

export function fieldName(field: string): string {
  return own(FIELDS, field) ? text(`imports:field.${field}`) : field;
}

export function formatName(format: string): string {
  return own(FORMATS, format) ? text(`imports:format.${format}`) : format;
}

export function sourceName(source: string): string {
  return own(SOURCES, source) ? text(`imports:source.${source}`) : source;
}

/** The cells of a refused row in one line: 「邮件号 1.27E+12 · 客户 云杉服饰」. */
export function valuesLine(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== '')
    .map(([heading, value]) => `${heading} ${value}`)
    .join(' · ');
}
