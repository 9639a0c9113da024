import { create } from 'zustand';

export type NavigationParameters = Readonly<Record<string, string>>;
type Navigation = { readonly route: string; readonly parameters: NavigationParameters };

const HOME = '/queue';

function parse(hash: string): Navigation {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?');
  return { route: path === '' ? HOME : path, parameters: Object.fromEntries(new URLSearchParams(query)) };
}

export const navigation = create<Navigation>(() => ({ route: HOME, parameters: {} }));

/** Opens a screen by its route, with parameters that it may read (`day`, `search` …). */
export function goTo(route: string, parameters: NavigationParameters = {}): void {
  const query = new URLSearchParams(parameters).toString();
  const hash = `#${query === '' ? route : `${route}?${query}`}`;
  // The same address again fires no event, yet its parameters are meant anew.
  if (window.location.hash === hash) navigation.setState(parse(hash));
  else window.location.hash = hash;
}

/** Follows the address, so that reloads and tests land on the same screen; once at start. */
export function startNavigation(target: Window): () => void {
  const follow = () => navigation.setState(parse(target.location.hash));
  follow();
  target.addEventListener('hashchange', follow);
  return () => target.removeEventListener('hashchange', follow);
}
