import { MessageChannelMain, utilityProcess } from 'electron';
import type { MessagePortMain, UtilityProcess } from 'electron';
import type { EngineStart, PowerState, ToEngine, ToShell } from '#main/ipc/engine-link.ts';
import type { Log } from '#main/platform/log.ts';
import type { Timers } from '#main/platform/timers.ts';
import { RestartBudget } from './restart-budget.ts';

export type EngineListener = {
  /** The engine runs (again); windows get new ports. */
  onReady(): void;
  /** It died and will be started again. */
  onStopped(): void;
  /** It died too often in a row; nothing happens until somebody asks for a restart. */
  onFailed(): void;
  /** A change of secrets to be kept; the engine waits for it. */
  onSecret(change: Extract<ToShell, { kind: 'secret-write' | 'secret-remove' }>): void;
};

export type EnginePorts = {
  readonly modulePath: string;
  readonly start: () => EngineStart;
  readonly listener: EngineListener;
  readonly log: Log;
  readonly timers: Timers;
  readonly now: () => number;
};

const DRAIN_TIMEOUT_MS = 5000;

/** The life of the engine's process: started, started again when it dies, drained at the end. */
export class EngineProcess {
  readonly #ports: EnginePorts;
  readonly #budget: RestartBudget;
  #child: UtilityProcess | undefined;
  #isReady = false;
  #isStopping = false;
  #onDrained: () => void = () => undefined;

  constructor(ports: EnginePorts) {
    this.#ports = ports;
    this.#budget = new RestartBudget(ports.now);
  }

  start(): void {
    const { modulePath, log } = this.#ports;
    this.#isReady = false;
    const child = utilityProcess.fork(modulePath, [], {
      serviceName: 'youshao-engine',
      stdio: 'pipe',
      env: engineEnvironment(),
    });
    this.#child = child;
    child.stdout?.on('data', (chunk: Buffer) => log.info('engine-output', { text: chunk.toString() }));
    child.stderr?.on('data', (chunk: Buffer) => log.warn('engine-output', { text: chunk.toString() }));
    child.on('message', (message: ToShell) => this.#receive(message));
    child.on('exit', (code) => this.#exited(child, code));
    this.#send({ kind: 'start', options: this.#ports.start() });
  }

  /** A new port into the engine, undefined while it is not ready. */
  connect(): MessagePortMain | undefined {
    if (!this.#isReady || !this.#child) return undefined;
    const { port1, port2 } = new MessageChannelMain();
    this.#child.postMessage({ kind: 'connect' } satisfies ToEngine, [port1]);
    return port2;
  }

  power(state: PowerState): void {
    if (this.#isReady) this.#send({ kind: 'power', state });
  }

  secretKept(ticket: number): void {
    this.#send({ kind: 'secret-kept', ticket });
  }

  /** Starts it anew, also after it failed for good. */
  restart(): void {
    this.#budget.reset();
    if (this.#child) this.#child.kill();
    else this.start();
  }

  /** Lets it finish and close the ledger, at most 5 s, then ends it. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    if (!this.#child) return;
    if (this.#isReady) await this.#drain();
    this.#child?.kill();
  }

  async #drain(): Promise<void> {
    const drained = new Promise<'drained'>((resolve) => {
      this.#onDrained = () => resolve('drained');
    });
    this.#send({ kind: 'drain' });
    const late = this.#ports.timers.wait(DRAIN_TIMEOUT_MS).then(() => 'late' as const);
    if ((await Promise.race([drained, late])) === 'late') this.#ports.log.warn('drain-late');
  }

  #send(message: ToEngine): void {
    this.#child?.postMessage(message);
  }

  #receive(message: ToShell): void {
    if (message.kind === 'ready') {
      this.#isReady = true;
      this.#ports.log.info('engine-ready');
      this.#ports.listener.onReady();
    } else if (message.kind === 'start-failed') {
      this.#ports.log.error('engine-start-failed', { stack: message.error });
      this.#child?.kill();
    } else if (message.kind === 'drained') this.#onDrained();
    else this.#ports.listener.onSecret(message);
  }

  #exited(child: UtilityProcess, code: number): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#isReady = false;
    this.#onDrained();
    if (this.#isStopping) return;
    this.#ports.log.error('engine-stopped', { code });
    this.#ports.listener.onStopped();
    const delayMs = this.#budget.nextDelayMs();
    if (delayMs === undefined) return this.#ports.listener.onFailed();
    this.#ports.timers.after(delayMs, () => {
      if (!this.#child && !this.#isStopping) this.start();
    });
  }
}

/** What the engine gets of the environment: the system's, nothing that changes how Node runs. */
function engineEnvironment(): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !/^(NODE_|ELECTRON_)/i.test(name)) kept[name] = value;
  }
  return kept;
}
