import { create } from 'zustand';
import { onFreshStart } from '#renderer/features/session/fresh-start.ts';

type Drafts = { readonly texts: Readonly<Record<string, string>> };

/** What is being typed, by exception and field: moving the cursor or locking loses nothing. */
export const drafts = create<Drafts>(() => ({ texts: {} }));
onFreshStart(() => drafts.setState({ texts: {} }));

export function setDraft(key: string, words: string): void {
  drafts.setState(({ texts }) => ({ texts: { ...texts, [key]: words } }));
}

/** Forgets the drafts of one form after it was saved. */
export function dropDrafts(prefix: string): void {
  drafts.setState(({ texts }) => ({ texts: Object.fromEntries(Object.entries(texts).filter(([key]) => !key.startsWith(prefix))) }));
}

/** A field's draft with its setter. */
export function useDraft(key: string, initial = ''): [string, (words: string) => void] {
  const words = drafts((state) => state.texts[key] ?? initial);
  return [words, (next) => setDraft(key, next)];
}
