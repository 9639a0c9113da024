export const RESULTS_ID = 'search-results';

/** The element of an option; keys may hold any sign, ids must not hold spaces. */
export function optionId(key: string): string {
  return `found-${encodeURIComponent(key)}`;
}
