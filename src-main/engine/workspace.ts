import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '#shared/kernel/app-error.ts';
import { argon2InWorker, findMeta, Keyring, keyIdOf, keyringFileOf, openLedger, parseRawKey, setMeta } from '../ledger/index.ts';
import type { Ledger } from '../ledger/index.ts';
import { fixedClock, systemClock } from '../platform/clock.ts';
import type { Clock } from '../platform/clock.ts';
import { systemIds } from '../platform/ids.ts';
import type { Ids } from '../platform/ids.ts';
import { noSecretStore } from '../platform/secrets.ts';
import { sourceWorkerEntry } from '../platform/worker-entry.ts';
import { APP_VERSION } from './version.ts';

/** What a ledger is for; set at its creation and never changed. */
export type LedgerKind = 'real' | 'demonstration' | 'test';
const KIND = 'ledger-kind';

/** An open ledger with its time and randomness, as the command line uses it. */
export type Workspace = {
  ledger: Ledger;
  kind: LedgerKind;
  clock: Clock;
  ids: Ids;
  /** Names the ledger's key without giving it away. */
  keyId: string;
  /** Whose PIN opened the ledger, when it was one. */
  unlockedBy: string | null;
  close(): void;
};

/** A person by id or 工号, with the PIN that proves it. */
export type PersonPin = { user: string; pin: string };

export type WorkspaceRequest = {
  file: string;
  /** Raw key (64 hexadecimal digits) or passphrase; null: none was given. */
  secret: string | null;
  /** Opens an app's ledger when no secret was given. */
  person?: PersonPin | undefined;
  /** At creation only: marks the ledger as a test ledger for ever. */
  asTest: boolean;
  /** To prove it: opens a ledger whose chain of ops is broken, too. */
  forProof?: boolean | undefined;
  /** Stops the clock; only a test ledger allows it. */
  now: number | undefined;
};

/**
 * Opens a ledger for the command line, making it when missing. Throws `ledger-…` reasons,
 * AppError('unavailable','key-missing'), a keyring's refusal of a PIN, and 'forbidden'
 * `only-on-test-ledger` for a stopped clock elsewhere.
 */
export async function openWorkspace(request: WorkspaceRequest): Promise<Workspace> {
  const isNew = !existsSync(request.file);
  // Before anything is made: a refused call leaves no ledger behind.
  if (isNew && !request.asTest && request.now !== undefined) throw new AppError('forbidden', 'only-on-test-ledger');
  const clock = switchableClock(isNew && request.asTest ? request.now : undefined);
  const ids = systemIds();
  const { key, unlockedBy } = await keyFor(request, { isNew, clock, ids });
  const keyId = keyIdOf(key);
  const forProof = request.forProof === true;
  const ledger = openLedger({ file: request.file, key, clock, ids, appVersion: APP_VERSION, forProof });
  key.fill(0);
  try {
    const kind = isNew ? markKind(ledger, request.asTest ? 'test' : 'real') : kindOf(ledger);
    if (kind !== 'test' && (request.now !== undefined || request.asTest)) {
      throw new AppError('forbidden', 'only-on-test-ledger');
    }
    if (request.now !== undefined) clock.stopAt(request.now);
    return { ledger, kind, clock, ids, keyId, unlockedBy, close: () => ledger.close() };
  } catch (error) {
    ledger.close();
    throw error;
  }
}

export function kindOf(ledger: Ledger): LedgerKind {
  return ledger.read((tx) => (findMeta(tx, KIND) ?? 'real') as LedgerKind);
}

export function markKind(ledger: Ledger, kind: LedgerKind): LedgerKind {
  ledger.write((tx) => setMeta(tx, KIND, kind));
  return kind;
}

type KeyContext = { isNew: boolean; clock: Clock; ids: Ids };
type FoundKey = { key: Buffer; unlockedBy: string | null };

async function keyFor(request: WorkspaceRequest, context: KeyContext): Promise<FoundKey> {
  const keyring = keyringBeside(request.file, context);
  const { person } = request;
  const secret = request.secret ?? testKeyBeside(request, context);
  if (secret === null && person && !context.isNew && keyring.exists()) {
    const personId = personIdOf(keyring, person.user);
    return { key: await keyring.unlockWithPin({ personId, pin: person.pin }), unlockedBy: personId };
  }
  if (secret === null) throw new AppError('unavailable', 'key-missing');
  const raw = parseRawKey(secret);
  if (raw) return { key: raw, unlockedBy: null };
  if (context.isNew) return { key: await createWithPassphrase(keyring, secret, request), unlockedBy: null };
  if (!keyring.exists()) throw new AppError('unavailable', 'ledger-wrong-key');
  return { key: await unlock(keyring, secret), unlockedBy: null };
}

/** The keyring of a ledger, without the operating system's keystore: only the app can ask that. */
export function keyringBeside(ledgerFile: string, { clock, ids }: { clock: Clock; ids: Ids }): Keyring {
  const stretch = argon2InWorker(sourceWorkerEntry);
  return new Keyring({ file: keyringFileOf(ledgerFile), secrets: noSecretStore, clock, ids, stretch });
}

/** The id behind an id or 工号; what nobody's card shows is taken as an id. */
export function personIdOf(keyring: Keyring, user: string): string {
  const found = keyring.status().people.find(({ id, label }) => id === user || label?.staffNo === user);
  return found?.id ?? user;
}

async function createWithPassphrase(keyring: Keyring, passphrase: string, { asTest, file }: WorkspaceRequest): Promise<Buffer> {
  const key = keyring.create();
  try {
    await keyring.addPassphraseSlot({ key, passphrase, anyLength: asTest });
  } catch (error) {
    // A keyring without a way in is no use to anybody.
    rmSync(keyringFileOf(file), { force: true });
    throw error;
  }
  return key;
}

async function unlock(keyring: Keyring, passphrase: string): Promise<Buffer> {
  try {
    return await keyring.unlockWithPassphrase(passphrase);
  } catch (cause) {
    throw new AppError('unavailable', 'ledger-wrong-key', { cause });
  }
}

/** Where a test ledger without a given key keeps its key. */
export function testKeyFileOf(ledgerFile: string): string {
  return `${ledgerFile}.test-key`;
}

/** A test ledger without a given key keeps a random one beside itself; a real ledger never does. */
function testKeyBeside(request: WorkspaceRequest, { isNew, ids }: KeyContext): string | null {
  const file = testKeyFileOf(request.file);
  if (isNew && request.asTest) {
    const key = ids.bytes(32).toString('hex');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, key, { mode: 0o600 });
    return key;
  }
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

function switchableClock(stoppedAt: number | undefined): Clock & { stopAt(instantMs: number): void } {
  let clock = stoppedAt === undefined ? systemClock() : fixedClock(stoppedAt);
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    flag: () => clock.flag(),
    stopAt: (instantMs) => {
      clock = fixedClock(instantMs);
    },
  };
}
