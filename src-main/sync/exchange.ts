import { isAppError } from '#shared/kernel/app-error.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { SyncCore, SyncReply, SyncRequest, Turn } from './core.ts';
import { findSyncState, setSyncState } from './store.ts';
import type { SyncNet } from './sync-net.ts';
import { NO_NETWORK } from './sync-net.ts';

export type ExchangePorts = {
  readonly ledger: Ledger;
  readonly core: SyncCore;
  readonly net: SyncNet;
  readonly clock: Clock;
  /** Lets other work through between two steps. */
  readonly pause: () => Promise<void>;
  readonly signal?: AbortSignal | undefined;
};
export type Exchanged = {
  /** Everything that was to be said was said, and everything that is to be had was had. */
  complete: boolean;
  pushed: number;
  facts: number;
  received: number;
  /** Reason of what stopped it; null when nothing did. */
  failure: string | null;
  retryAfterMs: number | null;
};

/** More requests than this in one go mean that something turns in circles. */
const MOST_REQUESTS = 20_000;
/** Batches become smaller after these. */
const TOO_MUCH: ReadonlySet<string> = new Set(['too-large', NO_NETWORK]);
/** What the ledger itself answers by another request. */
const ANSWERED: ReadonlySet<string> = new Set(['epoch', 'fork']);

/** One full exchange: everything is sent, then everything is fetched. Network failures end it and are no exceptions. */
export async function exchange(ports: ExchangePorts, turn: Turn): Promise<Exchanged> {
  const done: Exchanged = { complete: false, pushed: 0, facts: 0, received: 0, failure: null, retryAfterMs: null };
  for (let count = 0; count < MOST_REQUESTS; count++) {
    if (ports.signal?.aborted === true) return { ...done, failure: 'cancelled' };
    const request = ports.ledger.write((tx) => ports.core.nextRequest(tx, turn));
    if (!request) break;
    const isGoingOn = await converse(ports, { request, turn, done });
    if (!isGoingOn) break;
    await ports.pause();
  }
  done.complete = turn.complete && done.failure === null;
  ports.ledger.write((tx) => {
    const now = ports.clock.now();
    if (!findSyncState(tx)) return;
    const isOffline = done.failure === NO_NETWORK;
    const since = findSyncState(tx)?.offlineSince ?? null;
    setSyncState(tx, {
      lastFailure: done.failure,
      offlineSince: isOffline ? (since ?? now) : null,
      ...(done.complete && { lastExchangeAt: now }),
    });
  });
  return done;
}

type Conversation = { request: SyncRequest; turn: Turn; done: Exchanged };

/** Asks and takes the answer in; false when the exchange is over. */
async function converse(ports: ExchangePorts, { request, turn, done }: Conversation): Promise<boolean> {
  const { ledger, core, net, clock } = ports;
  const asked = clock.now();
  const answer = await net.send(request, ports.signal);
  if (answer.ok) {
    noteClock(ports, asked, answer.reply);
    countReply(request, answer.reply, done);
    grow(turn, request, clock.now() - asked);
    return takeIn(ports, { request, turn, done }, answer.reply);
  }
  const { refusal, retryAfterMs } = answer;
  ledger.write((tx) => core.refuse(tx, request, refusal));
  if (ANSWERED.has(refusal.reason)) return true;
  const isSmaller = TOO_MUCH.has(refusal.reason) && shrink(turn, request);
  if (isSmaller && refusal.reason === 'too-large') return true;
  done.failure ??= refusal.reason;
  done.retryAfterMs = retryAfterMs ?? done.retryAfterMs;
  if (refusal.reason === NO_NETWORK || !SKIPPABLE.has(request.name)) return false;
  // Fetching does not wait for sending, nor the other way round.
  turn.skipped.add(request.name);
  return true;
}

const SKIPPABLE: ReadonlySet<SyncRequest['name']> = new Set(['push', 'facts', 'pull']);

/** Step by step, each in a transaction of its own. A page that is not sound stops the exchange and changes nothing. */
async function takeIn({ ledger, core, pause }: ExchangePorts, { request, turn, done }: Conversation, reply: SyncReply): Promise<boolean> {
  try {
    for (const step of core.receive(request, reply, turn)) {
      ledger.write(step);
      await pause();
    }
    return true;
  } catch (error) {
    if (!isAppError(error) || error.code !== 'conflict') throw error;
    // A page that is held is asked about first.
    if (error.reason === 'mass-delete' && turn.held && turn.mayDelete === null) return true;
    done.failure = error.reason;
    return false;
  }
}

function countReply(request: SyncRequest, reply: SyncReply, done: Exchanged): void {
  if (request.name === 'push') done.pushed += request.body.mutations.length;
  else if (request.name === 'facts') done.facts += request.mails.length;
  else if (request.name === 'pull' && 'streams' in reply) {
    for (const { rows } of Object.values(reply.streams)) done.received += rows.length;
  }
}

/** Server's clock minus the device's, half the way back and forth taken off. */
function noteClock({ ledger, clock }: ExchangePorts, asked: number, reply: SyncReply): void {
  if (!('serverTime' in reply)) return;
  const offset = Math.round(reply.serverTime - (asked + clock.now()) / 2);
  ledger.write((tx) => {
    const state = findSyncState(tx);
    if (state && Math.abs(state.clockOffsetMs - offset) > CLOCK_GRAIN_MS) setSyncState(tx, { clockOffsetMs: offset });
  });
}

const CLOCK_GRAIN_MS = 500;
const FAST_MS = 2000;
const SIZES = { push: ['pushSize', 50], facts: ['factSize', 500], pull: ['pullRows', 2000] } as const;

/** Twice as much after a quick success. */
function grow(turn: Turn, { name }: SyncRequest, tookMs: number): void {
  if (!(name in SIZES) || tookMs > FAST_MS) return;
  const [member, most] = SIZES[name as keyof typeof SIZES];
  turn[member] = Math.min(most, turn[member] * 2);
}

/** Half as much after a refusal for size; false when it is one already. */
function shrink(turn: Turn, { name }: SyncRequest): boolean {
  if (!(name in SIZES)) return false;
  const [member] = SIZES[name as keyof typeof SIZES];
  if (turn[member] <= 1) return false;
  turn[member] = Math.max(1, Math.floor(turn[member] / 2));
  return true;
}
