import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { AppError } from '#shared/kernel/app-error.ts';
import { PATHS } from '#shared/wire/version.ts';
import { findDevice } from '../accounts/devices.ts';
import { grantedStreams } from '../accounts/grants.ts';
import { errorFields } from '../platform/log.ts';
import { authenticate, refuseRevoked } from './front.ts';
import type { Front } from './front.ts';

type Listener = { readonly deviceId: string; readonly response: ServerResponse; streams: ReadonlySet<string>; checkedAt: number };

export type Poker = {
  /** Looks once for changed streams and tells the devices that may see them. */
  look(): Promise<void>;
  listeners(): number;
  stop(): void;
};

/** Grants of a waiting device are computed again, and the wire kept alive, this often: a revoked one is gone by then. */
const RENEW_MS = 15_000;

/**
 * Server-sent events that carry no data: `poke` says that a pull would bring something. One query a
 * second tells all waiting devices of this process; a lost one costs a device no more than its timer.
 */
export function addPoke(app: FastifyInstance, front: Front): Poker {
  const listeners = new Set<Listener>();
  let known: ReadonlyMap<string, number> | undefined;
  let looking = false;
  app.get(PATHS.poke, async (request, reply) => {
    const caller = await authenticate(front, request);
    refuseRevoked(caller);
    if (listeners.size >= front.limits.listeners) throw new AppError('unavailable', 'busy', { detail: { retryAfterSeconds: 60 } });
    const { deviceId } = caller;
    // A device waits once: a new connection takes the place of one that broke unnoticed.
    for (const old of listeners) if (old.deviceId === deviceId) old.response.end();
    const streams = await grantsOf(front, deviceId);
    reply.hijack();
    const response = reply.raw;
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    response.write('event: poke\ndata: {}\n\n');
    const listener = { deviceId, response, streams: streams ?? new Set<string>(), checkedAt: caller.now };
    listeners.add(listener);
    response.once('close', () => listeners.delete(listener));
  });
  const look = async (): Promise<void> => {
    // A slow database is not asked again before it has answered.
    if (listeners.size === 0 || looking) return;
    looking = true;
    try {
      const heads = await front.database.transaction((tx) => front.oplog.heads(tx), { readOnly: true });
      const changed = [...heads].filter(([stream, seq]) => known !== undefined && known.get(stream) !== seq).map(([stream]) => stream);
      known = heads;
      for (const listener of listeners) await tend(front, listener, changed);
    } catch (error) {
      front.log.warn('poke-failed', errorFields(error));
    } finally {
      looking = false;
    }
  };
  const everyMs = front.pokeEveryMs ?? 1000;
  const timer = everyMs === 0 ? undefined : setInterval(() => void look(), everyMs);
  timer?.unref();
  const stop = (): void => {
    clearInterval(timer);
    for (const { response } of listeners) response.end();
  };
  return { look, listeners: () => listeners.size, stop };
}

async function tend(front: Front, listener: Listener, changed: readonly string[]): Promise<void> {
  const now = front.clock.now();
  const isDue = now - listener.checkedAt >= RENEW_MS;
  if (isDue) {
    const streams = await grantsOf(front, listener.deviceId);
    if (streams === undefined) return void listener.response.end();
    // A stream that was granted meanwhile is news as well.
    const isWider = [...streams].some((stream) => !listener.streams.has(stream));
    Object.assign(listener, { streams, checkedAt: now });
    listener.response.write(isWider ? 'event: poke\ndata: {}\n\n' : ': alive\n\n');
  }
  if (changed.some((stream) => listener.streams.has(stream))) listener.response.write('event: poke\ndata: {}\n\n');
}

/** Undefined: the device is gone or revoked. */
async function grantsOf({ database }: Front, deviceId: string): Promise<ReadonlySet<string> | undefined> {
  return database.transaction(
    async (tx) => {
      const device = await findDevice(tx, deviceId);
      return device === undefined || device.revokedAt !== null ? undefined : new Set(await grantedStreams(tx, deviceId));
    },
    { readOnly: true },
  );
}
