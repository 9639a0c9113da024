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

/** Connection failures, operator's shutdown, too many connections: the database is away, the work is not at fault. */
const AWAY = /^(?:08|53|57P0)/u;
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH']);
/** The driver says these in words alone. */
const WORDS = /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/u;

export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const state = sqlState(error);
  if (state !== undefined) return AWAY.test(state);
  return ('code' in error && typeof error.code === 'string' && NETWORK.has(error.code)) || WORDS.test(error.message);
}
