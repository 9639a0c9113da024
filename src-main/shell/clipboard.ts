import { clipboard } from 'electron';
import type { Cancel, Timers } from '#main/platform/timers.ts';
import { CLIPBOARD_READ_MAX } from '#shared/contract/shell.ts';

/** Older runtimes answer at once, newer ones with a promise. */
async function clipboardText(): Promise<string> {
  return Promise.resolve(clipboard.readText());
}

export async function readClipboard(): Promise<{ text: string }> {
  return { text: (await clipboardText()).slice(0, CLIPBOARD_READ_MAX) };
}

/** Writes to the clipboard; what is private leaves it again after a while, all of it with the person. */
export class TimedClipboard {
  readonly #timers: Timers;
  #cancelClearing: Cancel = () => undefined;
  #written: string | null = null;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  write(text: string, clearAfterMs: number | null): void {
    this.#cancelClearing();
    this.#written = text;
    void clipboard.writeText(text);
    if (clearAfterMs === null) return;
    this.#cancelClearing = this.#timers.after(clearAfterMs, () => void clearIfStill(text));
  }

  /** Takes back what was written last, unless something else was copied since. */
  async forget(): Promise<void> {
    this.#cancelClearing();
    const written = this.#written;
    this.#written = null;
    if (written !== null && written !== '') await clearIfStill(written);
  }
}

async function clearIfStill(text: string): Promise<void> {
  if ((await clipboardText()) === text) await Promise.resolve(clipboard.clear());
}
