import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { AppHandlers } from '#shared/contract/contract.ts';
import { dayOf } from '#shared/kernel/instant.ts';
import { listBackups } from '../../ledger/index.ts';

export type ListedBackup = Awaited<ReturnType<AppHandlers['safety']['status']>>['backups'][number];

const DAILY_DAYS = 3;
const BEFORE_UPGRADE = /\.schema-\d{4}-(\d+)\.bak$/;

/** Backups of a folder and those that upgrades left beside the ledger, newest first. */
export function listAllBackups(folder: string, ledgerFile: string): ListedBackup[] {
  const shelf = listBackups(folder);
  const dailyDays = [...new Set(shelf.map(({ madeAt }) => dayOf(madeAt)))].slice(0, DAILY_DAYS);
  const regular = shelf.map(({ file, madeAt, bytes }): ListedBackup => {
    const kind = dailyDays.includes(dayOf(madeAt)) ? 'daily' : 'weekly';
    return { path: file, at: madeAt, bytes, kind };
  });
  return [...regular, ...beforeUpgrades(ledgerFile)].sort((a, b) => b.at - a.at);
}

function beforeUpgrades(ledgerFile: string): ListedBackup[] {
  const folder = dirname(ledgerFile);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name): ListedBackup[] => {
    const at = name.startsWith(basename(ledgerFile)) ? BEFORE_UPGRADE.exec(name)?.[1] : undefined;
    const path = join(folder, name);
    return at === undefined ? [] : [{ path, at: Number(at), bytes: statSync(path).size, kind: 'before-upgrade' }];
  });
}
