import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { AppHandlers } from '#shared/contract/contract.ts';
import type { InputOf } from '#shared/contract/define.ts';
import type { settings as settingsArea } from '#shared/contract/safety.ts';
import { mayDo } from '#shared/domain/permissions/matrix.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { Ledger } from '../../ledger/index.ts';
import type { HandlerContext, Settings } from '../handler-context.ts';
import { readLook, writeLook } from './look.ts';
import type { Look } from './look.ts';
import { DEFAULT_SETTINGS, findLook, readSettings, writePersonalLook, writeSettings } from './setting-store.ts';
import type { StoredSettings } from './setting-store.ts';

export type SettingPlaces = { readonly lookFile: string; readonly documentsFolder: string };

/**
 * Settings as they hold at this moment; of a ledger only while one is open. The look is the
 * person's own once somebody has unlocked.
 */
export function settingsOf(places: SettingPlaces, ledger: Ledger | undefined, personId?: string): Settings {
  const stored = ledger === undefined ? DEFAULT_SETTINGS : ledger.read((tx) => readSettings(tx));
  const ownLook = personId === undefined ? undefined : ledger?.read((tx) => findLook(tx, personId));
  return {
    ...(ownLook ?? readLook(places.lookFile)),
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
      const person = context.person();
      const chosen = lookOf(input);
      const isLook = Object.keys(chosen).length > 0;
      const shared = storedOf(input);
      if (Object.keys(shared).length > 0 && !mayDo(person.role, 'settings.shared')) throw new AppError('forbidden', 'not-permitted');
      context.ledger().write((tx) => {
        if (isLook) writePersonalLook(tx, person.id, { ...(findLook(tx, person.id) ?? readLook(places.lookFile)), ...chosen });
        writeSettings(tx, shared);
      });
      if (isLook) writeLook(places.lookFile, chosen);
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

function lookOf({ theme, contrast, textScale, density, language }: SetInput): Partial<Look> {
  return {
    ...(theme && { theme }),
    ...(contrast && { contrast }),
    ...(textScale !== undefined && { textScale }),
    ...(density && { density }),
    ...(language && { language }),
  };
}

function storedOf({ autoLockMinutes, retentionDays, exportFolder }: SetInput): Partial<StoredSettings> {
  return {
    ...(autoLockMinutes !== undefined && { autoLockMinutes }),
    ...(retentionDays !== undefined && { retentionDays }),
    ...(exportFolder !== undefined && { exportFolder }),
  };
}
