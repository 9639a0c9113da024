import { AppError } from '#shared/kernel/app-error.ts';
import type { PersonSlot } from './keyring-file.ts';

const FREE_TRIES = 5;
/** Waits after the fifth wrong try in a row and each one after it; the last one repeats. */
const LOCK_WAITS_MS = [30_000, 60_000, 120_000, 300_000, 900_000] as const;

function lockWaitMs(failures: number): number {
  if (failures < FREE_TRIES) return 0;
  return LOCK_WAITS_MS[Math.min(failures - FREE_TRIES, LOCK_WAITS_MS.length - 1)] ?? 0;
}

/** How long from `now` on no PIN is judged, in ms. A clock set back must not lock for longer than the wait itself. */
export function waitOf(slot: PersonSlot, now: number): number {
  return Math.min(slot.lockedUntil - now, lockWaitMs(slot.failures));
}

/** Throws forbidden `pin-locked` {waitMs} while a wait lasts. */
export function refuseWhileWaiting(slot: PersonSlot, now: number): void {
  const waitMs = waitOf(slot, now);
  if (waitMs > 0) throw new AppError('forbidden', 'pin-locked', { detail: { waitMs } });
}

/** The slot after one more try that has not been judged yet. */
export function withTry(slot: PersonSlot, now: number): PersonSlot {
  const failures = slot.failures + 1;
  const waitMs = lockWaitMs(failures);
  return { ...slot, failures, lockedUntil: waitMs === 0 ? 0 : now + waitMs };
}

/** What a counted try that was wrong is answered with: `pin-wrong` {triesLeft}, or `pin-locked` {waitMs}. */
export function wrongPin(counted: PersonSlot): AppError {
  const waitMs = lockWaitMs(counted.failures);
  if (waitMs > 0) return new AppError('forbidden', 'pin-locked', { detail: { waitMs } });
  return new AppError('forbidden', 'pin-wrong', { detail: { triesLeft: FREE_TRIES - counted.failures } });
}
