import { canonicalJson } from '../../kernel/canonical-json.ts';

export const CHANGE_KINDS = ['changed', 'added', 'removed', 'reordered'] as const;

/** One difference of two rule sets. A list of words gives one change a word; objects are walked into. */
export type RuleChange = {
  /** Members from the root, joined by dots; an entry of a list of objects stands under its own name. */
  path: string;
  kind: (typeof CHANGE_KINDS)[number];
  /** JSON texts; null where there is nothing. */
  before: string | null;
  after: string | null;
};

type Members = Readonly<Record<string, unknown>>;

/** What changed from one draft to another, in the order of the page's members. Empty for equal ones. */
export function changesBetween(before: object, after: object): RuleChange[] {
  const changes: RuleChange[] = [];
  compareMembers([], [before as Members, after as Members], changes);
  return changes;
}

type Pair<T> = readonly [before: T, after: T];

function compareMembers(path: readonly string[], [before, after]: Pair<Members>, changes: RuleChange[]): void {
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    compare([...path, key], [before[key], after[key]], changes);
  }
}

function compare(path: readonly string[], [before, after]: Pair<unknown>, changes: RuleChange[]): void {
  if (canonicalJson(before) === canonicalJson(after) && (before === undefined) === (after === undefined)) return;
  if (Array.isArray(before) && Array.isArray(after)) compareLists(path, [before, after], changes);
  else if (isMembers(before) && isMembers(after)) compareMembers(path, [before, after], changes);
  else {
    const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
    changes.push({ path: path.join('.'), kind, before: textOf(before), after: textOf(after) });
  }
}

function compareLists(path: readonly string[], [before, after]: Pair<readonly unknown[]>, changes: RuleChange[]): void {
  const [old, next] = [entriesOf(before), entriesOf(after)];
  const at = path.join('.');
  const [kept, stayed] = [[...old.keys()].filter((key) => next.has(key)), [...next.keys()].filter((key) => old.has(key))];
  for (const key of new Set([...old.keys(), ...next.keys()])) {
    const [a, b] = [old.get(key), next.get(key)];
    if (isMembers(a) && isMembers(b)) compareMembers([...path, key], [a, b], changes);
    else if (a === undefined) changes.push({ path: isMembers(b) ? `${at}.${key}` : at, kind: 'added', before: null, after: textOf(b) });
    else if (b === undefined) changes.push({ path: isMembers(a) ? `${at}.${key}` : at, kind: 'removed', before: textOf(a), after: null });
  }
  if (kept.join('\n') !== stayed.join('\n')) {
    changes.push({ path: at, kind: 'reordered', before: JSON.stringify(kept), after: JSON.stringify(stayed) });
  }
}

/** Names that an entry of a list of objects may bear. */
const NAMES = ['id', 'key', 'code', 'reason', 'stage', 'name'] as const;

/** Entries by name; a second one of a name is told apart by its turn. */
function entriesOf(list: readonly unknown[]): Map<string, unknown> {
  const entries = new Map<string, unknown>();
  for (const entry of list) {
    const name = nameOf(entry);
    let key = name;
    for (let turn = 2; entries.has(key); turn++) key = `${name}#${turn}`;
    entries.set(key, entry);
  }
  return entries;
}

function nameOf(entry: unknown): string {
  if (!isMembers(entry)) return String(entry);
  const named = NAMES.map((name) => entry[name]).find((value) => typeof value === 'string' || typeof value === 'number');
  return named === undefined ? canonicalJson(entry) : String(named);
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | null {
  return value === undefined ? null : canonicalJson(value);
}
