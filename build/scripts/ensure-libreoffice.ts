/** Installs LibreOffice Calc, with which tests read exported workbooks, where Debian's packages may be installed. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const PROGRAM = '/usr/bin/soffice';
const PACKAGES = ['libreoffice-calc-nogui', 'libreoffice-calc'];

/** True when LibreOffice is there, after an installation if need be. */
export function ensureLibreOffice(): boolean {
  if (existsSync(PROGRAM)) return true;
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  console.error('installing LibreOffice Calc …');
  run(['update', '-qq']);
  return PACKAGES.some((name) => run(['install', '-y', '-qq', '--no-install-recommends', name]) && existsSync(PROGRAM));
}

function run(parameters: readonly string[]): boolean {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', parameters, { stdio: ['ignore', 'ignore', 'inherit'], env: environment }).status === 0;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (!ensureLibreOffice()) {
    console.error('LibreOffice is missing. As root: apt-get install libreoffice-calc-nogui');
    process.exitCode = 1;
  }
}
