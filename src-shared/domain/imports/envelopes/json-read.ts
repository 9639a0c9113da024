/** Reading of parsed JSON whose shape is not trusted. Own members only, so `__proto__` is just a name. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function member(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The first of the members that is a non-empty text or a number, as text. */
export function textMember(object: JsonObject, ...keys: readonly string[]): string {
  for (const key of keys) {
    const value = member(object, key);
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  }
  return '';
}

export function listMember(object: JsonObject, ...keys: readonly string[]): readonly unknown[] | undefined {
  for (const key of keys) {
    const value = member(object, key);
    if (Array.isArray(value)) return value as readonly unknown[];
  }
  return undefined;
}

const LONGEST_VALUE = 500;
const MOST_VALUES = 100;

/** Members of a refused item as text; nested ones as cut JSON. */
export function valuesOfJson(item: unknown): Record<string, string> {
  if (!isObject(item)) return { '#1': shorten(item) };
  return Object.fromEntries(
    Object.entries(item)
      .slice(0, MOST_VALUES)
      .map(([key, value]) => [key.slice(0, 100), shorten(value)]),
  );
}

function shorten(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, LONGEST_VALUE);
  try {
    return (JSON.stringify(value) ?? '').slice(0, LONGEST_VALUE);
  } catch {
    return '';
  }
}
