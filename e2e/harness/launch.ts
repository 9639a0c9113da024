/**
 * Starts the real app under the test tool. `launchApp` gives the page of its window and what a
 * spec needs around it; `stop` ends the app as a person does, `kill` as a power cut does.
 */
import { _electron } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import fs from 'node:fs';
import { CHECKOUT } from '#build/runtime/checkout.ts';
import { prepareRuntime } from '#build/runtime/prepare.ts';
import { processTree } from '#build/runtime/process-tree.ts';
import { remoteEnds } from './sockets.ts';
import { launcherFor } from './unprivileged.ts';

export type LaunchOptions = {
  /** Profile folder; made when missing. Keep it to start the same profile again. */
  readonly profileDir: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Executable of a packaged app (flavour *test*); the bundle of the checkout when absent. */
  readonly packaged?: string;
  readonly size?: WindowSize;
  /** True: with an unlocked Secret Service, so that the OS keystore works. */
  readonly keyring?: boolean;
};

export type WindowSize = { readonly width: number; readonly height: number };
export const OFFICE_SCREEN: WindowSize = { width: 1366, height: 728 };
/** The same screen at 125 %. */
export const SCALED_SCREEN: WindowSize = { width: 1093, height: 582 };

export type LaunchedApp = {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Errors and warnings of the page's console, policy violations among them. */
  readonly consoleProblems: string[];
  readonly isSandboxed: boolean;
  setSize(size: WindowSize): Promise<void>;
  /** Requests that the app's own guard had to refuse. */
  refusedRequests(): Promise<number>;
  /** Remote ends of sockets of all its processes, the loopback left out. */
  connections(): string[];
  stop(): Promise<void>;
  kill(): Promise<void>;
};

export async function launchApp(options: LaunchOptions): Promise<LaunchedApp> {
  const executable = options.packaged ?? (await prepareRuntime()).executablePath;
  const launcher = launcherFor(executable, { keyring: options.keyring === true });
  fs.mkdirSync(options.profileDir, { recursive: true });
  launcher.own(options.profileDir);
  const app = await _electron.launch({
    executablePath: launcher.executablePath,
    chromiumSandbox: launcher.isSandboxed,
    args: [
      '--disable-gpu',
      ...(options.packaged === undefined ? [CHECKOUT] : []),
      `--user-data-dir=${options.profileDir}`,
      ...(options.keyring === true ? ['--password-store=gnome-libsecret'] : []),
      ...(options.args ?? []),
    ],
    env: { ...environment(options.profileDir), ...options.env },
  });
  process.stdout.write(`sandbox ${launcher.isSandboxed ? 'on' : 'off'}\n`);
  const consoleProblems: string[] = [];
  // Attached before the first window, so that no early complaint is missed.
  app.on('window', (page) => listen(page, consoleProblems));
  const page = await app.firstWindow();
  const launched = around(app, { page, consoleProblems, isSandboxed: launcher.isSandboxed });
  await launched.setSize(options.size ?? OFFICE_SCREEN);
  return launched;
}

function listen(page: Page, problems: string[]): void {
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
}

type Seen = Pick<LaunchedApp, 'page' | 'consoleProblems' | 'isSandboxed'>;

function around(app: ElectronApplication, seen: Seen): LaunchedApp {
  const child = app.process();
  return {
    app,
    ...seen,
    setSize: (size) => setContentSize(app, size),
    refusedRequests: () => app.evaluate(() => Number(Reflect.get(globalThis, 'youshaoRefusedRequests') ?? 0)),
    connections: () => remoteEnds(processTree(child.pid ?? 0)),
    stop: () => app.close(),
    kill: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      for (const pid of processTree(child.pid ?? 0)) killQuietly(pid);
      await gone;
    },
  };
}

async function setContentSize(app: ElectronApplication, size: WindowSize): Promise<void> {
  await app.evaluate(({ BrowserWindow }, wanted) => {
    const window = BrowserWindow.getAllWindows()[0];
    window?.unmaximize();
    window?.setMinimumSize(Math.min(1024, wanted.width), Math.min(560, wanted.height));
    window?.setContentSize(wanted.width, wanted.height);
  }, size);
}

function environment(profileDir: string): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !/^(NODE_|ELECTRON_|npm_)/i.test(entry[0]),
  );
  // The unprivileged user has no home; everything goes into the profile.
  return { ...Object.fromEntries(kept), HOME: profileDir, XDG_CONFIG_HOME: profileDir, TZ: 'Asia/Shanghai' };
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // already gone
  }
}
