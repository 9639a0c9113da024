import { create } from 'zustand';
import { SECOND_MS } from '#shared/kernel/instant.ts';
import { onFreshStart } from '#renderer/features/session/fresh-start.ts';

/** 连续处理: row after row in the panel, with the pace of it. */
export type Streak = {
  readonly startedAt: number;
  readonly done: ReadonlySet<number>;
  /** When the last row was done; the pace stands still between two. */
  readonly lastAt: number;
};
type Store = { readonly streak: Streak | null };

export const streakStore = create<Store>(() => ({ streak: null }));
onFreshStart(() => streakStore.setState({ streak: null }));

export function beginStreak(now: number): void {
  streakStore.setState({ streak: { startedAt: now, done: new Set(), lastAt: now } });
}

export function endStreak(): void {
  streakStore.setState({ streak: null });
}

/** Counts rows as done, each once. */
export function noteDone(ids: readonly number[], now: number): void {
  const { streak } = streakStore.getState();
  if (streak === null || ids.every((id) => streak.done.has(id))) return;
  streakStore.setState({ streak: { ...streak, done: new Set([...streak.done, ...ids]), lastAt: now } });
}

/** Rows that an undone act no longer counts for. */
export function noteUndone(ids: readonly number[]): void {
  const { streak } = streakStore.getState();
  if (streak === null) return;
  const done = new Set(streak.done);
  for (const id of ids) done.delete(id);
  streakStore.setState({ streak: { ...streak, done } });
}

export type Pace = {
  readonly done: number;
  readonly left: number;
  /** Mean seconds a row, one decimal; null before the first. */
  readonly seconds: string | null;
};

export function paceOf(streak: Streak, ids: readonly number[]): Pace {
  const done = streak.done.size;
  const mean = done === 0 ? null : (streak.lastAt - streak.startedAt) / done / SECOND_MS;
  return { done, left: ids.filter((id) => id >= 0 && !streak.done.has(id)).length, seconds: mean === null ? null : mean.toFixed(1) };
}
