import { onFreshStart } from '#renderer/features/session/fresh-start.ts';
import type { QueueRow } from './queue-store.ts';

/** An act of this sitting, with the rows as they were shown before it. */
export type RecentAct = {
  /** Null until the engine has answered. */
  actId: string | null;
  readonly kind: string;
  readonly ids: readonly number[];
  readonly before: readonly QueueRow[];
};

/** As many as the engine undoes. */
const KEPT = 20;
let recent: RecentAct[] = [];
const inFlight = new Set<Promise<unknown>>();
onFreshStart(() => {
  recent = [];
});

export function rememberAct(act: RecentAct): void {
  recent = [...recent, act].slice(-KEPT);
}

export function forgetAct(act: RecentAct): void {
  recent = recent.filter((one) => one !== act);
}

/** The named act, or the last one. */
export function recentAct(actId?: string): RecentAct | undefined {
  return actId === undefined ? recent.at(-1) : recent.find((act) => act.actId === actId);
}

/** Follows work until it ends. */
export function follow<T>(work: Promise<T>): Promise<T> {
  inFlight.add(work);
  void work.finally(() => inFlight.delete(work)).catch(() => undefined);
  return work;
}

/** Ends when every act that was begun has been answered: undoing waits for it. */
export async function actsSettled(): Promise<void> {
  await Promise.allSettled(inFlight);
}
