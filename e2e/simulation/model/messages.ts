import type { Mutation, Ticket } from './ticket.ts';

/** A row of a stream: the ticket as of `seq`, or the mark that it left the stream or was deleted. */
export type Change = {
  readonly stream: string;
  readonly seq: number;
  readonly prev: string;
  readonly hash: string;
  readonly op: 'put' | 'del' | 'leave';
  readonly id: string;
  readonly row: Ticket | null;
  readonly inc: string;
  readonly mid: number;
};

export type Request =
  | { readonly kind: 'push'; readonly inc: string; readonly epoch: number; readonly mutations: readonly Mutation[] }
  | {
      readonly kind: 'pull';
      readonly inc: string;
      readonly epoch: number;
      readonly cursors: ReadonlyMap<string, number>;
      readonly maxRows: number;
    }
  | { readonly kind: 'rekey'; readonly inc: string; readonly next: string; readonly hashes: readonly string[] };

export type PulledStream = { readonly from: number; readonly rows: readonly Change[]; readonly head: number };

export type PullReply = {
  readonly kind: 'pull';
  readonly streams: ReadonlyMap<string, PulledStream>;
  readonly drop: readonly string[];
  readonly lmid: number;
  readonly lmidHash: string | null;
  readonly more: boolean;
};

export type PushReply = {
  readonly kind: 'push';
  readonly results: readonly { readonly mid: number; readonly verdict: string }[];
  readonly stop: 'gap' | 'error' | null;
};

export type Reply =
  | PushReply
  | PullReply
  | { readonly kind: 'epoch'; readonly epoch: number; readonly lmid: number; readonly lmidHash: string | null }
  | { readonly kind: 'fork' }
  | { readonly kind: 'rekey'; readonly next: string; readonly knownThrough: number };

/** `token`: a device takes the answer of its last question alone. */
export type Message =
  | { readonly to: 'server'; readonly from: string; readonly token: number; readonly body: Request }
  | { readonly to: 'device'; readonly device: string; readonly token: number; readonly body: Reply };
