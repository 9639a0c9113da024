/**
 * How the shell and the engine talk beside the contract, over the utility process' parent port.
 *
 *   shell → engine   { kind: 'start', options: EngineStart }           first, once
 *                    { kind: 'connect' } + one MessagePort              a window; serve the contract on it
 *                    { kind: 'power', state }                           the computer sleeps, wakes, is locked
 *                    { kind: 'drain' }                                  finish, close the ledger, answer 'drained'
 *                    { kind: 'secret-kept', ticket }                    a keystore change is on disk
 *   engine → shell   { kind: 'ready' }                                  start done, calls are served
 *                    { kind: 'start-failed', error }                    a bug: the shell logs it and ends the process
 *                    { kind: 'drained' }
 *                    { kind: 'secret-write', ticket, name, secret } · { kind: 'secret-remove', ticket, name }
 */
import type { SecretStore } from '#main/platform/secrets.ts';
import type { PortLike } from './transport-port.ts';

export type PowerState = 'suspend' | 'resume' | 'lock-screen' | 'unlock-screen';

/** What the engine has to know of the place it runs in. All paths are absolute. */
export type EngineStart = {
  readonly userDataFolder: string;
  /** Where whoever started the program wants the ledger; null: below the program's folder, or where a person chose. */
  readonly ledgerFolder: string | null;
  readonly logsFolder: string;
  readonly documentsFolder: string;
  /** SQLite binding to open ledgers with; null: the one inside its package. */
  readonly nativeBinding: string | null;
  /** Folder of the bundled worker threads: `<name>.worker.cjs`. */
  readonly workersFolder: string;
  /** Folder of the migrations: `client/*.sql`. */
  readonly migrationsFolder: string;
  readonly appVersion: string;
  readonly isTestRuntime: boolean;
  readonly isPackaged: boolean;
  /** Secrets of the OS keystore by name, base64; null where there is no keystore. */
  readonly keystore: Readonly<Record<string, string>> | null;
};

export type ToEngine =
  | { kind: 'start'; options: EngineStart }
  | { kind: 'connect' }
  | { kind: 'power'; state: PowerState }
  | { kind: 'drain' }
  | { kind: 'secret-kept'; ticket: number };

export type ToShell =
  | { kind: 'ready' }
  | { kind: 'start-failed'; error: string }
  | { kind: 'drained' }
  | { kind: 'secret-write'; ticket: number; name: string; secret: string }
  | { kind: 'secret-remove'; ticket: number; name: string };

/** `process.parentPort` of an Electron utility process. */
export type ParentPort = {
  on(event: 'message', listener: (event: { data: unknown; ports: PortLike[] }) => void): unknown;
  postMessage(message: ToShell): void;
};

/** What the composition root gives back once it runs. */
export type RunningEngine = {
  connect(port: PortLike): void;
  power(state: PowerState): void;
  /** Finishes or checkpoints all work and closes the ledger. */
  drain(): Promise<void>;
};

export type ShellSecretStore = SecretStore & {
  /** Resolves when every change so far is on disk; to be awaited before a key that needs it is used. */
  settled(): Promise<void>;
};

/** The parent port, when this process is a utility process. */
export function findParentPort(): ParentPort | undefined {
  return (process as unknown as { parentPort?: ParentPort }).parentPort;
}

/**
 * Starts the engine when the shell says so and hands it what arrives afterwards, in order:
 * ports that come while it is starting wait.
 */
export function serveShell(parent: ParentPort, start: Start): void {
  let engine: Promise<RunningEngine> | undefined;
  let store: PostedSecretStore | undefined;
  parent.on('message', ({ data, ports }) => {
    const message = data as ToEngine;
    if (message.kind === 'start') {
      store = new PostedSecretStore(parent, message.options.keystore);
      engine = begin(start, message.options, store);
      engine.then(
        () => parent.postMessage({ kind: 'ready' }),
        (error: unknown) => parent.postMessage({ kind: 'start-failed', error: describe(error) }),
      );
      return;
    }
    if (message.kind === 'secret-kept') return store?.kept(message.ticket);
    engine?.then(
      (running) => pass(running, message, { parent, ports }),
      () => undefined, // told already, as start-failed
    );
  });
}

type Start = (options: EngineStart, secrets: ShellSecretStore) => Promise<RunningEngine>;

/** A start that throws at once fails like one that rejects later. */
async function begin(start: Start, options: EngineStart, store: ShellSecretStore): Promise<RunningEngine> {
  return start(options, store);
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function pass(engine: RunningEngine, message: ToEngine, link: { parent: ParentPort; ports: PortLike[] }): Promise<void> {
  if (message.kind === 'connect') link.ports.forEach((port) => engine.connect(port));
  if (message.kind === 'power') engine.power(message.state);
  if (message.kind !== 'drain') return;
  await engine.drain();
  link.parent.postMessage({ kind: 'drained' });
}

/** Secrets in memory, every change posted to the shell, which encrypts and keeps them. */
class PostedSecretStore implements ShellSecretStore {
  readonly #parent: ParentPort;
  readonly #secrets: Map<string, string> | undefined;
  readonly #waiting = new Map<number, () => void>();
  readonly #unsettled = new Set<Promise<void>>();
  #lastTicket = 0;

  constructor(parent: ParentPort, initial: EngineStart['keystore']) {
    this.#parent = parent;
    this.#secrets = initial === null ? undefined : new Map(Object.entries(initial));
  }

  isAvailable(): boolean {
    return this.#secrets !== undefined;
  }

  read(name: string): Buffer | undefined {
    const secret = this.#secrets?.get(name);
    return secret === undefined ? undefined : Buffer.from(secret, 'base64');
  }

  write(name: string, secret: Buffer): void {
    if (!this.#secrets) throw new Error('invariant broken: no keystore to write to');
    const text = secret.toString('base64');
    this.#secrets.set(name, text);
    this.#parent.postMessage({ kind: 'secret-write', ticket: this.#ticket(), name, secret: text });
  }

  remove(name: string): void {
    if (!this.#secrets?.delete(name)) return;
    this.#parent.postMessage({ kind: 'secret-remove', ticket: this.#ticket(), name });
  }

  async settled(): Promise<void> {
    await Promise.all(this.#unsettled);
  }

  kept(ticket: number): void {
    this.#waiting.get(ticket)?.();
    this.#waiting.delete(ticket);
  }

  #ticket(): number {
    const ticket = ++this.#lastTicket;
    const kept = new Promise<void>((resolve) => this.#waiting.set(ticket, resolve));
    this.#unsettled.add(kept);
    void kept.then(() => this.#unsettled.delete(kept));
    return ticket;
  }
}
