import type { ReplyOf, RequestOf } from '#shared/wire/messages.ts';
import type { heartbeatReply } from '#shared/wire/messages.ts';
import type { z } from 'zod';
import type { SyncRefusal, SyncReply, SyncRequest } from './core.ts';

/** What came back: a reply, a refusal of the server, or nothing at all. */
export type Answer<Reply> =
  | { readonly ok: true; readonly reply: Reply }
  | {
      readonly ok: false;
      readonly refusal: SyncRefusal;
      /** Not before so many milliseconds, as the server wishes. */
      readonly retryAfterMs: number | null;
    };

export type Heartbeat = z.infer<typeof heartbeatReply>;

/** The way to one server, with the identity of this device. Never throws for what a network does. */
export type SyncNet = {
  /** By which the server knows this device; SPKI DER, base64. */
  readonly publicKey: string;
  send(request: SyncRequest, signal?: AbortSignal): Promise<Answer<SyncReply>>;
  heartbeat(signal?: AbortSignal): Promise<Answer<Heartbeat>>;
  enrol(body: RequestOf<'enrol'>): Promise<Answer<ReplyOf<'enrol'>>>;
};

/** Nothing came back in time, or nothing came through. */
export const NO_NETWORK = 'no-network';
/** What answered is no server of ours, or speaks another version. */
export const NOT_VALID = 'server-not-valid';
