import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '#shared/kernel/app-error.ts';
import { findMeta, Keyring, argon2InWorker, keyringFileOf, openLedger, parseRawKey, setMeta } from '../ledger/index.ts';
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
export type Workspace = { ledger: Ledger; kind: LedgerKind; clock: Clock; ids: Ids; close(): void };

export type WorkspaceRequest = {
  file: string;
  /** Raw key (64 hexadecimal digits) or passphrase; null: none was given. */
  secret: string | null;
  /** At creation only: marks the ledger as a test ledger for ever. */
  asTest: boolean;
  /** Stops the clock; only a test ledger allows it. */
  now: number | undefined;
};

/**
 * Opens a ledger for the command line, making it when missing. Throws `ledger-…` reasons,
 * AppError('unavailable','key-missing'), and 'forbidden' `only-on-test-ledger` for a stopped
 * clock elsewhere.
 */
export async function openWorkspace(request: WorkspaceRequest): Promise<Workspace> {
  const isNew = !existsSync(request.file);
  const clock = switchableClock(isNew && request.asTest ? request.now : undefined);
  const ids = systemIds();
  const key = await keyFor(request, { isNew, clock, ids });
  const ledger = openLedger({ file: request.file, key, clock, ids, appVersion: APP_VERSION });
  key.fill(0);
  try {
    const kind = isNew ? markKind(ledger, request.asTest ? 'test' : 'real') : kindOf(ledger);
    if (kind !== 'test' && (request.now !== undefined || request.asTest)) {
      throw new AppError('forbidden', 'only-on-test-ledger');
    }
    if (request.now !== undefined) clock.stopAt(request.now);
    return { ledger, kind, clock, ids, close: () => ledger.close() };
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

async function keyFor(request: WorkspaceRequest, context: KeyContext): Promise<Buffer> {
  const secret = request.secret ?? testKeyBeside(request, context);
  const raw = parseRawKey(secret);
  if (raw) return raw;
  const keyring = new Keyring({
    file: keyringFileOf(request.file),
    secrets: noSecretStore,
    clock: context.clock,
    ids: context.ids,
    stretch: argon2InWorker(sourceWorkerEntry),
  });
  if (!context.isNew) {
    if (!keyring.exists()) throw new AppError('unavailable', 'ledger-wrong-key');
    return unlock(keyring, secret);
  }
  const key = keyring.create();
  await keyring.addPassphraseSlot({ key, passphrase: secret, anyLength: request.asTest });
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
function testKeyBeside(request: WorkspaceRequest, { isNew, ids }: KeyContext): string {
  const file = testKeyFileOf(request.file);
  if (isNew && request.asTest) {
    const key = ids.bytes(32).toString('hex');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, key, { mode: 0o600 });
    return key;
  }
  if (!existsSync(file)) throw new AppError('unavailable', 'key-missing');
  return readFileSync(file, 'utf8').trim();
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
