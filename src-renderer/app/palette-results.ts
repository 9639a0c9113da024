import type { FoundMail } from '../features/mail-number/find-mails.ts';
import { matchTitle } from '../features/palette/match-title.ts';
import type { Readings } from '../features/palette/pinyin-readings.ts';
import type { PaletteEntry } from './palette-state.ts';

/** One line for a command, with the parts of its title that were found. */
export type PaletteResult = PaletteEntry & { readonly ranges: readonly (readonly [number, number])[]; readonly recent: boolean };
/** What one line stands for. */
export type PaletteChoice = { readonly mail: FoundMail } | { readonly result: PaletteResult };

type Given = { readonly entries: readonly PaletteEntry[]; readonly recent: readonly string[]; readonly readings: Readings };
type Ranked = PaletteResult & { readonly cost: number };

/** A find in a command's further words is worth less than one in its title. */
const KEYWORD_COST = 30;
const IMPOSSIBLE_COST = 200;
const RECENT_GAIN = 0.5;

function rank(entry: PaletteEntry, query: string, { recent, readings }: Given): Ranked | null {
  const { title, keywords = [] } = entry.command;
  const isRecent = recent.includes(entry.command.id);
  const inTitle = matchTitle(title, query, readings);
  const inWords = keywords.flatMap((word) => matchTitle(word, query, readings)?.cost ?? []);
  const cost = Math.min(inTitle?.cost ?? Number.POSITIVE_INFINITY, KEYWORD_COST + Math.min(...inWords, Number.POSITIVE_INFINITY));
  if (!Number.isFinite(cost)) return null;
  const ranges = inTitle?.ranges ?? [];
  return { ...entry, ranges, recent: isRecent, cost: cost - (isRecent ? RECENT_GAIN : 0) + (entry.possible ? 0 : IMPOSSIBLE_COST) };
}

/** All commands with the recent ones first while nothing is typed, else those that are found, the best first. */
export function paletteResults(query: string, given: Given): readonly PaletteResult[] {
  const { entries, recent } = given;
  if (query.trim() === '') {
    const age = ({ command }: PaletteEntry) => (recent.includes(command.id) ? recent.indexOf(command.id) : recent.length);
    return [...entries]
      .sort((one, other) => age(one) - age(other))
      .map((entry) => ({ ...entry, ranges: [], recent: recent.includes(entry.command.id) }));
  }
  return entries.flatMap((entry) => rank(entry, query, given) ?? []).sort((one, other) => one.cost - other.cost);
}
