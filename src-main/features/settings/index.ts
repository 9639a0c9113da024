export { createSettingsHandlers, settingsOf } from './handlers.ts';
export type { Look } from './look.ts';
export { readSettings, writeSettings } from './setting-store.ts';
export type { StoredSettings } from './setting-store.ts';
