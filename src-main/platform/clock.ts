import { uptime } from 'node:os';
import { performance } from 'node:perf_hooks';

/** `jumped`: the wall clock of the computer has been moved while the program ran. */
export type ClockFlag = 'ok' | 'jumped';

/** The only source of time. `now` in UTC milliseconds (whole), `monotonic` in milliseconds from any origin. */
export type Clock = {
  now(): number;
  monotonic(): number;
  flag(): ClockFlag;
};

export type ClockSources = {
  /** Wall clock, UTC milliseconds. */
  wallMs(): number;
  /** Milliseconds that never run backwards; may stand still while the computer sleeps. */
  monotonicMs(): number;
  /** Seconds since the computer was started, sleep included. */
  uptimeSeconds(): number;
};

/** More than this between our time and the wall clock counts as a jump. */
export const CLOCK_JUMP_MS = 120_000;
const SLEEP_CHECK_MS = 1000;
const SLEEP_NOTICED_MS = 3000;

const machine: ClockSources = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  uptimeSeconds: () => uptime(),
};

/**
 * Time that runs with the monotonic clock from the wall clock read at creation, so that a
 * moved wall clock changes no timer and no order of events; it is only flagged. Sleep of the
 * computer, during which some monotonic clocks stand still, is added from the uptime.
 */
export function systemClock(sources: ClockSources = machine): Clock {
  const offsetMs = sources.wallMs() - sources.monotonicMs();
  const uptimeStartMs = sources.uptimeSeconds() * 1000;
  const monotonicStart = sources.monotonicMs();
  let sleptMs = 0;
  let checkedAt = monotonicStart;
  const monotonic = (): number => sources.monotonicMs() + sleptMs;
  const noticeSleep = (): void => {
    const raw = sources.monotonicMs();
    if (raw - checkedAt < SLEEP_CHECK_MS && raw !== monotonicStart) return;
    checkedAt = raw;
    const missed = sources.uptimeSeconds() * 1000 - uptimeStartMs - (raw - monotonicStart) - sleptMs;
    if (missed > SLEEP_NOTICED_MS) sleptMs += missed;
  };
  const now = (): number => {
    noticeSleep();
    return Math.round(monotonic() + offsetMs);
  };
  return {
    now,
    monotonic: () => (noticeSleep(), monotonic()),
    flag: () => (Math.abs(sources.wallMs() - now()) > CLOCK_JUMP_MS ? 'jumped' : 'ok'),
  };
}

/** A clock that runs as far ahead of another one (or behind it) as told. */
export function shiftedClock(clock: Clock, byMs: number): Clock {
  return { now: () => clock.now() + byMs, monotonic: () => clock.monotonic(), flag: () => clock.flag() };
}

/** A clock whose wall time stands still while the program's own time runs on. */
export function heldClock(clock: Clock, instantMs: number): Clock {
  return { now: () => instantMs, monotonic: () => clock.monotonic(), flag: () => 'ok' };
}

/** A clock that stands still at one instant. */
export function fixedClock(instantMs: number): Clock {
  return { now: () => instantMs, monotonic: () => 0, flag: () => 'ok' };
}

export type SettableClock = Clock & {
  /** Moves time on; both readings advance. */
  advance(ms: number): void;
  /** Sets the wall time only, as a person does who changes the computer's clock. */
  setWall(instantMs: number): void;
  setFlag(flag: ClockFlag): void;
};

/** A clock for tests, moved by hand. */
export function settableClock(instantMs: number): SettableClock {
  let now = instantMs;
  let monotonic = 0;
  let flag: ClockFlag = 'ok';
  return {
    now: () => now,
    monotonic: () => monotonic,
    flag: () => flag,
    advance: (ms) => {
      now += ms;
      monotonic += ms;
    },
    setWall: (next) => {
      now = next;
    },
    setFlag: (next) => {
      flag = next;
    },
  };
}
