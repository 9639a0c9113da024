import { create } from 'zustand';
import { api } from '#renderer/api/client.ts';
import { queryClient } from '#renderer/api/queries.ts';
import { navigation } from '#renderer/features/navigation/navigation.ts';
import { onFreshStart } from '#renderer/features/session/fresh-start.ts';
import type { Scope } from './search-options.ts';

type SearchState = { readonly text: string; readonly scope: Scope; readonly activeKey: string | null };
const EMPTY: SearchState = { text: '', scope: 'all', activeKey: null };

/** What is searched for: it stays while other screens are looked at, and goes with the person. */
export const searchState = create<SearchState>(() => EMPTY);
onFreshStart(() => {
  searchState.setState(EMPTY);
  // The address may hold a question of the last person's.
  if (navigation.getState().route !== '/search') return;
  window.history.replaceState(null, '', '#/search');
  navigation.setState({ parameters: {} });
});

export function typeSearch(text: string): void {
  searchState.setState({ text, activeKey: null });
}

export function chooseScope(scope: Scope): void {
  searchState.setState({ scope, activeKey: null });
}

/** A question that led somewhere is offered again later, to this person alone. */
export async function rememberSearch(): Promise<void> {
  const text = searchState.getState().text.trim();
  if (text === '') return;
  await api.search.remember({ text });
  await readRecentAgain();
}

export async function readRecentAgain(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: [api.search.recent.path] });
}
