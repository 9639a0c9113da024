import { SECOND_MS } from '#shared/kernel/instant.ts';
import { create } from 'zustand';

/** The engine's present moment, followed by one timer for all countdowns. */
export const clock = create<{ readonly now: number; readonly offsetMs: number }>(() => ({ now: Date.now(), offsetMs: 0 }));

/** Takes the engine's `now`, so that screens and ledger count with the same clock. */
export function setEngineNow(engineNow: number): void {
  const offsetMs = engineNow - Date.now();
  // A call takes some milliseconds; only a real difference moves the clock.
  if (Math.abs(offsetMs - clock.getState().offsetMs) > SECOND_MS) clock.setState({ offsetMs, now: Date.now() + offsetMs });
}

function tick(): void {
  clock.setState(({ offsetMs }) => ({ now: Date.now() + offsetMs }));
}

/** One tick a second while the page can be seen; once at start. */
export function startClock(page: Document): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const follow = () => {
    clearInterval(timer);
    timer = undefined;
    if (page.hidden) return;
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

/** A value made of the present moment; the component is drawn again only when it changes. */
export function useClock<T extends string | number | boolean>(select: (now: number) => T): T {
  return clock((state) => select(state.now));
}

export function presentMoment(): number {
  return Date.now() + clock.getState().offsetMs;
}
