import { spawn } from 'node:child_process';
import path from 'node:path';
import { CHECKOUT, inCheckout } from '../runtime/checkout.ts';

export type ShownRun = {
  /** Exit code; null when it was killed. */
  readonly code: number | null;
  readonly isOverdue: boolean;
};

/**
 * Runs a program of node_modules with its output on this terminal. Its children find the
 * project's own Node first. When the time is up, it is killed with everything it started.
 */
export function runShown(args: readonly string[], options: { timeoutMs: number; env?: NodeJS.ProcessEnv }): Promise<ShownRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: CHECKOUT,
      env: { ...ownEnvironment(), ...options.env },
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    });
    let isOverdue = false;
    const killAll = (): void => {
      if (child.pid !== undefined) killGroup(child.pid);
    };
    const clock = setTimeout(() => {
      isOverdue = true;
      killAll();
    }, options.timeoutMs);
    process.once('exit', killAll);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(clock);
      process.off('exit', killAll);
      resolve({ code, isOverdue });
    });
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}

/** The environment of children: the Node of the dev dependencies comes first on PATH. */
export function ownEnvironment(): NodeJS.ProcessEnv {
  const bin = inCheckout('node_modules', '.bin');
  return { ...process.env, PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}` };
}
