import type { Database, TransactionOptions, Tx } from '#server/platform/database.ts';

/** A lost server: not an answer, not a refusal. */
export class ServerDied extends Error {
  readonly code = 'ECONNRESET';

  constructor() {
    super('connection lost');
    this.name = 'ServerDied';
  }
}

/** Also when a query builder has wrapped it. */
export function hasServerDied(error: unknown): boolean {
  return error instanceof ServerDied || (error instanceof Error && hasServerDied(error.cause));
}

/**
 * A database whose server can be told to die at its so-many-th statement from now, the commit
 * being one: what the transaction did is then gone.
 */
export class MortalDatabase implements Database {
  readonly #inner: Database;
  /** What the last transaction had come to when the server died; the planted `ackBeforeCommit` tells it. */
  unheard: unknown = null;
  #statementsLeft = Number.POSITIVE_INFINITY;
  #isCommitDeadly = false;

  constructor(inner: Database) {
    this.#inner = inner;
  }

  dieIn(statements: number): void {
    this.#statementsLeft = statements;
  }

  /** At the last moment: all is done, and nothing of it stays. */
  dieAtCommit(): void {
    this.#isCommitDeadly = true;
  }

  live(): void {
    this.#statementsLeft = Number.POSITIVE_INFINITY;
    this.#isCommitDeadly = false;
  }

  async transaction<T>(work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T> {
    this.unheard = null;
    return this.#inner.transaction(async (tx) => {
      const result = await work({
        query: async <Row extends object>(sql: string, params?: readonly unknown[]) => {
          this.#count();
          return tx.query<Row>(sql, params);
        },
      });
      this.unheard = result;
      if (this.#isCommitDeadly) this.#statementsLeft = 1;
      this.#count();
      return result;
    }, options);
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  #count(): void {
    this.#statementsLeft -= 1;
    if (this.#statementsLeft > 0) return;
    this.live();
    throw new ServerDied();
  }
}
