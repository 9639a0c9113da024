import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';

export type Display = {
  /** Value for the variable DISPLAY. */
  readonly name: string;
  stop(): void;
};

export type ScreenSize = { readonly width: number; readonly height: number };
const DEFAULT_SCREEN: ScreenSize = { width: 1440, height: 900 };
const START_TIMEOUT_MS = 15_000;

/** The display of this session, or a virtual one that lives until `stop`. */
export async function openDisplay(screen: ScreenSize = DEFAULT_SCREEN): Promise<Display> {
  const present = process.env['DISPLAY'];
  if (process.platform !== 'linux' || present) return { name: present ?? '', stop: () => undefined };
  return startVirtualDisplay(screen);
}

/** An Xvfb of its own, which picks a free number itself, so that several can run at once. */
export async function startVirtualDisplay(screen: ScreenSize): Promise<Display> {
  fs.mkdirSync('/tmp/.X11-unix', { recursive: true, mode: 0o1777 });
  const size = `${screen.width}x${screen.height}x24`;
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp', '-ac'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const stop = (): void => void server.kill();
  process.once('exit', stop);
  const number = await displayNumber(server);
  return { name: `:${number}`, stop };
}

function displayNumber(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('Xvfb did not start')), START_TIMEOUT_MS);
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`Xvfb exited with ${String(code)}`)));
    let text = '';
    server.stdio[3]?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (!text.includes('\n')) return;
      clearTimeout(late);
      resolve(text.trim());
    });
  });
}
