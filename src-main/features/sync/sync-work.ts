import type { Ledger } from '../../ledger/index.ts';
import type { SecretStore } from '../../platform/secrets.ts';
import { SyncCore } from '../../sync/core.ts';
import { ensureKey } from '../../sync/identity.ts';
import { joinByCode, joinPerson } from '../../sync/join.ts';
import type { Joiner } from '../../sync/join.ts';
import { SyncLoop } from '../../sync/loop.ts';
import { createHttpNet } from '../../sync/net-http.ts';
import type { HttpNetOptions } from '../../sync/net-http.ts';
import { listenForPokes } from '../../sync/poke.ts';
import { findSyncState } from '../../sync/store.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { EnginePorts, LedgerKind } from '../handler-context.ts';
import { syncSubjects } from './subjects.ts';

export type SyncWorkPorts = EnginePorts & {
  readonly ledger: Ledger;
  readonly kind: LedgerKind;
  readonly secrets: SecretStore;
  /** Resolves when every secret written so far is on the disk. */
  secretsSettled(): Promise<void>;
};
export type JoinInput = { readonly url: string; readonly code: string; readonly deviceName: string };

/** What runs beside an open ledger to keep it in step with its server; without one it rests. */
export class SyncWork {
  readonly #ports: SyncWorkPorts;
  #loop: SyncLoop | undefined;

  constructor(ports: SyncWorkPorts) {
    this.#ports = ports;
  }

  get nextTryAt(): number | null {
    return this.#loop?.nextTryAt ?? null;
  }

  /** The server has shut this device out: what the ledger holds of others is not for it any more. */
  get isShutOut(): boolean {
    return this.#ports.ledger.read(findSyncState)?.phase === 'revoked';
  }

  start(): void {
    const { ledger, timers } = this.#ports;
    const state = ledger.read(findSyncState);
    if (!state || this.#loop) return;
    const options = this.#netOptions(state.url);
    const [net, core, listen] = [createHttpNet(options), new SyncCore(syncSubjects), listenForPokes(options, timers)];
    this.#loop = new SyncLoop({ ...this.#ports, net, core, listen });
    this.#loop.start();
  }

  /** Throws AppError with a reason of the contract's `sync.enrol`. */
  async join({ url, code, deviceName }: JoinInput, person: Joiner): Promise<void> {
    const { ledger, kind, secretsSettled } = this.#ports;
    if (kind !== 'real') throw new AppError('forbidden', 'ledger-never-syncs');
    const address = addressOf(url);
    const net = createHttpNet(this.#netOptions(address));
    await secretsSettled();
    await joinByCode(ledger, net, { url: address, code, deviceName, person });
    this.start();
  }

  /** Throws AppError with a reason of the contract's `sync.enrolPerson`. */
  async joinPerson(code: string, person: Joiner): Promise<string> {
    const { ledger } = this.#ports;
    const state = ledger.read(findSyncState);
    if (!state) throw new AppError('conflict', 'not-enrolled');
    const personId = await joinPerson(ledger, createHttpNet(this.#netOptions(state.url)), { code, person });
    this.wake();
    return personId;
  }

  wake(): void {
    this.#loop?.wake();
  }

  async settled(): Promise<void> {
    await this.#loop?.settled();
  }

  async stop(): Promise<void> {
    await this.#loop?.stop();
    this.#loop = undefined;
  }

  #netOptions(url: string): HttpNetOptions {
    const { ledger, secrets, clock, ids } = this.#ports;
    const inc = (): string => ledger.read(findSyncState)?.inc ?? ledger.device;
    return { url, key: ensureKey(ledger, secrets), inc, clock, ids };
  }
}

/** The server's address with its scheme and nothing behind it. Throws AppError invalid-input `server-not-valid`. */
export function addressOf(given: string): string {
  try {
    const url = new URL(/^https?:\/\//u.test(given) ? given : `https://${given}`);
    return url.origin;
  } catch (cause) {
    throw new AppError('invalid-input', 'server-not-valid', { cause });
  }
}
