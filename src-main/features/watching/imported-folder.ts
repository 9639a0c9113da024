import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { DAY_MS } from '#shared/kernel/instant.ts';
import { makeFolder } from '../../platform/files.ts';

/** Where a watched folder keeps what has been imported. */
export function importedFolderOf(watched: string): string {
  return join(watched, '已导入');
}

/** Moves an imported file aside, under a free name, and marks the moment from which it is kept. */
export function moveToImported(file: string, nowMs: number): string {
  const folder = importedFolderOf(dirname(file));
  makeFolder(folder);
  const target = freeName(folder, basename(file));
  renameSync(file, target);
  utimesSync(target, nowMs / 1000, nowMs / 1000);
  return target;
}

/** Deletes imported files that have been kept for so many days; answers how many. */
export function deleteOld(watched: string, keptDays: number, nowMs: number): number {
  const folder = importedFolderOf(watched);
  if (!existsSync(folder)) return 0;
  const old = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && statSync(join(folder, entry.name)).mtimeMs <= nowMs - keptDays * DAY_MS)
    .map((entry) => join(folder, entry.name));
  for (const file of old) rmSync(file, { force: true });
  return old.length;
}

function freeName(folder: string, name: string): string {
  const end = extname(name);
  const stem = name.slice(0, name.length - end.length);
  let target = join(folder, name);
  for (let n = 2; existsSync(target); n++) target = join(folder, `${stem} (${n})${end}`);
  return target;
}
