/**
 * Whether the window may close without a word. While changes wait to be sent its page is asked
 * once, so that it can say how many; whoever closes again means it, also when the page is stuck.
 */
export class CloseGuard {
  #pending = 0;
  #hasAsked = false;
  #isQuitting = false;

  /** What the page says: so many changes wait. Asks anew from now on. */
  hold(pending: number): void {
    this.#pending = pending;
    this.#hasAsked = false;
  }

  /** The whole program ends, by its own command or with the system: nothing is asked. */
  quitting(): void {
    this.#isQuitting = true;
  }

  /** False once for each `hold` with something pending: then the page is to ask. */
  mayClose(isPageAlive: boolean): boolean {
    if (this.#isQuitting || this.#hasAsked || this.#pending === 0 || !isPageAlive) return true;
    this.#hasAsked = true;
    return false;
  }
}
