import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { heartbeatReply, MESSAGES } from '#shared/wire/messages.ts';
import { refusal as refusalSchema } from '#shared/wire/refusal.ts';
import type { SignedRequest } from '#shared/wire/signature.ts';
import { PATHS } from '#shared/wire/version.ts';
import type { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { SyncReply } from './core.ts';
import { publicKeyOf, signatureHeaders } from './identity.ts';
import type { DeviceKey } from './identity.ts';
import { NO_NETWORK, NOT_VALID } from './sync-net.ts';
import type { Answer, SyncNet } from './sync-net.ts';

const zip = promisify(gzip);
const GZIP_FROM_BYTES = 1024;
const TIMEOUT_MS = 30_000;

export type HttpNetOptions = {
  /** Address of the server, without a path of its own. */
  readonly url: string;
  readonly key: DeviceKey;
  /** Asked at each request: a fork changes it. */
  inc(): string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly timeoutMs?: number;
};
type Call = { method: 'GET' | 'POST'; path: string; body?: unknown; inc?: string; signal?: AbortSignal | undefined };

/** Speaks with a server over HTTP: signed, compressed, with a limit of time. */
export function createHttpNet(options: HttpNetOptions): SyncNet {
  const call = async <Schema extends z.ZodType>(schema: Schema, request: Call): Promise<Answer<z.infer<Schema>>> => {
    try {
      return await answerOf(schema, await send(options, request));
    } catch {
      // Whatever a network does: refused, cut, too slow, no such name.
      return { ok: false, refusal: { reason: NO_NETWORK, detail: {} }, retryAfterMs: null };
    }
  };
  return {
    publicKey: publicKeyOf(options.key),
    send: async (request, signal) => {
      const { reply } = MESSAGES[request.name];
      // A new incarnation is told by the old one: its key is the same, its name is not known yet.
      const inc = request.name === 'rekey' ? request.body.old : request.body.inc;
      return (await call(reply as z.ZodType, {
        method: 'POST',
        path: PATHS[request.name],
        body: request.body,
        inc,
        signal,
      })) as Answer<SyncReply>;
    },
    heartbeat: (signal) => call(heartbeatReply, { method: 'GET', path: PATHS.heartbeat, signal }),
    enrol: (body) => call(MESSAGES.enrol.reply, { method: 'POST', path: PATHS.enrol, body, inc: body.inc }),
  };
}

async function send(options: HttpNetOptions, { method, path, body, inc, signal }: Call): Promise<Response> {
  const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body), 'utf8');
  const isZipped = bytes !== undefined && bytes.length >= GZIP_FROM_BYTES;
  const sent = isZipped ? await zip(bytes) : bytes;
  const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  timeout.addEventListener('abort', abort, { once: true });
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted === true) stop.abort();
  try {
    const response = await fetch(new URL(path, options.url), {
      method,
      headers: {
        ...signedHeaders(options, { method, path, inc: inc ?? options.inc(), body: sent }),
        'accept-encoding': 'gzip',
        ...(sent && { 'content-type': 'application/json' }),
        ...(isZipped && { 'content-encoding': 'gzip' }),
      },
      signal: stop.signal,
      ...(sent && { body: sent }),
    });
    const text = await response.text();
    return new Response(text === '' ? null : text, { status: response.status, headers: response.headers });
  } finally {
    timeout.removeEventListener('abort', abort);
    signal?.removeEventListener('abort', abort);
  }
}

type Signing = { method: SignedRequest['method']; path: string; inc: string; body: Buffer | undefined };

/** Headers that prove whose request it is. */
export function signedHeaders({ key, ids, clock }: HttpNetOptions, { method, path, inc, body }: Signing): Record<string, string> {
  const bodySha256 = createHash('sha256')
    .update(body ?? Buffer.alloc(0))
    .digest('hex');
  return signatureHeaders(key, { method, path, inc, nonce: ids.bytes(16).toString('hex'), at: clock.now(), bodySha256 });
}

async function answerOf<Schema extends z.ZodType>(schema: Schema, response: Response): Promise<Answer<z.infer<Schema>>> {
  const value = await jsonOf(response);
  if (response.ok) {
    const parsed = schema.safeParse(value);
    return parsed.success ? { ok: true, reply: parsed.data } : refused(NOT_VALID);
  }
  const told = refusalSchema.safeParse(value);
  if (!told.success) return refused(response.status >= 500 ? 'busy' : NOT_VALID);
  const { reason, detail } = told.data.error;
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return { ok: false, refusal: { reason, detail }, retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : null };
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return (await response.json()) as unknown;
  } catch {
    // A page of a proxy, or nothing: no server of ours.
    return undefined;
  }
}

function refused(reason: string): Answer<never> {
  return { ok: false, refusal: { reason, detail: {} }, retryAfterMs: null };
}
