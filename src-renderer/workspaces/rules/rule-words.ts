import { NUMBER_FIELDS } from '#shared/domain/rules/number-fields.ts';
import type { FieldUnit, NumberField } from '#shared/domain/rules/number-fields.ts';
import { zhCn } from '#renderer/i18n/catalogues.ts';
import type { Text } from '#renderer/i18n/text.ts';
import type { Change, Problem } from './rules-store.ts';

const RULES = zhCn.rules;
const WORDS = zhCn.words;
const FIELDS = new Map(NUMBER_FIELDS.map((field) => [field.path, field]));

function isOf<T extends object>(table: T, key: string): key is keyof T & string {
  return Object.hasOwn(table, key);
}

/** `08:30` of 510 minutes. */
export function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** The number as it is typed: a time of day, a percentage, or itself. */
export function typedOf(value: number, unit: FieldUnit): string {
  if (unit === 'clock') return clockOf(value);
  return String(unit === 'share' ? Math.round(value * 100) : value);
}

/** What was typed as a number, or null. */
export function numberOf(typed: string, unit: FieldUnit): number | null {
  if (unit === 'clock') {
    const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(typed) ?? [];
    return hours === undefined || minutes === undefined ? null : Number(hours) * 60 + Number(minutes);
  }
  const value = typed.trim() === '' ? Number.NaN : Number(typed);
  if (!Number.isFinite(value)) return null;
  return unit === 'share' ? value / 100 : value;
}

export function amountText(t: Text, value: number, unit: FieldUnit): string {
  return t(`rules:units.${unit}`, { value: typedOf(value, unit) });
}

/** 「停留过久 · 省外」: a number's name with its region or priority. */
export function fieldName(t: Text, { path }: Pick<NumberField, 'path'>): string {
  const [head = '', first = '', second = ''] = path.split('.');
  if (head === 'slots' && isOf(RULES.slots, second)) return joined(t(`rules:slots.${second}.name`), wordOf(t, first));
  if (head === 'priorities' && isOf(RULES.priorities, first)) return joined(t(`rules:priorities.${first}.name`), wordOf(t, second));
  if (head === 'thresholds' && isOf(RULES.thresholds, first)) return joined(t(`rules:thresholds.${first}.name`), wordOf(t, second));
  return path;
}

export function fieldUse(t: Text, { path }: Pick<NumberField, 'path'>): string {
  const [head = '', first = '', second = ''] = path.split('.');
  if (head === 'slots' && isOf(RULES.slots, second)) return t(`rules:slots.${second}.use`);
  if (head === 'priorities' && isOf(RULES.priorities, first)) return t(`rules:priorities.${first}.use`);
  if (head === 'thresholds' && isOf(RULES.thresholds, first)) return t(`rules:thresholds.${first}.use`);
  return '';
}

const joined = (...names: readonly string[]): string => names.filter((name) => name !== '').join(' · ');

/** A code of the trade as its word; what is no code stays as it is. */
export function wordOf(t: Text, code: string): string {
  if (code === '') return '';
  if (isOf(WORDS.rule, code)) return t(`words:rule.${code}`);
  if (isOf(WORDS.region, code)) return t(`words:region.${code}`);
  if (isOf(WORDS.stage, code)) return t(`words:stage.${code}`);
  if (isOf(WORDS.type, code)) return t(`words:type.${code}`);
  if (isOf(WORDS.responsible, code)) return t(`words:responsible.${code}`);
  if (isOf(WORDS.priority, code)) return t(`words:priority.${code}`);
  if (isOf(WORDS.tier, code)) return t(`words:tier.${code}`);
  if (isOf(RULES.reasons, code)) return t(`rules:reasons.${code}`);
  if (isOf(RULES.values, code)) return t(`rules:values.${code}`);
  if (isOf(RULES.members, code)) return t(`rules:members.${code}`);
  return code;
}

export function reasonName(t: Text, reason: string): string {
  return isOf(RULES.reasons, reason) ? t(`rules:reasons.${reason}`) : reason;
}

/** 「操作码 · 邮政 · 999」: where a change or problem stands. */
export function pathName(t: Text, path: string): string {
  const field = FIELDS.get(path);
  if (field) return fieldName(t, field);
  const [head = '', ...rest] = path.split('.');
  const first = isOf(RULES.paths, head) ? t(`rules:paths.${head}`) : head;
  return joined(first, ...rest.filter((part) => !/^\d$/.test(part)).map((part) => memberName(t, head, part)));
}

/** Codes of scans may look like codes of ours: they stay as they are. */
function memberName(t: Text, head: string, part: string): string {
  return head === 'reach' || (head === 'codes' && !isOf(RULES.members, part)) ? part : wordOf(t, part);
}

const VALUE_MAX = 60;

function valueText(t: Text, change: Change, json: string | null): string {
  const value: unknown = json === null ? null : JSON.parse(json);
  const field = FIELDS.get(change.path);
  if (field && typeof value === 'number') return amountText(t, value, field.unit);
  if (value === null) return change.path.startsWith('codes.') ? t('rules:noStage') : t('rules:values.null');
  if (typeof value !== 'object') return clipped(wordOf(t, typeof value === 'string' ? value : JSON.stringify(value)));
  const named = Object.entries(value).find(([key]) => key === 'name' || key === 'reason' || key === 'stage');
  return clipped(named ? wordOf(t, String(named[1])) : JSON.stringify(value));
}

const clipped = (words: string): string => (words.length > VALUE_MAX ? `${words.slice(0, VALUE_MAX)}…` : words);

/** A change as one sentence. */
export function changeText(t: Text, change: Change): string {
  return t(`rules:changeKinds.${change.kind}`, {
    name: pathName(t, change.path),
    before: valueText(t, change, change.before),
    after: valueText(t, change, change.after),
  });
}

export function problemText(t: Text, { path, reason, detail }: Problem): string {
  const field = FIELDS.get(path);
  const shown = Object.entries(detail).map(([name, value]): [string, string | number] => {
    const isAmount = field !== undefined && typeof value === 'number' && (name === 'min' || name === 'max' || name === 'step');
    return [name, isAmount ? amountText(t, value, field.unit) : value];
  });
  return t(`rules:problems.${reason}`, Object.fromEntries(shown));
}
