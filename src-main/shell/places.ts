import { app } from 'electron';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/** The oldest Electron whose Node-API (10) loads the prebuilt SQLite binding. */
const FIRST_FULL_ELECTRON = 36;

export type Places = {
  readonly userData: string;
  readonly ledgerFolder: string | null;
  readonly logs: string;
  readonly renderer: string;
  readonly preload: string;
  readonly engine: string;
  readonly workers: string;
  readonly migrations: string;
  readonly nativeBinding: string | null;
};

/** An old Electron that serves development and tests where the real one cannot be downloaded. */
export function isTestRuntime(): boolean {
  return Number.parseInt(process.versions.electron, 10) < FIRST_FULL_ELECTRON;
}

/**
 * Fixes the profile folder before anything is written: that of `--user-data-dir`, else
 * `youshao` beside other programs' (an ASCII name: some file tools stumble over others).
 */
export function settleUserData(): string {
  const asked = app.commandLine.getSwitchValue('user-data-dir');
  const folder = asked === '' ? path.join(app.getPath('appData'), 'youshao') : path.resolve(asked);
  mkdirSync(folder, { recursive: true });
  app.setPath('userData', folder);
  app.setAppLogsPath(path.join(folder, 'logs'));
  return folder;
}

/** The ledger's folder that whoever starts the program sets: `--ledger-folder`, else `YOUSHAO_LEDGER_FOLDER`. */
function askedLedgerFolder(): string | null {
  const asked = app.commandLine.getSwitchValue('ledger-folder') || (process.env['YOUSHAO_LEDGER_FOLDER'] ?? '');
  return asked === '' ? null : path.resolve(asked);
}

export function findPlaces(): Places {
  const out = path.join(app.getAppPath(), 'out');
  const userData = app.getPath('userData');
  return {
    userData,
    ledgerFolder: askedLedgerFolder(),
    logs: app.getPath('logs'),
    renderer: path.join(out, 'renderer'),
    preload: path.join(out, 'preload', 'preload.cjs'),
    engine: path.join(out, 'main', 'engine.cjs'),
    workers: path.join(out, 'main', 'workers'),
    migrations: path.join(out, 'migrations'),
    nativeBinding: findNativeBinding(),
  };
}

function findNativeBinding(): string | null {
  const folder = app.isPackaged ? path.join(process.resourcesPath, 'native') : path.join(app.getAppPath(), '.cache', 'electron-runtime');
  const file = path.join(folder, 'better_sqlite3.node');
  if (app.isPackaged) return existsSync(file) ? file : null;
  return isTestRuntime() ? file : null;
}
