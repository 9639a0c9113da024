/**
 * A small seeded generator (mulberry32): one per mail, so that the order in which mails are
 * written never changes what they are.
 */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** Unsigned 32-bit integer. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** 0 … n − 1. */
  below(n: number): number {
    return Math.floor((this.next() / 4_294_967_296) * n);
  }

  /** Integer, both ends included. */
  between(from: number, to: number): number {
    return from + this.below(to - from + 1);
  }

  chance(share: number): boolean {
    return this.next() < share * 4_294_967_296;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }
}

/** Mixes a seed with a stream number into another seed. */
export function mixSeed(seed: number, stream: number): number {
  let h = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(stream + 0x7f4a7c15, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
  return (h ^ (h >>> 15)) >>> 0;
}

/** Items with weights, drawn in logarithmic time. */
export type Weighted<T> = { items: readonly T[]; cumulative: readonly number[] };

export function weighted<T>(entries: readonly (readonly [T, number])[]): Weighted<T> {
  let sum = 0;
  const cumulative = entries.map(([, weight]) => (sum += weight));
  return { items: entries.map(([item]) => item), cumulative };
}

export function draw<T>(table: Weighted<T>, random: Random): T {
  const total = table.cumulative[table.cumulative.length - 1] ?? 0;
  const mark = (random.next() / 4_294_967_296) * total;
  let low = 0;
  let high = table.cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((table.cumulative[middle] ?? 0) > mark) high = middle;
    else low = middle + 1;
  }
  const item = table.items[low];
  if (item === undefined) throw new RangeError('empty table');
  return item;
}
