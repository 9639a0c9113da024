import type { WireError } from '#shared/contract/define.ts';

/** An answer without the id of the message that asked. */
export type Answer = { ok: true; value: unknown } | { ok: false; error: WireError };

/**
 * Answers of commands by request id, so that a command sent twice is done once. Keeps the last
 * `capacity` of them in memory; a command still running is never dropped.
 */
export class RememberedAnswers {
  readonly #capacity: number;
  readonly #running = new Map<string, Promise<Answer>>();
  readonly #settled = new Map<string, Answer>();

  constructor(capacity = 1000) {
    this.#capacity = capacity;
  }

  /** The first answer under this key, or the answer of `run`, which is then the first. */
  answer(key: string, run: () => Promise<Answer>): Promise<Answer> {
    const settled = this.#settled.get(key);
    if (settled) return Promise.resolve(settled);
    const running = this.#running.get(key);
    if (running) return running;
    const started = run().then((answer) => {
      this.#running.delete(key);
      this.#keep(key, answer);
      return answer;
    });
    this.#running.set(key, started);
    return started;
  }

  #keep(key: string, answer: Answer): void {
    this.#settled.set(key, answer);
    if (this.#settled.size <= this.#capacity) return;
    const oldest = this.#settled.keys().next();
    if (oldest.done !== true) this.#settled.delete(oldest.value);
  }
}
