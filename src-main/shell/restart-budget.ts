const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 10_000;
const MAX_IN_A_ROW = 6;
/** A run of this length makes up for the failures before it. */
const STEADY_MS = 60_000;

/** How long to wait before the next start: 0.2, 0.4, 0.8 … 10 s; none after six failures in a row. */
export class RestartBudget {
  readonly #now: () => number;
  #failures = 0;
  #startedAt: number;

  constructor(now: () => number) {
    this.#now = now;
    this.#startedAt = now();
  }

  /** Undefined: give up until `reset`. */
  nextDelayMs(): number | undefined {
    if (this.#now() - this.#startedAt > STEADY_MS) this.#failures = 0;
    this.#failures += 1;
    this.#startedAt = this.#now();
    if (this.#failures > MAX_IN_A_ROW) return undefined;
    return Math.min(FIRST_DELAY_MS * 2 ** (this.#failures - 1), LONGEST_DELAY_MS);
  }

  reset(): void {
    this.#failures = 0;
    this.#startedAt = this.#now();
  }
}
