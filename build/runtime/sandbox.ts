import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/**
 * Why Chromium's sandbox cannot be used here, or undefined when it can. Chromium refuses it for
 * root; otherwise it needs user namespaces or its setuid helper.
 */
export function reasonAgainstSandbox(executablePath: string, uid = process.getuid?.()): string | undefined {
  if (process.platform !== 'linux') return undefined;
  if (uid === 0) return '以 root 运行 running as root';
  if (hasUserNamespaces() || hasSetuidHelper(executablePath)) return undefined;
  return '内核不允许用户命名空间 the kernel forbids user namespaces';
}

function hasUserNamespaces(): boolean {
  const run = spawnSync('unshare', ['--user', '--map-root-user', 'true'], { stdio: 'ignore' });
  return run.status === 0;
}

function hasSetuidHelper(executablePath: string): boolean {
  const helper = path.join(path.dirname(executablePath), 'chrome-sandbox');
  const stats = fs.statSync(helper, { throwIfNoEntry: false });
  return stats !== undefined && stats.uid === 0 && (stats.mode & 0o4000) !== 0;
}
