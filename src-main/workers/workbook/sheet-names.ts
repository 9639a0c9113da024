import { assert } from '#shared/kernel/assert.ts';

const MAX_NAME_LENGTH = 31;
// eslint-disable-next-line no-control-regex -- the control characters are what is looked for
const FORBIDDEN = /[[\]:*?/\\\u0000-\u001f]/g;

/**
 * A sheet name that Excel accepts and that is not taken: at most 31 characters, none of
 * `[ ] : * ? / \`, no apostrophe at either end, not blank, not the reserved "History",
 * unique whatever the case. The name is added to `taken` (in lower case).
 */
export function claimSheetName(wanted: string, taken: Set<string>): string {
  const clean = trimApostrophes(wanted.replace(FORBIDDEN, ' ').trim()) || '工作表';
  const base = clean.toLowerCase() === 'history' ? `${clean}_` : clean;
  for (let count = 1; count < 10_000; count += 1) {
    const suffix = count === 1 ? '' : ` (${count})`;
    const name = cut(base, MAX_NAME_LENGTH - suffix.length) + suffix;
    if (taken.has(name.toLowerCase())) continue;
    taken.add(name.toLowerCase());
    return name;
  }
  assert(false, `a free sheet name for ${base}`);
}

function trimApostrophes(name: string): string {
  return name.replace(/^'+|'+$/g, '').trim();
}

function cut(name: string, length: number): string {
  const short = name.slice(0, length);
  const last = short.charCodeAt(short.length - 1);
  return trimApostrophes(last >= 0xd800 && last <= 0xdbff ? short.slice(0, -1) : short);
}
