import fs from 'node:fs';
import path from 'node:path';
import { inCheckout } from './checkout.ts';
import { runProgram } from './run-program.ts';

const PACKAGE = inCheckout('node_modules', 'electron');
/** A download that has no end; a refused or unreachable one ends by itself within seconds. */
const DOWNLOAD_TIMEOUT_MS = 5 * 60_000;

export type DownloadedElectron = {
  readonly executablePath: string;
  readonly electronVersion: string;
};

/** Electron as the `electron` package downloads it, when it is here and complete. */
export function findDownloadedElectron(): DownloadedElectron | undefined {
  try {
    const executable = fs.readFileSync(path.join(PACKAGE, 'path.txt'), 'utf8');
    const electronVersion = fs
      .readFileSync(path.join(PACKAGE, 'dist', 'version'), 'utf8')
      .replace(/^v/, '')
      .trim();
    const executablePath = path.join(PACKAGE, 'dist', executable);
    const isComplete = fs.existsSync(executablePath) && electronVersion === wantedVersion();
    return isComplete ? { executablePath, electronVersion } : undefined;
  } catch {
    return undefined; // nothing downloaded yet: an ordinary state
  }
}

/** Lets the `electron` package download; undefined when it is refused or takes too long. */
export async function downloadElectron(): Promise<DownloadedElectron | undefined> {
  const run = await runProgram(process.execPath, [path.join(PACKAGE, 'install.js')], {
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
  });
  return run.code === 0 ? findDownloadedElectron() : undefined;
}

/** The version that package-lock.json installs. */
export function wantedVersion(): string {
  const manifest = fs.readFileSync(path.join(PACKAGE, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
