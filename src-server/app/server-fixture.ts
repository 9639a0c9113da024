import { spawn } from 'node:child_process';
import type { ChildProcess, ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

export type ServerProcess = { readonly child: ChildProcess; readonly url: string; readonly epoch: string };
export type CommandResult = { readonly code: number | null; readonly document: Record<string, unknown>; readonly errors: string };

export type ServerFixture = {
  readonly dataFolder: string;
  /** `npm run server -- start`, once it listens. */
  start(env?: Readonly<Record<string, string>>): Promise<ServerProcess>;
  /** Any other command, to its end, with `--json`. */
  run(...args: string[]): Promise<CommandResult>;
  /** Ends the folder's database, whoever started it, and removes the folder. */
  remove(): Promise<void>;
};

const ENTRY = join(import.meta.dirname, 'start.js');

/** The server as its operator has it: processes of the command line on one data folder. */
export function makeServerFixture(): ServerFixture {
  const root = mkdtempSync(join(tmpdir(), 'youshao-server-'));
  chmodSync(root, 0o755);
  const dataFolder = join(root, 'data');
  const launch = (args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcessByStdio<null, Readable, Readable> =>
    spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ENTRY, ...args, '--json'], {
      env: { PATH: process.env['PATH'] ?? '', YOUSHAO_SERVER_DATA: dataFolder, PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const run = async (...args: string[]): Promise<CommandResult> => {
    const child = launch(args);
    const [out, errors] = await Promise.all([textOf(child.stdout), textOf(child.stderr), once(child, 'exit')]);
    return { code: child.exitCode, document: JSON.parse(out === '' ? '{}' : out) as Record<string, unknown>, errors };
  };
  return {
    dataFolder,
    run,
    start: async (env) => {
      const child = launch(['start'], env);
      const [line] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [Buffer | number];
      const document = JSON.parse(Buffer.isBuffer(line) ? line.toString() : '{}') as { url?: string; epoch?: string };
      if (document.url === undefined) throw new Error(`not started: ${JSON.stringify(document)}`);
      // What it logs is read away, so that the pipe never fills.
      child.stderr.resume();
      return { child, url: document.url, epoch: document.epoch ?? '' };
    },
    remove: async () => {
      // As the folder's one server it takes over what was left running, and ends it.
      await run('restore', '--from', join(root, 'nothing'));
      rmSync(root, { recursive: true, force: true });
    },
  };
}

export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
  return child.exitCode;
}

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
