import type { Clock } from '../../platform/clock.ts';

/** A ledger's clock: that of the program, but for the making of a demonstration, which tells of past days. */
export type StoppableClock = Clock & {
  stopAt(instantMs: number): void;
  run(): void;
};

export function stoppableClock(running: Clock): StoppableClock {
  let stoppedAt: number | undefined;
  return {
    now: () => stoppedAt ?? running.now(),
    monotonic: () => running.monotonic(),
    flag: () => (stoppedAt === undefined ? running.flag() : 'ok'),
    stopAt: (instantMs) => {
      stoppedAt = instantMs;
    },
    run: () => {
      stoppedAt = undefined;
    },
  };
}
