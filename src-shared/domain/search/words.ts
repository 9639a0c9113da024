import { foldText } from './fold-text.ts';

/** More and longer words than a person types; what exceeds them is left out of the question. */
const MOST_WORDS = 8;
const LONGEST_WORD = 64;
/** Units of UTF-16 that a word needs to be looked up in texts. */
export const SHORTEST_WORD = 2;

/** What breaks a text into runs: no word reaches over it. */
// eslint-disable-next-line no-control-regex
const BREAKS = /[\s\u0000-\u001f\u007f\u200b-\u200f\u2060\ufeff]+/;

/** The words of a question, folded; all of them must be found. */
export function wordsOf(question: string): string[] {
  const words = foldText(question)
    .split(BREAKS)
    .filter((word) => word !== '')
    .map((word) => word.slice(0, LONGEST_WORD));
  return [...new Set(words)].slice(0, MOST_WORDS);
}

/** Stands between two runs: no question holds it, so that no phrase reaches over it. */
const GAP = '0';

/**
 * What the index holds of texts: every two neighbouring units as one token of hexadecimal digits,
 * because a Chinese text has no words to be found by, and words of two characters must be.
 */
export function tokensOf(texts: readonly string[]): string {
  const tokens: string[] = [];
  for (const text of texts) {
    for (const run of foldText(text).split(BREAKS)) {
      if (run.length < SHORTEST_WORD) continue;
      if (tokens.length > 0) tokens.push(GAP);
      pushPairs(tokens, run);
    }
  }
  return tokens.join(' ');
}

/**
 * The full-text question for words, or null when none is long enough. A word is the phrase of its
 * pairs, and a phrase of pairs is found exactly where the word stands. It is made of hexadecimal
 * digits alone, so that nothing typed can reach the question's own grammar.
 */
export function phrasesOf(words: readonly string[]): string | null {
  const long = words.filter((word) => word.length >= SHORTEST_WORD);
  if (long.length === 0 || long.length < words.length) return null;
  return long
    .map((word) => {
      const pairs: string[] = [];
      pushPairs(pairs, word);
      return `"${pairs.join(' ')}"`;
    })
    .join(' AND ');
}

function pushPairs(tokens: string[], run: string): void {
  let first = hexOf(run.charCodeAt(0));
  for (let at = 1; at < run.length; at++) {
    const second = hexOf(run.charCodeAt(at));
    tokens.push(first + second);
    first = second;
  }
}

const HEX: string[] = [];

function hexOf(unit: number): string {
  return (HEX[unit] ??= unit.toString(16).padStart(4, '0'));
}
