import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { inCheckout } from '#build/runtime/checkout.ts';

/** A raw key of its own, so that no time goes into stretching a passphrase. */
const KEY = '5a'.repeat(32);
const OPTIONS = ['--disable-warning=ExperimentalWarning'];

export type CommandRun = { readonly code: number | null; readonly stdout: string; readonly stderr: string; readonly durationMs: number };

/**
 * Starts a program file of the checkout under the project's own Node; no shell and no npm
 * stand between, so that a signal hits the engine itself.
 */
export function start(file: string, args: readonly string[]): ChildProcess {
  const env = { ...process.env, YOUSHAO_KEY: KEY };
  return spawn(process.execPath, [...OPTIONS, inCheckout(file), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

export function startCommand(args: readonly string[]): ChildProcess {
  return start('src-main/cli/main.ts', [...args, '--json']);
}

/** What a started program came to; `code` is null when it was killed. */
export function ended(child: ChildProcess): Promise<CommandRun> {
  const startedAt = performance.now();
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...output, durationMs: performance.now() - startedAt }));
  });
}

/** A command that must succeed; its JSON document. */
export async function command(args: readonly string[]): Promise<{ document: Record<string, unknown>; durationMs: number }> {
  const run = await ended(startCommand(args));
  if (run.code !== 0)
    throw new Error(`${args.join(' ')} exited with ${String(run.code)}\n${run.stdout.slice(0, 2000)}\n${run.stderr.slice(-2000)}`);
  return { document: JSON.parse(run.stdout) as Record<string, unknown>, durationMs: run.durationMs };
}

/** Kills a started program after a while. True when it was still running then. */
export async function killAfter(child: ChildProcess, delayMs: number): Promise<boolean> {
  const clock = setTimeout(() => child.kill('SIGKILL'), delayMs);
  const run = await ended(child);
  clearTimeout(clock);
  return run.code === null;
}
