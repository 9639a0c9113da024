import type { ReadTx, WriteTx } from './handles.ts';

/** A mark of the ledger as a whole; undefined when it was never set. */
export function findMeta(tx: ReadTx, key: string): string | undefined {
  return tx.pluck<string>('SELECT value FROM meta WHERE key = ?', [key]);
}

export function setMeta(tx: WriteTx, key: string, value: string): void {
  tx.run('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value', [key, value]);
}
