import type { CallError } from '#renderer/api/call-error.ts';

export type PinTries = { triesLeft: number | null; waitMs: number };

/** What a refused PIN tells: tries that are left before waiting, or how long to wait. */
export function pinTries(error: CallError | null): PinTries {
  const number = (name: string) => (typeof error?.detail[name] === 'number' ? error.detail[name] : null);
  return {
    triesLeft: error?.reason === 'pin-wrong' ? number('triesLeft') : null,
    waitMs: error?.reason === 'pin-locked' ? (number('waitMs') ?? 0) : 0,
  };
}

/** Seconds still to wait, rounded up: the button opens only when the engine would answer. */
export function secondsLeft(until: number, now: number): number {
  return Math.max(0, Math.ceil((until - now) / 1000));
}
