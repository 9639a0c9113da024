/** The server's source of time, UTC milliseconds. Nothing is ordered by it; it stamps, expires and limits. */
export type Clock = { now(): number };

export const systemClock: Clock = { now: () => Date.now() };

export type SettableClock = Clock & { advance(ms: number): void };

/** A clock for tests, moved by hand. */
export function settableClock(instantMs: number): SettableClock {
  let now = instantMs;
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
  };
}
