import { PATHS } from '#shared/wire/version.ts';
import type { Timers } from '../platform/timers.ts';
import type { HttpNetOptions } from './net-http.ts';
import { signedHeaders } from './net-http.ts';

const AGAIN_MS = 30_000;

/**
 * Holds a line to the server on which it says that there is something to fetch; it carries nothing else.
 * A line that breaks is taken up again after a while: the heartbeat covers for it meanwhile.
 */
export function listenForPokes(options: HttpNetOptions, timers: Timers): (onPoke: () => void, signal: AbortSignal) => void {
  return (onPoke, signal) => void hold(options, timers, { onPoke, signal });
}

type Listening = { onPoke: () => void; signal: AbortSignal };

async function hold(options: HttpNetOptions, timers: Timers, { onPoke, signal }: Listening): Promise<void> {
  while (!signal.aborted) {
    try {
      await listenOnce(options, { onPoke, signal });
    } catch {
      // The network is gone; the loop's own requests tell of it.
    }
    await timers.wait(AGAIN_MS, signal);
  }
}

async function listenOnce(options: HttpNetOptions, { onPoke, signal }: Listening): Promise<void> {
  const headers = signedHeaders(options, { method: 'GET', path: PATHS.poke, inc: options.inc(), body: undefined });
  const response = await fetch(new URL(PATHS.poke, options.url), { headers: { ...headers, accept: 'text/event-stream' }, signal });
  if (!response.ok || !response.body) return;
  let isFirst = true;
  for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
    if (!Buffer.from(bytes).toString('utf8').includes('event: poke')) continue;
    // The first one greets.
    if (!isFirst) onPoke();
    isFirst = false;
  }
}
