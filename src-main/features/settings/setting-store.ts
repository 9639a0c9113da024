import { z } from 'zod';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';

/** What people set for one ledger, beside the look of the screens, which belongs to the computer. */
const storedSettings = z.object({
  autoLockMinutes: z.number().int().min(1).max(120).catch(10),
  retentionDays: z.number().int().min(7).max(3650).catch(40),
  /** Null: the default folder. */
  exportFolder: z.string().min(1).nullable().catch(null),
  secondBackupFolder: z.string().min(1).nullable().catch(null),
  watchFolder: z.string().min(1).nullable().catch(null),
  /** Days after which a file in 已导入 is deleted; 0: at once. */
  watchDeleteAfterDays: z.number().int().min(0).max(365).catch(7),
});
export type StoredSettings = z.infer<typeof storedSettings>;

export const DEFAULT_SETTINGS: StoredSettings = storedSettings.parse({});

/** A value that cannot be read any more counts as never set. */
export function readSettings(tx: ReadTx): StoredSettings {
  const rows = tx.all<{ key: string; value: string }>('SELECT key, value FROM setting');
  return storedSettings.parse(Object.fromEntries(rows.map(({ key, value }) => [key, JSON.parse(value) as unknown])));
}

export function writeSettings(tx: WriteTx, changes: Partial<StoredSettings>): void {
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) continue;
    tx.run('INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value', [
      key,
      JSON.stringify(value),
    ]);
  }
  tx.emit('settings.changed', {});
}
