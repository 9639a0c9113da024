import { foldText } from './fold-text.ts';

/** Where in a text something was found: from, and up to but without, in UTF-16 units. */
export type Mark = readonly [from: number, to: number];
export type Excerpt = { text: string; marks: Mark[] };

/** Units that are shown before the first find, and in all. */
const LEAD = 12;
const EXCERPT = 90;

/** Every place where one of the folded words stands, without overlaps, in order. */
export function marksOf(text: string, words: readonly string[]): Mark[] {
  const folded = foldText(text);
  const found: Mark[] = [];
  for (const word of words) {
    if (word === '') continue;
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) found.push([at, at + word.length]);
  }
  found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const merged: [number, number][] = [];
  for (const [from, to] of found) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** True when a text holds every one of the folded words. */
export function holdsWords(text: string, words: readonly string[]): boolean {
  const folded = foldText(text);
  return words.every((word) => folded.includes(word));
}

/** The part of a text around the first find, in one line, with its marks. */
export function excerptOf(text: string, words: readonly string[]): Excerpt {
  const line = text.replace(/[\r\n\t]/g, ' ');
  const marks = marksOf(line, words);
  const first = marks[0]?.[0] ?? 0;
  if (line.length <= EXCERPT) return { text: line, marks };
  const from = wholeFrom(line, Math.max(0, Math.min(first - LEAD, line.length - EXCERPT)));
  const to = wholeFrom(line, Math.min(line.length, from + EXCERPT));
  const head = from > 0 ? '…' : '';
  const shift = head.length - from;
  const inside = marks.filter(([start]) => start < to).map(([start, end]): Mark => [start + shift, Math.min(end, to) + shift]);
  return { text: head + line.slice(from, to) + (to < line.length ? '…' : ''), marks: inside };
}

/** Not between the two halves of one sign. */
function wholeFrom(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}
