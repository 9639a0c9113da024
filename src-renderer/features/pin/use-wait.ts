import { useEffect, useState } from 'react';
import { presentMoment, useSecondClock } from '../clock/clock.ts';
import { secondsLeft } from './tries.ts';

/** Counts down a wait that the engine imposed, `waitMs` from now; answers the seconds left. */
export function useWait(waitMs: number, since: unknown): number {
  const [until, setUntil] = useState(() => presentMoment() + waitMs);
  useEffect(() => setUntil(presentMoment() + waitMs), [waitMs, since]);
  return useSecondClock((now) => (waitMs === 0 ? 0 : secondsLeft(until, now)));
}
