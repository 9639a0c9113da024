import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { AppError } from '#shared/kernel/app-error.ts';
import { argon2InWorker, backUpTo, Keyring, keyringFileOf, parseRawKey, restoreBackup } from '../ledger/index.ts';
import { systemClock } from '../platform/clock.ts';
import { systemIds } from '../platform/ids.ts';
import { noSecretStore } from '../platform/secrets.ts';
import { systemTimers } from '../platform/timers.ts';
import { sourceWorkerEntry } from '../platform/worker-entry.ts';
import { APP_VERSION } from './version.ts';
import { testKeyFileOf } from './workspace.ts';
import type { Workspace } from './workspace.ts';

/** A checked copy under a name of the caller's choice, its keys beside it. */
export async function backUpWorkspace(workspace: Workspace, toFile: string): Promise<{ bytes: number }> {
  const { ledger, clock } = workspace;
  const done = await backUpTo({ ledger, clock, timers: systemTimers, workerEntry: sourceWorkerEntry }, { toFile });
  const testKey = testKeyFileOf(ledger.file);
  if (existsSync(testKey)) copyFileSync(testKey, testKeyFileOf(toFile));
  return done;
}

/** Puts a backup in the place of a ledger; the key comes from the secret, or from beside a test ledger's backup. */
export async function restoreWorkspace(request: {
  backupFile: string;
  toFile: string;
  secret: string | null;
}): Promise<{ setAside: string | undefined }> {
  if (!existsSync(request.backupFile)) throw new AppError('not-found', 'file-not-found');
  const testKey = testKeyFileOf(request.backupFile);
  const hasTestKey = request.secret === null && existsSync(testKey);
  const secret = hasTestKey ? readFileSync(testKey, 'utf8').trim() : request.secret;
  if (secret === null) throw new AppError('unavailable', 'key-missing');
  const clock = systemClock();
  const key = parseRawKey(secret) ?? (await unlockBeside(request.backupFile, secret));
  const done = await restoreBackup({
    backupFile: request.backupFile,
    toFile: request.toFile,
    key,
    clock,
    appVersion: APP_VERSION,
    workerEntry: sourceWorkerEntry,
  });
  key.fill(0);
  if (hasTestKey) copyFileSync(testKey, testKeyFileOf(request.toFile));
  return { setAside: done.setAside };
}

async function unlockBeside(backupFile: string, passphrase: string): Promise<Buffer> {
  const keyring = new Keyring({
    file: keyringFileOf(backupFile),
    secrets: noSecretStore,
    clock: systemClock(),
    ids: systemIds(),
    stretch: argon2InWorker(sourceWorkerEntry),
  });
  if (!keyring.exists()) throw new AppError('unavailable', 'keys-missing');
  return keyring.unlockWithPassphrase(passphrase);
}
