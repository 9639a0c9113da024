import type { AppContract } from '#shared/contract/contract.ts';
import type { InputOf } from '#shared/contract/define.ts';
import { SEARCH_LIMIT, SEARCH_LIMIT_OF_ALL } from '#shared/contract/search.ts';
import type { SEARCH_KINDS } from '#shared/contract/search.ts';
import { foldText } from '#shared/domain/search/fold-text.ts';
import { numberPartOf } from '#shared/domain/search/number-part.ts';
import { pinyinOf } from '#shared/domain/search/readings.ts';
import { phrasesOf, wordsOf } from '#shared/domain/search/words.ts';

export type SearchInput = InputOf<AppContract['search']['find']>;
export type SearchKind = (typeof SEARCH_KINDS)[number];

/** What was typed, as each kind of search takes it; null where it is no question of that kind. */
export type Question = {
  readonly limit: number;
  readonly part: string | null;
  readonly letters: string | null;
  /** The whole question, folded, for names and codes; empty when nothing was typed. */
  readonly name: string;
  readonly words: readonly string[];
  readonly phrases: string | null;
  wants(kind: SearchKind): boolean;
};

export function questionOf({ text, scope }: SearchInput): Question {
  const words = wordsOf(text);
  return {
    limit: scope === 'all' ? SEARCH_LIMIT_OF_ALL : SEARCH_LIMIT,
    part: numberPartOf(text),
    letters: pinyinOf(text),
    name: foldText(text.trim()),
    words,
    phrases: phrasesOf(words),
    wants: (kind) => scope === 'all' || scope === kind,
  };
}
