import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { inCheckout, RUNTIME_CACHE } from '#build/runtime/checkout.ts';
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
export function launcherFor(executablePath: string, options: { keyring?: boolean } = {}): Launcher {
  const isRoot = process.getuid?.() === 0;
  const mayDrop = isRoot && canRunAsOther(executablePath);
  const before = [...(mayDrop ? ['setpriv', ...asOther()] : []), ...(options.keyring ? WITH_KEYRING : [])];
  const uid = mayDrop ? UNPRIVILEGED_ID : process.getuid?.();
  return {
    executablePath: before.length === 0 ? executablePath : wrapperOf(executablePath, before),
    isSandboxed: reasonAgainstSandbox(executablePath, uid) === undefined,
    own: mayDrop ? giveAway : () => undefined,
  };
}

const WITH_KEYRING = ['sh', `'${inCheckout('e2e', 'harness', 'with-keyring.sh')}'`];

function canRunAsOther(executablePath: string): boolean {
  const run = spawnSync('setpriv', [...asOther(), 'test', '-x', executablePath]);
  return run.status === 0;
}

function asOther(): string[] {
  return [`--reuid=${UNPRIVILEGED_ID}`, `--regid=${UNPRIVILEGED_ID}`, '--clear-groups', '--'];
}

/** A program file of its own, because the test tool starts exactly one executable. */
function wrapperOf(executablePath: string, before: readonly string[]): string {
  const folder = path.join(RUNTIME_CACHE, 'launchers');
  fs.mkdirSync(folder, { recursive: true });
  const script = `#!/bin/sh\nexec ${before.join(' ')} '${executablePath}' "$@"\n`;
  const name = createHash('sha256').update(script).digest('hex').slice(0, 16);
  const file = path.join(folder, `${name}.sh`);
  fs.writeFileSync(file, script, { mode: 0o755 });
  return file;
}

function giveAway(folder: string): void {
  spawnSync('chown', ['-R', `${UNPRIVILEGED_ID}:${UNPRIVILEGED_ID}`, folder]);
}
