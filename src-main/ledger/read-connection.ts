import type { Clock } from '../platform/clock.ts';
import { systemIds } from '../platform/ids.ts';
import { type ConnectionOptions, openConnection } from './connection.ts';
import type { ReadTx } from './handles.ts';
import { type SynchronousOnly, Transactions } from './transactions.ts';

/** A further connection that only reads, for a worker thread beside the open ledger. */
export type ReadConnection = {
  read<T>(fn: (tx: ReadTx) => T, ...synchronous: SynchronousOnly<T>): T;
  close(): void;
};

/** Opens a reading connection with the options that `ledger.connectionOptions()` gave. */
export function openReadConnection(options: ConnectionOptions, clock: Clock): ReadConnection {
  const database = openConnection(options, 'read');
  const transactions = new Transactions(database, { clock, ids: systemIds(), device: '' });
  return {
    read: (fn, ..._synchronous) => transactions.read(fn),
    close: () => void database.close(),
  };
}
