/** Handle of one transaction. Placeholders are `$1`, `$2` …; bigint columns come as numbers, bytea as Uint8Array. */
export type Tx = {
  query<Row extends object>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
};

export type TransactionOptions = {
  readonly isolation?: 'read committed' | 'repeatable read';
  readonly readOnly?: boolean;
};

/** One database, whichever engine holds it: a PostgreSQL cluster, the embedded one, or PGlite in memory. */
export type Database = {
  /** Runs the work in one transaction: committed when it resolves, rolled back when it rejects. */
  transaction<T>(work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  close(): Promise<void>;
};
