export { createSettingsHandlers, settingsOf } from './handlers.ts';
export { readLook } from './look.ts';
export type { Look } from './look.ts';
export { DEFAULT_SETTINGS, readSettings, writeSettings } from './setting-store.ts';
export type { StoredSettings } from './setting-store.ts';
