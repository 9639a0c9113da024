import { safeStorage } from 'electron';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { writeFileAtomic } from '#main/platform/files.ts';
import type { Log } from '#main/platform/log.ts';

/** Secrets of the ledgers, each encrypted by the operating system's keystore, in one small file. */
export type Keystore = {
  readonly isAvailable: boolean;
  /** Readable secrets by name, base64; an unreadable one (other user, other computer) is left out. */
  readAll(): Record<string, string>;
  write(name: string, secret: string): void;
  remove(name: string): void;
};

/** `basic_text` encrypts with a fixed password and is no keystore at all. */
function hasKeystore(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend?.() !== 'basic_text';
}

export function openKeystore(userDataFolder: string, log: Log): Keystore {
  const file = path.join(userDataFolder, 'keystore.json');
  const isAvailable = hasKeystore();
  const kept = (): Record<string, string> => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {});
  const keep = (entries: Record<string, string>): void => writeFileAtomic(file, JSON.stringify(entries, null, 2));
  return {
    isAvailable,
    readAll: () => {
      const readable: Record<string, string> = {};
      for (const [name, encrypted] of Object.entries(kept())) {
        try {
          readable[name] = safeStorage.decryptString(Buffer.from(encrypted, 'base64'));
        } catch (error) {
          log.warn('secret-unreadable', { error });
        }
      }
      return readable;
    },
    write: (name, secret) => {
      const encrypted = safeStorage.encryptString(secret).toString('base64');
      keep({ ...kept(), [name]: encrypted });
    },
    remove: (name) => {
      const { [name]: _removed, ...rest } = kept();
      keep(rest);
    },
  };
}
