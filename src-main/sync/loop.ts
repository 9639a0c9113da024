import type { Ledger } from '../ledger/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { Cancel, Timers } from '../platform/timers.ts';
import { newTurn } from './core.ts';
import type { SyncCore } from './core.ts';
import { exchange } from './exchange.ts';
import type { Exchanged } from './exchange.ts';
import { waitingFacts } from './facts.ts';
import { unsentCount } from './outbox.ts';
import { findSyncState, listStreams, setPeople, setSyncState } from './store.ts';
import type { Heartbeat, SyncNet } from './sync-net.ts';

export type LoopPorts = {
  readonly ledger: Ledger;
  readonly core: SyncCore;
  readonly net: SyncNet;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly timers: Timers;
  readonly log: Log;
  /** Listens to the server's pokes until stopped; calls back at each. */
  readonly listen?: (onPoke: () => void, signal: AbortSignal) => void;
  /** After an exchange: what is left to send beside ops and facts. */
  readonly after?: (signal: AbortSignal) => Promise<void>;
};

/** How often the server is asked whether there is anything, while all is well. */
const HEARTBEAT_MS = 20_000;
/** What is done here is sent after so long a rest, so that one act of many is one request. */
const REST_MS = 300;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 300_000;

/** Keeps a ledger in step with its server: by the clock, by pokes, by what is done here, and by hand. */
export class SyncLoop {
  readonly #ports: LoopPorts;
  readonly #stopping = new AbortController();
  #sizes = newTurn();
  #failures = 0;
  #isWanted = false;
  #hasReplayed = false;
  #running: Promise<void> | undefined;
  #timer: Cancel | undefined;
  #stopHearing: (() => void) | undefined;
  nextTryAt: number | null = null;

  constructor(ports: LoopPorts) {
    this.#ports = ports;
  }

  start(): void {
    const { ledger, listen } = this.#ports;
    this.#stopHearing = ledger.listen(({ topic }) => {
      if (LOCAL.has(topic) && this.#running === undefined && this.#failures === 0 && this.#hasUnsent()) this.#schedule(REST_MS);
    });
    listen?.(() => this.wake(), this.#stopping.signal);
    this.wake();
  }

  /** The network changed, the computer woke up, somebody asks: the back-off begins anew. */
  wake(): void {
    this.#failures = 0;
    this.#isWanted = true;
    this.#schedule(0);
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    await this.#running;
  }

  /** One exchange now, whatever the back-off says. */
  async now(): Promise<void> {
    this.#isWanted = true;
    this.#failures = 0;
    await this.#running;
    await this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#timer?.();
    this.#stopHearing?.();
    await this.#running;
  }

  #schedule(delayMs: number): void {
    if (this.#stopping.signal.aborted) return;
    this.#timer?.();
    this.nextTryAt = this.#ports.clock.now() + delayMs;
    this.#timer = this.#ports.timers.after(delayMs, () => void this.#run());
  }

  #run(): Promise<void> {
    this.#running ??= this.#turn()
      .catch((error: unknown) => {
        this.#failures += 1;
        this.#ports.log.error('sync-failed', { error });
      })
      .finally(() => {
        this.#running = undefined;
        if (this.#isWanted) this.#schedule(0);
        else this.#schedule(this.#failures === 0 ? HEARTBEAT_MS : this.#backOff());
      });
    return this.#running;
  }

  async #turn(): Promise<void> {
    const { ledger, net } = this.#ports;
    const state = ledger.isOpen ? ledger.read(findSyncState) : undefined;
    if (!state || this.#stopping.signal.aborted) return;
    await this.#replay();
    const isAsked = this.#isWanted || this.#hasUnsent() || state.phase !== 'live';
    this.#isWanted = false;
    if (!isAsked) {
      const beat = await net.heartbeat(this.#stopping.signal);
      if (this.#stopping.signal.aborted) return;
      if (beat.ok && !this.#hasNews(beat.reply)) return this.#note(null);
      if (!beat.ok && beat.refusal.reason !== 'revoked')
        return this.#note({ failure: beat.refusal.reason, retryAfterMs: beat.retryAfterMs });
    }
    await this.#exchange();
  }

  /** Once: the program may have learnt since the last start. */
  async #replay(): Promise<void> {
    if (this.#hasReplayed) return;
    this.#hasReplayed = true;
    const { ledger, core, timers } = this.#ports;
    for (const step of core.replay()) {
      ledger.write(step);
      await timers.yieldToLoop();
    }
  }

  async #exchange(): Promise<void> {
    const { timers, after } = this.#ports;
    const { pushSize, factSize, pullRows } = this.#sizes;
    const turn = newTurn({ pushSize, factSize, pullRows });
    const done = await exchange({ ...this.#ports, pause: () => timers.yieldToLoop(), signal: this.#stopping.signal }, turn);
    this.#sizes = turn;
    if (this.#stopping.signal.aborted) return;
    this.#note(done.failure === null ? null : done);
    if (done.complete) await after?.(this.#stopping.signal);
  }

  #hasUnsent(): boolean {
    return this.#ports.ledger.isOpen && this.#ports.ledger.read((tx) => unsentCount(tx) > 0 || waitingFacts(tx));
  }

  #hasNews({ epoch, heads, people, serverName }: Heartbeat): boolean {
    const { ledger } = this.#ports;
    return ledger.write((tx) => {
      const state = findSyncState(tx);
      if (!state) return false;
      setPeople(tx, people);
      if (serverName !== state.serverName) setSyncState(tx, { serverName });
      const cursors = new Map(listStreams(tx).map(({ stream, cursor }) => [stream, cursor]));
      const isNarrower = [...cursors.keys()].some((stream) => !(stream in heads));
      return isNarrower || epoch !== state.epoch || Object.entries(heads).some(([stream, head]) => head > (cursors.get(stream) ?? 0));
    });
  }

  #note(failure: Pick<Exchanged, 'failure' | 'retryAfterMs'> | null): void {
    const { ledger, clock } = this.#ports;
    this.#failures = failure === null ? 0 : this.#failures + 1;
    this.#retryAfterMs = failure?.retryAfterMs ?? 0;
    const now = clock.now();
    ledger.write((tx) => {
      const state = findSyncState(tx);
      if (!state) return;
      const offlineSince = failure?.failure === 'no-network' ? (state.offlineSince ?? now) : null;
      const isSame = state.lastFailure === (failure?.failure ?? null) && state.offlineSince === offlineSince;
      if (!isSame) setSyncState(tx, { lastFailure: failure?.failure ?? null, offlineSince });
    });
  }
  #retryAfterMs = 0;

  /** Anywhere below a limit that doubles: devices that lost the same server do not come back at once. */
  #backOff(): number {
    const limit = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(this.#failures - 1, 16));
    const share = this.#ports.ids.bytes(4).readUInt32BE() / 2 ** 32;
    return Math.max(Math.round(limit * share), this.#retryAfterMs);
  }
}

/** Topics of what people and screening do here. */
const LOCAL: ReadonlySet<string> = new Set([
  'queue.changed',
  'undo.changed',
  'views.changed',
  'clients.changed',
  'people.changed',
  'rules.changed',
  'mails.changed',
  'screening.changed',
  'sync.changed',
]);
