/**
 * The operating system's keystore (Windows DPAPI, macOS keychain, Secret Service), as far as
 * the ledger needs it: one secret per ledger that leaves the computer with no copied file.
 */
export type SecretStore = {
  /** False where the system has none, or only one with a fixed password. */
  isAvailable(): boolean;
  /** Undefined when nothing is kept under this name, or it cannot be read any more. */
  read(name: string): Buffer | undefined;
  write(name: string, secret: Buffer): void;
  remove(name: string): void;
};

/** For systems without a keystore: keys are then wrapped by the PIN alone. */
export const noSecretStore: SecretStore = {
  isAvailable: () => false,
  read: () => undefined,
  write: () => {
    throw new Error('invariant broken: no keystore to write to');
  },
  remove: () => undefined,
};

/** Keeps secrets in memory: for tests, and for a process that was handed them by the shell. */
export function memorySecretStore(initial: Readonly<Record<string, Buffer>> = {}): SecretStore {
  const kept = new Map(Object.entries(initial));
  return {
    isAvailable: () => true,
    read: (name) => kept.get(name),
    write: (name, secret) => void kept.set(name, Buffer.from(secret)),
    remove: (name) => void kept.delete(name),
  };
}
