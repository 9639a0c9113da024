/** Imported files that are listed at once. */
export const PAGE_FILES = 100;

export type HistoryPages = { readonly first: number; readonly last: number; readonly hasNewer: boolean; readonly hasOlder: boolean };

/** What a page shows of all files, counted from 1; null when one page holds them all. */
export function pagesOf(page: number, total: number): HistoryPages | null {
  if (total <= PAGE_FILES && page === 0) return null;
  const first = page * PAGE_FILES + 1;
  const last = Math.min(total, first + PAGE_FILES - 1);
  return { first, last, hasNewer: page > 0, hasOlder: last < total };
}
