import type { Picks, Side } from './sync-store.ts';
import { syncStore } from './sync-store.ts';

const NONE: Picks = {};

export function picksOf(opId: string): Picks {
  return syncStore.getState().picks[opId] ?? NONE;
}

export function pick(opId: string, fields: readonly string[], side: Side): void {
  const { picks } = syncStore.getState();
  const chosen = Object.fromEntries(fields.map((field) => [field, side]));
  syncStore.setState({ picks: { ...picks, [opId]: { ...picks[opId], ...chosen } } });
}

/** Fields that nobody has chosen a side for yet, in their order. */
export function missingOf(fields: readonly string[], picks: Picks): readonly string[] {
  return fields.filter((field) => picks[field] === undefined);
}

/** The fields to be set to one's own value again. */
export function keptMine(fields: readonly string[], picks: Picks): string[] {
  return fields.filter((field) => picks[field] === 'mine');
}

/** The next field without a side, after the present one and then from the top; -1: all are chosen. */
export function nextOpen(fields: readonly string[], picks: Picks, from: number): number {
  const open = fields.flatMap((field, index) => (picks[field] === undefined ? [index] : []));
  return open.find((index) => index > from) ?? open[0] ?? -1;
}

const WORD = /[\p{Script=Latin}\p{Nd}:.]/u;
const isInWord = (letters: readonly string[], at: number): boolean => WORD.test(letters[at - 1] ?? '') && WORD.test(letters[at] ?? '');

export type Part = { readonly text: string; readonly differs: boolean };

/** A value parted where it differs from another one: what both begin and end with is the same. */
export function differingParts(value: string, other: string): readonly Part[] {
  const mine = [...value];
  const others = [...other];
  const shortest = Math.min(mine.length, others.length);
  let head = 0;
  while (head < shortest && mine[head] === others[head]) head++;
  // A number or a Latin word is one thing: it is never marked in part.
  while (head > 0 && isInWord(mine, head) && isInWord(others, head)) head--;
  let tail = 0;
  while (tail < shortest - head && mine[mine.length - 1 - tail] === others[others.length - 1 - tail]) tail++;
  while (tail > 0 && isInWord(mine, mine.length - tail)) tail--;
  const parts = [
    { text: mine.slice(0, head).join(''), differs: false },
    { text: mine.slice(head, mine.length - tail).join(''), differs: true },
    { text: mine.slice(mine.length - tail).join(''), differs: false },
  ];
  return parts.filter(({ text }) => text !== '');
}
