import { SECOND_MS } from '#shared/kernel/instant.ts';
import { create } from 'zustand';

type Moment = { readonly now: number };

/** What is shown of a moment changes by the minute: it is asked anew this often, and every shown row with it. */
const STEP_MS = 5 * SECOND_MS;
/** The engine's present moment, followed by one timer for all countdowns: by the second, and by steps. */
const seconds = create<Moment & { readonly offsetMs: number }>(() => ({ now: Date.now(), offsetMs: 0 }));
const steps = create<Moment>(() => ({ now: Date.now() }));

/** Takes the engine's `now`, so that screens and ledger count with the same clock. */
export function setEngineNow(engineNow: number): void {
  const offsetMs = engineNow - Date.now();
  // A call takes some milliseconds; only a real difference moves the clock.
  if (Math.abs(offsetMs - seconds.getState().offsetMs) <= SECOND_MS) return;
  seconds.setState({ offsetMs, now: Date.now() + offsetMs });
  steps.setState({ now: Date.now() + offsetMs });
}

function tick(): void {
  const now = presentMoment();
  seconds.setState({ now });
  const sinceStepMs = now - steps.getState().now;
  if (sinceStepMs >= STEP_MS || sinceStepMs < 0) steps.setState({ now });
}

/** One tick a second while the page can be seen; once at start. */
export function startClock(page: Document): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const follow = () => {
    clearInterval(timer);
    timer = undefined;
    if (page.hidden) return;
    steps.setState({ now: presentMoment() });
    tick();
    timer = setInterval(tick, SECOND_MS);
  };
  follow();
  page.addEventListener('visibilitychange', follow);
  return () => {
    clearInterval(timer);
    page.removeEventListener('visibilitychange', follow);
  };
}

/** A value made of the present moment, late by some seconds at most; the component is drawn again only when it changes. */
export function useClock<T extends string | number | boolean>(select: (now: number) => T): T {
  return steps((state) => select(state.now));
}

/** The moment itself, for many words at once: drawn again only when what `select` makes of it changes. */
export function useMoment(select: (now: number) => string): number {
  steps((state) => select(state.now));
  return steps.getState().now;
}

/** As `useClock`, but by the second, for what counts down before one's eyes. */
export function useSecondClock<T extends string | number | boolean>(select: (now: number) => T): T {
  return seconds((state) => select(state.now));
}

export function presentMoment(): number {
  return Date.now() + seconds.getState().offsetMs;
}
