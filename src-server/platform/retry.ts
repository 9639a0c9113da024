import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Database, TransactionOptions, Tx } from './database.ts';
import type { Ids } from './ids.ts';
import { isAway, isPassing } from './sql-state.ts';

const TRIES = 5;
const FIRST_WAIT_MS = 20;

/**
 * A database whose transactions are run again when they met a deadlock, a serialization failure or a
 * lock that was not to be had: up to 5 tries, with full jitter between them. Then
 * AppError('unavailable', 'busy'), and so at once when the database is away. The work must do nothing but query.
 */
export function retrying(database: Database, ids: Ids): Database {
  return {
    close: () => database.close(),
    transaction: (work, options) => runRetrying({ database, ids, work, options }),
  };
}

type Run<T> = { database: Database; ids: Ids; work: (tx: Tx) => Promise<T>; options: TransactionOptions | undefined };

async function runRetrying<T>({ database, ids, work, options }: Run<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.transaction(work, options);
    } catch (error) {
      if (isAway(error)) throw new AppError('unavailable', 'busy', { cause: error });
      if (!isPassing(error)) throw error;
      if (attempt === TRIES) throw new AppError('unavailable', 'busy', { cause: error });
      const share = (ids.bytes(1)[0] ?? 0) / 255;
      await wait(share * FIRST_WAIT_MS * 2 ** attempt);
    }
  }
}
