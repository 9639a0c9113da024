import { clipboard } from 'electron';
import type { Cancel, Timers } from '#main/platform/timers.ts';

/** Writes to the clipboard; what is private leaves it again after a while. */
export class TimedClipboard {
  readonly #timers: Timers;
  #cancelClearing: Cancel = () => undefined;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  write(text: string, clearAfterMs: number | null): void {
    this.#cancelClearing();
    void clipboard.writeText(text);
    if (clearAfterMs === null) return;
    this.#cancelClearing = this.#timers.after(clearAfterMs, () => void clearIfStill(text));
  }
}

async function clearIfStill(text: string): Promise<void> {
  // Older runtimes answer at once, newer ones with a promise.
  const current = await Promise.resolve(clipboard.readText());
  if (current === text) await Promise.resolve(clipboard.clear());
}
