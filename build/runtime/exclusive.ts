import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 200;

/**
 * Runs `work` while holding a lock file, so that two starts at once prepare the runtime once.
 * A lock whose process is gone is taken over.
 */
export async function exclusively<T>(lockFile: string, work: () => Promise<T>, onWait: () => void = () => undefined): Promise<T> {
  fs.mkdirSync(path.dirname(lockFile), { recursive: true });
  let waited = false;
  while (!tryLock(lockFile)) {
    if (!waited) onWait();
    waited = true;
    await pause(POLL_MS);
  }
  try {
    return await work();
  } finally {
    fs.rmSync(lockFile, { force: true });
  }
}

function tryLock(lockFile: string): boolean {
  // The pid is written beside and linked into place: a lock is never seen without its owner.
  const own = `${lockFile}.${process.pid}`;
  fs.writeFileSync(own, String(process.pid));
  try {
    fs.linkSync(own, lockFile);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    removeIfAbandoned(lockFile);
    return false;
  } finally {
    fs.rmSync(own, { force: true });
  }
}

function removeIfAbandoned(lockFile: string): void {
  let owner: number;
  try {
    owner = Number(fs.readFileSync(lockFile, 'utf8'));
  } catch {
    return; // released in between
  }
  if (Number.isInteger(owner) && owner > 0 && isAlive(owner)) return;
  fs.rmSync(lockFile, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
