import type { OutputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';
import { create } from 'zustand';
import { onFreshStart } from '#renderer/features/session/fresh-start.ts';

type Sync = AppContract['sync'];
export type PendingEntry = OutputOf<Sync['pending']>['entries'][number];
export type Failure = OutputOf<Sync['failures']>['entries'][number];
export type Conflict = OutputOf<Sync['conflicts']>['entries'][number];
export type Arrived = OutputOf<Sync['history']>['entries'][number];

export const TABS = ['pending', 'failures', 'conflicts', 'history'] as const;
export type Tab = (typeof TABS)[number];
export type Side = 'mine' | 'theirs';
/** Chosen sides by field. */
export type Picks = Readonly<Record<string, Side>>;

/** What is listed now, as far as keys need it. */
export type Listed = {
  readonly opId: string;
  readonly subject: string;
  readonly entity: string;
  readonly seenAt: number | null;
  /** Fields of a conflict that are to be chosen. */
  readonly fields: readonly string[];
};

type SyncStore = {
  /** Null until a person chooses one: then the screen shows what needs a look first. */
  readonly tab: Tab | null;
  readonly listed: readonly Listed[];
  readonly cursor: number;
  /** The field under the cursor of the conflict shown. */
  readonly field: number;
  readonly picks: Readonly<Record<string, Picks>>;
  readonly notes: Readonly<Record<string, string>>;
  readonly dialog: 'person' | null;
};

const EMPTY: SyncStore = { tab: null, listed: [], cursor: 0, field: 0, picks: {}, notes: {}, dialog: null };
export const syncStore = create<SyncStore>(() => EMPTY);
onFreshStart(() => syncStore.setState(EMPTY, true));

export function showTab(tab: Tab): void {
  syncStore.setState({ tab, cursor: 0, field: 0, listed: [] });
}

export function placeCursor(cursor: number): void {
  const { listed } = syncStore.getState();
  syncStore.setState({ cursor: Math.max(0, Math.min(cursor, listed.length - 1)), field: 0 });
}

/** Keeps the cursor on what it was on while others come and go; else at the same place. */
export function showListed(listed: readonly Listed[]): void {
  const { listed: before, cursor } = syncStore.getState();
  const stayed = listed.findIndex(({ opId }) => opId === before[cursor]?.opId);
  const next = stayed >= 0 ? stayed : Math.max(0, Math.min(cursor, listed.length - 1));
  syncStore.setState({ listed, cursor: next, ...(stayed >= 0 ? {} : { field: 0 }) });
}
