import type { Session } from '#renderer/features/session/session.ts';

/** States in which no ledger can be opened; each has a page that says what to do. */
export type TroubleState = Exclude<Session['ledger'], 'first-start' | 'locked' | 'open'>;
export type TroubleAction = 'retry' | 'restore' | 'quit' | 'openFolder' | 'otherPlace';

/** The one button that helps most, then what else may be tried. */
const ACTIONS: Readonly<Record<TroubleState, readonly [TroubleAction, ...TroubleAction[]]>> = {
  'in-use': ['retry', 'quit'],
  'wrong-key': ['restore', 'retry'],
  'keys-missing': ['restore', 'openFolder', 'retry'],
  corrupt: ['restore', 'retry'],
  newer: ['quit', 'restore'],
  'read-only': ['retry', 'openFolder', 'otherPlace'],
  'disk-full': ['retry', 'openFolder', 'otherPlace'],
  'location-refused': ['otherPlace', 'openFolder', 'retry', 'quit'],
};

/** Where whoever started the program has set the place, it is not for a person to choose. */
export function troubleActions(state: TroubleState, location: Session['location']): readonly TroubleAction[] {
  return ACTIONS[state].filter((action) => action !== 'otherPlace' || location !== 'fixed');
}

/** Whose words describe it: a folder that is not there is told apart from one that may not be written. */
export function troubleWords(state: TroubleState, reason: string | null): TroubleState | 'unreachable' {
  return state === 'read-only' && reason === 'unreachable' ? 'unreachable' : state;
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
