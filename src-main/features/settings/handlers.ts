import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { AppHandlers } from '#shared/contract/contract.ts';
import type { InputOf } from '#shared/contract/define.ts';
import type { settings as settingsArea } from '#shared/contract/safety.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Ledger } from '../../ledger/index.ts';
import type { HandlerContext, Settings } from '../handler-context.ts';
import { readLook, writeLook } from './look.ts';
import type { Look } from './look.ts';
import { DEFAULT_SETTINGS, readSettings, writeSettings } from './setting-store.ts';
import type { StoredSettings } from './setting-store.ts';

export type SettingPlaces = { readonly lookFile: string; readonly documentsFolder: string };

/** Settings as they hold at this moment; of a ledger only while one is open. */
export function settingsOf(places: SettingPlaces, ledger: Ledger | undefined): Settings {
  const stored = ledger === undefined ? DEFAULT_SETTINGS : ledger.read((tx) => readSettings(tx));
  return {
    ...readLook(places.lookFile),
    autoLockMinutes: stored.autoLockMinutes,
    retentionDays: stored.retentionDays,
    exportFolder: stored.exportFolder ?? join(places.documentsFolder, '邮哨导出'),
    exportMasked: true,
  };
}

export function createSettingsHandlers(context: HandlerContext, places: SettingPlaces): AppHandlers['settings'] {
  return {
    get: () => context.settings(),
    set: (input) => {
      if (input.exportFolder !== undefined) assertFolder(input.exportFolder);
      const look = lookOf(input);
      if (Object.keys(look).length > 0) writeLook(places.lookFile, look);
      context.ledger().write((tx) => writeSettings(tx, storedOf(input)));
      context.publish('session.changed', {});
      return {};
    },
  };
}

/** A relative path would depend on where the program was started. */
function assertFolder(path: string): void {
  if (!existsSync(path) || !statSync(path).isDirectory()) throw new AppError('not-found', 'folder-not-found');
}

type SetInput = InputOf<(typeof settingsArea)['set']>;

function lookOf({ theme, contrast, textScale, density }: SetInput): Partial<Look> {
  return {
    ...(theme && { theme }),
    ...(contrast && { contrast }),
    ...(textScale !== undefined && { textScale }),
    ...(density && { density }),
  };
}

function storedOf({ autoLockMinutes, retentionDays, exportFolder }: SetInput): Partial<StoredSettings> {
  return {
    ...(autoLockMinutes !== undefined && { autoLockMinutes }),
    ...(retentionDays !== undefined && { retentionDays }),
    ...(exportFolder !== undefined && { exportFolder }),
  };
}
