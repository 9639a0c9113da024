/** Stops what it was returned for; calling it twice does nothing. */
export type Cancel = () => void;

/** The only door to timers. */
export type Timers = {
  /** Runs once after `delayMs`. The timer alone does not keep the process alive. */
  after(delayMs: number, run: () => void): Cancel;
  /** Runs every `periodMs`, first after one period. */
  every(periodMs: number, run: () => void): Cancel;
  /** Lets waiting input, messages and timers have their turn. */
  yieldToLoop(): Promise<void>;
  /** Resolves after `delayMs`, or at once when the signal aborts. */
  wait(delayMs: number, signal?: AbortSignal): Promise<void>;
};

/** setTimeout fires at once for longer delays than this. */
const LONGEST_DELAY_MS = 2_147_483_647;

export const systemTimers: Timers = {
  after: (delayMs, run) => {
    const handle = setTimeout(run, Math.min(delayMs, LONGEST_DELAY_MS));
    handle.unref();
    return () => clearTimeout(handle);
  },
  every: (periodMs, run) => {
    const handle = setInterval(run, Math.min(periodMs, LONGEST_DELAY_MS));
    handle.unref();
    return () => clearInterval(handle);
  },
  yieldToLoop: () => new Promise((resolve) => setImmediate(resolve)),
  wait: (delayMs, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) return resolve();
      const finish = (): void => {
        clearTimeout(handle);
        signal?.removeEventListener('abort', finish);
        resolve();
      };
      const handle = setTimeout(finish, Math.min(delayMs, LONGEST_DELAY_MS));
      signal?.addEventListener('abort', finish);
    }),
};

export type ManualTimers = Timers & {
  /** Lets `ms` pass and runs what falls due, in order of time. */
  advance(ms: number): void;
  /** Timers still waiting. */
  pending(): number;
};

type Waiting = { at: number; order: number; run: () => void; periodMs?: number };

/** Timers for tests: nothing fires until time is moved. */
export function manualTimers(): ManualTimers {
  let time = 0;
  let order = 0;
  const waiting = new Set<Waiting>();
  const add = (delayMs: number, run: () => void, periodMs?: number): Cancel => {
    const entry: Waiting = { at: time + delayMs, order: order++, run, ...(periodMs && { periodMs }) };
    waiting.add(entry);
    return () => void waiting.delete(entry);
  };
  const next = (until: number): Waiting | undefined =>
    [...waiting].filter((entry) => entry.at <= until).sort((a, b) => a.at - b.at || a.order - b.order)[0];
  return {
    after: (delayMs, run) => add(delayMs, run),
    every: (periodMs, run) => add(periodMs, run, periodMs),
    yieldToLoop: systemTimers.yieldToLoop,
    wait: (delayMs, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) return resolve();
        const cancel = add(delayMs, resolve);
        signal?.addEventListener('abort', () => (cancel(), resolve()), { once: true });
      }),
    advance: (ms) => {
      const until = time + ms;
      for (let entry = next(until); entry !== undefined; entry = next(until)) {
        time = Math.max(time, entry.at);
        if (entry.periodMs === undefined) waiting.delete(entry);
        else entry.at += entry.periodMs;
        entry.run();
      }
      time = until;
    },
    pending: () => waiting.size,
  };
}
