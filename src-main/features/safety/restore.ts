import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { AppHandlers } from '#shared/contract/contract.ts';
import type { InputOf } from '#shared/contract/define.ts';
import type { safety as safetyArea } from '#shared/contract/safety.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import { Keyring, keyringFileOf, readKeyring, restoreBackup } from '../../ledger/index.ts';
import type { KeyringOptions, RestoreRequest } from '../../ledger/index.ts';
import { declaringKeyReasons } from '../session/index.ts';

export type RestorePorts = Omit<RestoreRequest, 'backupFile' | 'toFile' | 'key' | 'onProgress' | 'signal'> &
  Omit<KeyringOptions, 'file'> & {
    readonly ledgerFile: string;
    /** Closes the real ledger for as long as the work runs; afterwards it is locked. */
    replaceReal<T>(work: () => Promise<T>): Promise<T>;
    secretsSettled(): Promise<void>;
  };

type RestoreInput = InputOf<(typeof safetyArea)['restore']>;
type Inspected = Awaited<ReturnType<AppHandlers['safety']['inspectBackup']>>;

/** Who could open a backup: what its key file says, or that of the ledger here when it has the same key. */
export function inspectBackup(ports: RestorePorts, path: string): Inspected {
  if (!existsSync(path)) throw new AppError('not-found', 'file-not-found');
  const { people, recovery } = declaringFile(() => new Keyring({ ...ports, file: keyringFor(ports, path) }).status());
  const { mtimeMs, size } = statSync(path);
  return {
    at: Math.round(mtimeMs),
    bytes: size,
    people: people.map(({ id, label }) => ({ id, name: label?.name ?? id })),
    hasRecovery: recovery !== 'none',
  };
}

/** Puts a backup in the ledger's place; what stood there is set aside and named in the answer. */
export async function restore(ports: RestorePorts, { path, secret }: RestoreInput): Promise<{ setAside: string | null }> {
  if (!existsSync(path)) throw new AppError('not-found', 'file-not-found');
  const key = await keyFor(ports, path, secret);
  try {
    const { setAside } = await ports.replaceReal(() => restoreBackup({ ...ports, backupFile: path, toFile: ports.ledgerFile, key }));
    return { setAside: setAside ?? null };
  } catch (error) {
    throw declared(error);
  } finally {
    key.fill(0);
  }
}

async function keyFor(ports: RestorePorts, path: string, secret: RestoreInput['secret']): Promise<Buffer> {
  const file = declaringFile(() => keyringFor(ports, path));
  const isOwn = file === keyringFileOf(ports.ledgerFile);
  // A backup may lie where nothing can be written; tries are then counted in a copy.
  const folder = isOwn ? undefined : mkdtempSync(join(tmpdir(), 'youshao-keys-'));
  const usable = folder === undefined ? file : join(folder, basename(file));
  try {
    if (folder !== undefined) copyFileSync(file, usable);
    const keyring = new Keyring({ ...ports, file: usable });
    return await declaringKeyReasons(() => ('code' in secret ? keyring.unlockWithRecovery(secret.code) : keyring.unlockWithPin(secret)));
  } catch (error) {
    throw declared(error);
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

/** The keyring here knows newer PINs and removed people; it serves every backup of its own key. */
function keyringFor({ ledgerFile }: RestorePorts, backupFile: string): string {
  const [own, beside] = [keyringFileOf(ledgerFile), keyringFileOf(backupFile)];
  if (!existsSync(beside) && existsSync(own)) return own;
  const { keyId } = readKeyring(beside);
  return existsSync(own) && readKeyring(own).keyId === keyId ? own : beside;
}

const ANSWERS: Readonly<Record<string, { code: AppError['code']; reason: string }>> = {
  'keyring-missing': { code: 'unavailable', reason: 'keys-missing' },
  'keyring-corrupt': { code: 'unavailable', reason: 'keys-missing' },
  'keyring-newer': { code: 'unavailable', reason: 'ledger-newer' },
  'keystore-secret-missing': { code: 'unavailable', reason: 'keys-missing' },
  'recovery-missing': { code: 'not-found', reason: 'recovery-wrong' },
  'backup-missing': { code: 'not-found', reason: 'file-not-found' },
  'backup-damaged': { code: 'unavailable', reason: 'backup-corrupt' },
  'ledger-wrong-key': { code: 'unavailable', reason: 'backup-corrupt' },
  'ledger-changed-migration': { code: 'unavailable', reason: 'ledger-newer' },
  'ledger-on-network': { code: 'unavailable', reason: 'location-refused' },
  'ledger-in-synchronised-folder': { code: 'unavailable', reason: 'location-refused' },
  'ledger-on-removable': { code: 'unavailable', reason: 'location-refused' },
};

function declared(error: unknown): unknown {
  const answer = isAppError(error) ? ANSWERS[error.reason] : undefined;
  if (answer === undefined || !isAppError(error)) return error;
  return new AppError(answer.code, answer.reason, { cause: error, detail: error.detail });
}

function declaringFile<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw declared(error);
  }
}
