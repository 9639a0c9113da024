import { CLIENT_TIERS, clientRowSchema } from '#shared/domain/clients/client-row.ts';
import type { ClientRow, ClientTier } from '#shared/domain/clients/client-row.ts';
import { cutFloatTail, isScientific } from './clean.ts';
import type { FieldKey } from './fields.ts';
import { codeOf, textOf } from './row-cells.ts';
import type { CompiledLayout } from './row-cells.ts';
import type { RawRow } from './raw-row.ts';

const TIER_WORDS: readonly (readonly [RegExp, ClientTier])[] = [
  [/协议/, 'agreement'],
  [/重点/, 'key'],
  [/vip/i, 'vip'],
  [/头部/, 'head'],
  [/战略/, 'strategic'],
];
const TIER_FIELDS: readonly (readonly [FieldKey, ClientTier])[] = [
  ['tierAgreement', 'agreement'],
  ['tierKey', 'key'],
  ['tierVip', 'vip'],
  ['tierHead', 'head'],
  ['tierStrategic', 'strategic'],
];
const NO = new Set(['', '0', '否', 'n', 'no', 'false', '×', 'x', '非']);
const ORDINARY = /^(?:普通|一般|散户|其他|普通客户|一般客户)$/;

/** A client of a clients file, or the reason why the row is none. */
export function readClientRow(layout: CompiledLayout, raw: RawRow): { client: ClientRow } | { reason: string } {
  const { cells } = raw;
  const code = cutFloatTail(codeOf(layout, cells, 'clientCode'));
  const name = textOf(layout, cells, 'clientName');
  if (code === '') return { reason: 'client-code-missing' };
  if (isScientific(code)) return { reason: 'client-code-scientific' };
  if (name === '') return { reason: 'client-name-missing' };
  const tiers = readTiers(layout, cells);
  if (tiers === 'unknown') return { reason: 'client-tier-unknown' };
  const parsed = clientRowSchema.safeParse({
    row: raw.row,
    code,
    name,
    ...(tiers && { tiers }),
    ...optional('accountManager', textOf(layout, cells, 'accountManager')),
    ...optional('industry', textOf(layout, cells, 'industry')),
    ...optional('station', textOf(layout, cells, 'station')),
    ...optionalList('groups', textOf(layout, cells, 'groups')),
  });
  return parsed.success ? { client: parsed.data } : { reason: 'row-too-wide' };
}

function optional(key: string, text: string): Record<string, string> {
  return text === '' ? {} : { [key]: text };
}

function optionalList(key: string, text: string): Record<string, string[]> {
  const parts = text
    .split(/[,，、;；|/\n]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return parts.length === 0 ? {} : { [key]: parts };
}

/** Flags from one column of words and from columns of their own; undefined when the file has neither. */
function readTiers(layout: CompiledLayout, cells: readonly string[]): ClientTier[] | undefined | 'unknown' {
  const found = new Set<ClientTier>();
  const words = textOf(layout, cells, 'tiers');
  for (const word of words.split(/[,，、;；|/\s+]+/)) {
    if (word === '' || ORDINARY.test(word)) continue;
    const hits = TIER_WORDS.filter(([pattern]) => pattern.test(word));
    if (hits.length === 0) return 'unknown';
    for (const [, tier] of hits) found.add(tier);
  }
  for (const [field, tier] of TIER_FIELDS) if (!NO.has(codeOf(layout, cells, field).toLowerCase())) found.add(tier);
  const stated = layout.index.has('tiers') || TIER_FIELDS.some(([field]) => layout.index.has(field));
  return stated ? CLIENT_TIERS.filter((tier) => found.has(tier)) : undefined;
}
