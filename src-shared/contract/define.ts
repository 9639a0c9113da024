import type { z } from 'zod';

/** Reasons that any endpoint may answer with, beside its own. */
export const COMMON_REASONS = [
  'input-not-valid',
  'output-not-valid',
  'endpoint-unknown',
  'message-too-large',
  'locked',
  'not-permitted',
  'cancelled',
  'disk-full',
  'ledger-read-only',
  'ledger-corrupt',
  'bug',
] as const;
export type CommonReason = (typeof COMMON_REASONS)[number];

export type Endpoint<
  Kind extends 'query' | 'command' = 'query' | 'command',
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
  Reason extends string = string,
> = {
  readonly kind: Kind;
  readonly input: Input;
  readonly output: Output;
  readonly reasons: readonly Reason[];
  /** True for the few endpoints that answer while no person has unlocked the ledger. */
  readonly open: boolean;
};

export type Topic<Payload extends z.ZodType = z.ZodType> = { readonly kind: 'topic'; readonly payload: Payload };

export type Area = { readonly [name: string]: Endpoint | Topic };
export type Contract = { readonly [area: string]: Area };

type Declaration<Input, Output, Reason> = {
  input: Input;
  output: Output;
  reasons?: readonly Reason[];
  open?: boolean;
};

/** Reads and changes nothing; may be repeated at will. */
export function query<Input extends z.ZodType, Output extends z.ZodType, const Reason extends string = never>(
  declaration: Declaration<Input, Output, Reason>,
): Endpoint<'query', Input, Output, Reason> {
  return endpoint('query', declaration);
}

/** Changes the ledger or the world; carries a request id and is idempotent by it. */
export function command<Input extends z.ZodType, Output extends z.ZodType, const Reason extends string = never>(
  declaration: Declaration<Input, Output, Reason>,
): Endpoint<'command', Input, Output, Reason> {
  return endpoint('command', declaration);
}

/** What changed, as ids only; the listener reads again what it shows. */
export function topic<Payload extends z.ZodType>(payload: Payload): Topic<Payload> {
  return { kind: 'topic', payload };
}

function endpoint<Kind extends 'query' | 'command', Input extends z.ZodType, Output extends z.ZodType, Reason extends string>(
  kind: Kind,
  declaration: Declaration<Input, Output, Reason>,
): Endpoint<Kind, Input, Output, Reason> {
  return {
    kind,
    input: declaration.input,
    output: declaration.output,
    reasons: declaration.reasons ?? [],
    open: declaration.open ?? false,
  };
}

export type InputOf<E> = E extends Endpoint<'query' | 'command', infer I> ? z.infer<I> : never;
export type OutputOf<E> = E extends Endpoint<'query' | 'command', z.ZodType, infer O> ? z.infer<O> : never;
export type PayloadOf<T> = T extends Topic<infer P> ? z.infer<P> : never;
export type ReasonOf<E> = E extends Endpoint<'query' | 'command', z.ZodType, z.ZodType, infer R> ? R | CommonReason : never;

/** The part of an AbortSignal that handlers use; the language has no global of its own for it. */
export type CancelSignal = {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
};

/** Who asks: filled in by the engine, never taken from a message. */
export type Caller = { readonly personId: string | null };

/** The handlers that the engine owes to a contract: one function per endpoint. */
export type HandlersOf<C extends Contract> = {
  readonly [A in keyof C]: {
    readonly [E in keyof C[A] as C[A][E] extends Endpoint ? E : never]: C[A][E] extends Endpoint
      ? (input: InputOf<C[A][E]>, caller: Caller, signal: CancelSignal) => OutputOf<C[A][E]> | Promise<OutputOf<C[A][E]>>
      : never;
  };
};

/** What travels from the renderer to the engine. */
export type CallMessage = { id: number; path: string; input: unknown; requestId?: string };
export type CancelMessage = { cancel: number };
/** What travels back. */
export type ReplyMessage = { id: number; ok: true; value: unknown } | { id: number; ok: false; error: WireError };
export type WireError = {
  code: string;
  reason: string;
  detail: Record<string, string | number | boolean | null>;
  /** Number to quote for a bug; the stack is in the engine's log under it. */
  incident?: string;
};
export type TopicMessage = { topic: string; payload: unknown };
