import { spawn } from 'node:child_process';

export type ProgramRun = {
  /** Exit code; null when it was killed or could not be started. */
  readonly code: number | null;
  /** stdout and stderr in the order of arrival. */
  readonly output: string;
};

export type ProgramOptions = {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
};

/** Runs a program to its end and keeps what it printed; never throws. */
export function runProgram(program: string, args: readonly string[], options: ProgramOptions = {}): Promise<ProgramRun> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      timeout: options.timeoutMs,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: null, output: `${output}${error.message}\n` }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** The output of a program that must succeed; throws with its last lines otherwise. */
export async function runOrThrow(program: string, args: readonly string[], options: ProgramOptions = {}): Promise<string> {
  const run = await runProgram(program, args, options);
  if (run.code === 0) return run.output;
  const tail = run.output.trimEnd().split('\n').slice(-25).join('\n');
  throw new Error(`${program} ${args.join(' ')} exited with ${String(run.code)}\n${tail}`);
}
