import type { Readings } from './pinyin-readings.ts';

/** Where a title was found: `ranges` from, up to but without; the lower the cost the better. */
export type TitleMatch = { readonly cost: number; readonly ranges: readonly (readonly [number, number])[] };

/** Costs more than any place in a title, so that unbroken finds come first. */
const GAP_COST = 40;
type Path = { readonly cost: number; readonly taken: readonly number[] };
type Search = { readonly characters: readonly string[]; readonly query: string; readonly readings: Readings };

/** Lengths that a character can take of the rest of the query: itself, or a beginning of a reading. */
function takes({ characters, query, readings }: Search, at: number, from: number): number[] {
  const character = characters[at] ?? '';
  if (query.startsWith(character, from)) return [character.length];
  const rest = query.slice(from);
  const lengths = readings(character).flatMap((reading) => {
    let common = 0;
    while (common < reading.length && common < rest.length && reading[common] === rest[common]) common += 1;
    // The whole reading, what of it was typed, or its first letter alone.
    return common === 0 ? [] : [1, ...(common === reading.length || common === rest.length ? [common] : [])];
  });
  return [...new Set(lengths)].sort((one, other) => other - one);
}

function better(one: Path | null, other: Path | null): Path | null {
  if (one === null || other === null) return one ?? other;
  return other.cost < one.cost ? other : one;
}

function walk(search: Search): Path | null {
  const memo = new Map<number, Path | null>();
  const width = search.query.length + 1;
  // Best way to find the query from `from` on in the characters from `at` on; a gap is paid by who leaves it.
  const best = (at: number, from: number, isInside: boolean): Path | null => {
    if (from === search.query.length) return { cost: 0, taken: [] };
    if (at >= search.characters.length) return null;
    const key = (at * width + from) * 2 + Number(isInside);
    const known = memo.get(key);
    if (known !== undefined) return known;
    let found: Path | null = null;
    for (const length of takes(search, at, from)) {
      const rest = best(at + 1, from + length, true);
      if (rest !== null) found = better(found, { cost: rest.cost, taken: [at, ...rest.taken] });
    }
    const isBlank = search.characters[at]?.trim() === '';
    const skipped = best(at + 1, from, isInside && isBlank);
    if (skipped !== null) {
      const toll = isBlank ? 0 : isInside ? GAP_COST : 1;
      found = better(found, { cost: skipped.cost + toll, taken: skipped.taken });
    }
    memo.set(key, found);
    return found;
  };
  return best(0, 0, false);
}

function toRanges(taken: readonly number[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const at of taken) {
    const last = ranges.at(-1);
    if (last?.[1] === at) last[1] = at + 1;
    else ranges.push([at, at + 1]);
  }
  return ranges;
}

/**
 * Finds a title by its own characters, by pinyin, by initials, or by any mixture of them in order:
 * 「认领」 by 认, renling, rl, ren l. Null when it is not found.
 */
export function matchTitle(title: string, query: string, readings: Readings): TitleMatch | null {
  const wanted = query.toLowerCase().replaceAll(/\s+/g, '');
  if (wanted === '') return { cost: 0, ranges: [] };
  const characters = [...title.toLowerCase()];
  const path = walk({ characters, query: wanted, readings });
  if (path === null) return null;
  // Between equal finds the shorter title is nearer to what was meant.
  return { cost: path.cost + characters.length / 100, ranges: toRanges(path.taken) };
}
