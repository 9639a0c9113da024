import { z } from 'zod';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';
import { look } from './look.ts';
import type { Look } from './look.ts';

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

const lookKey = (personId: string): string => `look ${personId}`;

/** The look that this person has chosen; undefined when they never have. */
export function findLook(tx: ReadTx, personId: string): Look | undefined {
  const row = tx.get<{ value: string }>('SELECT value FROM setting WHERE key = ?', [lookKey(personId)]);
  return row && look.parse(JSON.parse(row.value));
}

/** A person's look is kept whole: what they never touched stays as they have seen it. */
export function writePersonalLook(tx: WriteTx, personId: string, chosen: Look): void {
  writeSetting(tx, lookKey(personId), chosen);
}

export function writeSettings(tx: WriteTx, changes: Partial<StoredSettings>): void {
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) continue;
    writeSetting(tx, key, value);
  }
  tx.emit('settings.changed', {});
}

function writeSetting(tx: WriteTx, key: string, value: unknown): void {
  const sql = 'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value';
  tx.run(sql, [key, JSON.stringify(value)]);
}
