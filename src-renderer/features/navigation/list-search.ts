import { create } from 'zustand';

/** The title bar's field: narrows the list that is shown; each workspace reads it if it has a list. */
export const listSearch = create<{ readonly search: string }>(() => ({ search: '' }));

export function setListSearch(search: string): void {
  listSearch.setState({ search });
}
