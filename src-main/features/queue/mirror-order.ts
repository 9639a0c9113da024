const FIRST_ROOM = 1024;

/** Places of rows in one order, in which only what has changed is moved. */
export class MirrorOrder {
  readonly #compare: (a: number, b: number) => number;
  #places = new Int32Array(FIRST_ROOM);
  #length = 0;

  constructor(compare: (a: number, b: number) => number) {
    this.#compare = compare;
  }

  get places(): Int32Array {
    return this.#places.subarray(0, this.#length);
  }

  /** Takes the marked places out, wherever they stood, and puts the others in where they now belong. */
  move(isLeaving: Uint8Array | null, entering: readonly number[]): void {
    if (isLeaving) this.#takeOut(isLeaving);
    if (entering.length > 0) this.#putIn([...entering].sort(this.#compare));
  }

  #takeOut(isLeaving: Uint8Array): void {
    const places = this.#places;
    let kept = 0;
    for (let index = 0; index < this.#length; index += 1) {
      const place = places[index] as number;
      if (isLeaving[place] !== 1) places[kept++] = place;
    }
    this.#length = kept;
  }

  #putIn(sorted: readonly number[]): void {
    const length = this.#length + sorted.length;
    if (length > this.#places.length) {
      const next = new Int32Array(Math.ceil(length * 1.5));
      next.set(this.places);
      this.#places = next;
    }
    // From the end, so that what stands between two of them is moved once.
    let end = this.#length;
    for (let ahead = sorted.length - 1; ahead >= 0; ahead -= 1) {
      const place = sorted[ahead] as number;
      const at = this.#positionOf(place, end);
      this.#places.copyWithin(at + ahead + 1, at, end);
      this.#places[at + ahead] = place;
      end = at;
    }
    this.#length = length;
  }

  /** How many of the first `end` stand before a place. */
  #positionOf(place: number, end: number): number {
    let [low, high] = [0, end];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#compare(this.#places[middle] as number, place) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
