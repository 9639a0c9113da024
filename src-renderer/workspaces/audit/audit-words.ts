import { zhCn } from '#renderer/i18n/catalogues.ts';
import type { TextKey } from '#renderer/i18n/catalogues.ts';
import type { Text } from '#renderer/i18n/text.ts';
import type { AuditEntry } from './audit-filter.ts';

const KINDS: Readonly<Record<string, Readonly<Record<string, string>>>> = zhCn.audit.kinds;
const FIELDS: Readonly<Record<string, string>> = zhCn.audit.fields;

/** What was done, in words; a kind that this program does not know stands under its own name. */
export function kindWords(kind: string, t: Text): string {
  const [area = '', name = ''] = kind.split('.');
  const isKnown = Object.hasOwn(KINDS, area) && Object.hasOwn(KINDS[area] ?? {}, name);
  return isKnown ? t(`audit:kinds.${area}.${name}` as TextKey) : kind;
}

/** What it said; of a reveal which field was seen. */
export function entryWords({ kind, text, erased }: AuditEntry, t: Text): string {
  if (erased) return t('audit:erased');
  if (kind === 'data.reveal' && Object.hasOwn(FIELDS, text)) return t(`audit:fields.${text}` as TextKey);
  return text;
}
