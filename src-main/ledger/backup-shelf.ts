import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { dayOf, type DayNumber, formatInstant, parseInstant } from '#shared/kernel/instant.ts';
import { keyringFileOf } from './keyring-file.ts';

/** A backup lying in a folder. */
export type BackupFile = { readonly file: string; readonly madeAt: number; readonly bytes: number };

export const DAILY_KEPT = 3;
export const WEEKLY_KEPT = 4;
const NAME = /^youshao-(\d{4}-\d{2}-\d{2})-(\d{2})(\d{2})(\d{2})\.backup$/;

/** `youshao-2026-03-02-090000.backup`, by Shanghai time. */
export function backupName(instantMs: number): string {
  const text = formatInstant(instantMs - (instantMs % 1000));
  return `youshao-${text.slice(0, 10)}-${text.slice(11, 19).replace(/:/g, '')}.backup`;
}

/** Newest first. */
export function listBackups(folder: string): BackupFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const match = NAME.exec(name);
      const madeAt = match ? parseInstant(`${match[1]}T${match[2]}:${match[3]}:${match[4]}+08:00`) : undefined;
      const file = join(folder, name);
      return madeAt === undefined ? [] : [{ file, madeAt, bytes: statSync(file).size }];
    })
    .sort((a, b) => b.madeAt - a.madeAt);
}

/**
 * Which backups go: all but the newest of each of the last 3 days and 4 weeks that have one,
 * and of these the oldest as long as all together exceed `mostBytes`. The newest always stays.
 */
export function chooseDropped(backups: readonly BackupFile[], mostBytes: number): BackupFile[] {
  const sorted = [...backups].sort((a, b) => b.madeAt - a.madeAt);
  const daily = newestOfEach(sorted, (backup) => dayOf(backup.madeAt)).slice(0, DAILY_KEPT);
  const weekly = newestOfEach(sorted, (backup) => weekOf(dayOf(backup.madeAt))).slice(0, WEEKLY_KEPT);
  const kept = sorted.filter((backup) => daily.includes(backup) || weekly.includes(backup));
  let bytes = kept.reduce((sum, backup) => sum + backup.bytes, 0);
  while (kept.length > 1 && bytes > mostBytes) bytes -= kept.pop()?.bytes ?? 0;
  return sorted.filter((backup) => !kept.includes(backup));
}

/** Removes a backup with its keyring. */
export function dropBackup(backup: BackupFile): void {
  rmSync(backup.file, { force: true });
  rmSync(keyringFileOf(backup.file), { force: true });
}

function newestOfEach(sorted: readonly BackupFile[], groupOf: (backup: BackupFile) => number): BackupFile[] {
  const newest = new Map<number, BackupFile>();
  for (const backup of sorted) if (!newest.has(groupOf(backup))) newest.set(groupOf(backup), backup);
  return [...newest.values()];
}

/** Weeks run from Monday; day 0 was a Thursday. */
function weekOf(day: DayNumber): number {
  return Math.floor((day + 3) / 7);
}
