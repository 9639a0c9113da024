import { createContext, useContext } from 'react';
import type { ReactNode } from 'react';
import type { RuleDraft } from '#shared/domain/rules/draft.ts';
import { valueAt } from '#shared/domain/rules/number-fields.ts';
import type { Problem } from './rules-store.ts';
import { changeDraft } from './rules-store.ts';

/** What the parts of the screen show and change. */
export type Editing = {
  /** The draft, or the rules in force while nothing is changed. */
  readonly shown: RuleDraft;
  readonly inForce: RuleDraft;
  readonly mayEdit: boolean;
  readonly problems: readonly Problem[];
};

const EditingContext = createContext<Editing | null>(null);

export function EditingPart({ value, children }: { value: Editing; children: ReactNode }) {
  return <EditingContext.Provider value={value}>{children}</EditingContext.Provider>;
}

export function useEditing(): Editing & { change: (path: string, value: unknown) => void } {
  const editing = useContext(EditingContext);
  if (!editing) throw new Error('invariant broken: the parts of the rules stand inside their screen');
  return { ...editing, change: (path, value) => changeDraft(editing.shown, path, value) };
}

/** True where the draft differs from the rules in force. */
export function useIsChanged(path: string): boolean {
  const { shown, inForce } = useEditing();
  return JSON.stringify(valueAt(shown, path)) !== JSON.stringify(valueAt(inForce, path));
}
