import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { RUNTIME_CACHE } from '#build/runtime/checkout.ts';
import { reasonAgainstSandbox } from '#build/runtime/sandbox.ts';

/** The user that tests run the app as when they are started by root: `nobody` on Debian. */
const UNPRIVILEGED_ID = 65_534;

export type Launcher = {
  readonly executablePath: string;
  readonly isSandboxed: boolean;
  /** Makes a folder the app's own. */
  own(folder: string): void;
};

/**
 * How to start an executable as an unprivileged user with Chromium's sandbox on. Where that
 * cannot be (no setpriv, files unreadable for others, kernel), as this user, maybe without it.
 */
export function launcherFor(executablePath: string): Launcher {
  const isRoot = process.getuid?.() === 0;
  const mayDrop = isRoot && canRunAsOther(executablePath);
  if (!mayDrop) {
    const isSandboxed = reasonAgainstSandbox(executablePath) === undefined;
    return { executablePath, isSandboxed, own: () => undefined };
  }
  const isSandboxed = reasonAgainstSandbox(executablePath, UNPRIVILEGED_ID) === undefined;
  return { executablePath: wrapperOf(executablePath), isSandboxed, own: giveAway };
}

function canRunAsOther(executablePath: string): boolean {
  const run = spawnSync('setpriv', [...asOther(), 'test', '-x', executablePath]);
  return run.status === 0;
}

function asOther(): string[] {
  return [`--reuid=${UNPRIVILEGED_ID}`, `--regid=${UNPRIVILEGED_ID}`, '--clear-groups', '--'];
}

/** A program file of its own, because the test tool starts exactly one executable. */
function wrapperOf(executablePath: string): string {
  const folder = path.join(RUNTIME_CACHE, 'launchers');
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${executablePath.replaceAll(/[^a-z0-9.]+/gi, '-')}.sh`);
  const script = `#!/bin/sh\nexec setpriv ${asOther().join(' ')} '${executablePath}' "$@"\n`;
  fs.writeFileSync(file, script, { mode: 0o755 });
  return file;
}

function giveAway(folder: string): void {
  spawnSync('chown', ['-R', `${UNPRIVILEGED_ID}:${UNPRIVILEGED_ID}`, folder]);
}
