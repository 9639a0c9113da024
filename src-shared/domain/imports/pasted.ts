import { checkMailNo } from '#shared/domain/mail/mail-no.ts';
import type { Refusal, Statement } from '#shared/domain/mail/statement.ts';
import { cleanText, foldWidth } from './clean.ts';

/** Mail numbers found in a pasted text, each once. */
export type PastedNumbers = { readonly statements: readonly Statement[]; readonly refusals: readonly Refusal[] };

const DIGITS_OF_A_NUMBER = 13;

/**
 * Takes mail numbers out of pasted text: one a line or separated by anything; runs of digits that are
 * a multiple of 13 are several numbers; repeated ones count once. `row` is the line of the text.
 */
export function readPastedNumbers(text: string): PastedNumbers {
  const statements: Statement[] = [];
  const refusals: Refusal[] = [];
  const seen = new Set<string>();
  text.split(/\r\n|\n|\r/).forEach((line, index) => {
    for (const token of tokensOf(line)) {
      const checked = checkMailNo(token);
      if (!checked.ok) refusals.push({ row: index + 1, reason: checked.reason, values: { '#1': token.slice(0, 500) } });
      else if (!seen.has(checked.mailNo)) {
        seen.add(checked.mailNo);
        statements.push({ row: index + 1, mailNo: checked.mailNo, source: 'other', mail: {} });
      }
    }
  });
  return { statements, refusals };
}

/** Pieces that could be numbers: with at least five digits; words of prose are not. */
function tokensOf(line: string): string[] {
  const words = foldWidth(cleanText(line)).match(/\d+(?:\.\d+)?[eE][+]\d+|[A-Za-z0-9.]+/g) ?? [];
  return words.filter((word) => (word.match(/\d/g) ?? []).length >= 5 || /[eE][+]/.test(word)).flatMap(splitRun);
}

function splitRun(word: string): string[] {
  if (!/^\d+$/.test(word) || word.length <= DIGITS_OF_A_NUMBER || word.length % DIGITS_OF_A_NUMBER !== 0) return [word];
  return Array.from({ length: word.length / DIGITS_OF_A_NUMBER }, (_, index) =>
    word.slice(index * DIGITS_OF_A_NUMBER, (index + 1) * DIGITS_OF_A_NUMBER),
  );
}
