const SQLSTATE = /^[0-9A-Z]{5}$/u;

/** Serialization failure, deadlock, lock not available: the same work may succeed a moment later. */
const PASSING = new Set(['40001', '40P01', '55P03']);

/** SQLSTATE of a failure of the database, whichever engine and whoever wrapped it; undefined for anything else. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string' && SQLSTATE.test(error.code)) return error.code;
  return 'cause' in error ? sqlState(error.cause) : undefined;
}

export function isPassing(error: unknown): boolean {
  return PASSING.has(sqlState(error) ?? '');
}
