import type { Session } from '#renderer/features/session/session.ts';

/** States in which no ledger can be opened; each has a page that says what to do. */
export type TroubleState = Exclude<Session['ledger'], 'first-start' | 'locked' | 'open'>;
export type TroubleAction = 'retry' | 'restore' | 'quit' | 'openFolder';

/** The one button that helps most, then what else may be tried. */
const ACTIONS: Readonly<Record<TroubleState, readonly [TroubleAction, ...TroubleAction[]]>> = {
  'in-use': ['retry', 'quit'],
  'wrong-key': ['restore', 'retry'],
  'keys-missing': ['restore', 'openFolder', 'retry'],
  corrupt: ['restore', 'retry'],
  newer: ['quit', 'restore'],
  'read-only': ['retry', 'openFolder'],
  'disk-full': ['retry', 'openFolder'],
  'location-refused': ['openFolder', 'retry', 'quit'],
};

export function troubleActions(state: TroubleState): readonly [TroubleAction, ...TroubleAction[]] {
  return ACTIONS[state];
}

const WHYS = ['network', 'synchronised', 'removable'] as const;

/** Why a place is refused; the engine's word may carry more than the kind (`ledger-on-network`). */
export function refusedPlace(reason: string | null): (typeof WHYS)[number] | 'other' {
  return WHYS.find((why) => reason?.includes(why)) ?? 'other';
}

/** Folder of a file's path, of either system. */
export function folderOf(path: string): string {
  const end = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return end <= 0 ? path : path.slice(0, end);
}
