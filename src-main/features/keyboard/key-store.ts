import { z } from 'zod';
import { SINGLE_KEY_MODES } from '#shared/domain/keyboard/key-rules.ts';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';

/** How one person works the keyboard; kept in this ledger, so it follows them on this computer. */
const storedKeys = z.object({
  mode: z.enum(SINGLE_KEY_MODES).catch('on'),
  bindings: z.record(z.string(), z.array(z.string())).catch({}),
  recent: z.array(z.string()).catch([]),
});
export type StoredKeys = z.infer<typeof storedKeys>;

const rowKey = (personId: string): string => `keys ${personId}`;

/** A value that cannot be read any more counts as never set. */
export function readKeys(tx: ReadTx, personId: string): StoredKeys {
  const row = tx.get<{ value: string }>('SELECT value FROM setting WHERE key = ?', [rowKey(personId)]);
  return storedKeys.parse(row === undefined ? {} : JSON.parse(row.value));
}

export function writeKeys(tx: WriteTx, personId: string, keys: StoredKeys): void {
  const sql = 'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value';
  tx.run(sql, [rowKey(personId), JSON.stringify(keys)]);
  tx.emit('keys.changed', {});
}
