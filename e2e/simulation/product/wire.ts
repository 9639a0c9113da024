import type { SyncRefusal, SyncReply, SyncRequest } from '#main/sync/core.ts';

/** What comes back of a request: the reply, or what the server says instead. */
export type Answer = { readonly kind: 'reply'; readonly body: SyncReply } | { readonly kind: 'refusal'; readonly refusal: SyncRefusal };

/** `token`: a device takes the answer of its last question alone. */
export type Message =
  | { readonly to: 'server'; readonly from: string; readonly token: number; readonly request: SyncRequest }
  | { readonly to: 'device'; readonly device: string; readonly token: number; readonly answer: Answer };
