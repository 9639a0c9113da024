import type { AppContract } from '#shared/contract/contract.ts';
import type { CallMessage, Contract, Endpoint, InputOf, OutputOf } from '#shared/contract/define.ts';
import { bridge } from './bridge.ts';
import { CallError } from './call-error.ts';

/** One endpoint as a function; `path` names it in messages and query keys. */
export type Call<Kind extends 'query' | 'command', Input, Output> = ((input: Input) => Promise<Output>) & {
  readonly path: string;
  readonly kind?: Kind;
};
export type QueryCall<Input, Output> = Call<'query', Input, Output>;
export type CommandCall<Input, Output> = Call<'command', Input, Output>;

type CallOf<E> = E extends Endpoint<infer Kind, infer _I, infer _O, infer _R> ? Call<Kind, InputOf<E>, OutputOf<E>> : never;
export type Client<C extends Contract> = {
  readonly [A in keyof C]: { readonly [E in keyof C[A] as C[A][E] extends Endpoint ? E : never]: CallOf<C[A][E]> };
};

let lastCallId = 0;

/** Asks a query; an aborted signal tells the engine to stop. */
export async function read<Input, Output>(call: QueryCall<Input, Output>, input: Input, signal?: AbortSignal): Promise<Output> {
  return (await send({ id: ++lastCallId, path: call.path, input }, signal)) as Output;
}

async function send(message: CallMessage, signal?: AbortSignal): Promise<unknown> {
  const port = bridge();
  const stop = () => port.cancel(message.id);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const reply = await port.call(message);
    if (reply.ok) return reply.value;
    throw new CallError(reply.error);
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** Unique for each intention to act: the engine answers a repeated one without acting again. */
function newRequestId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function callOf(path: string): Call<'command', unknown, unknown> {
  const call = (input: unknown) => send({ id: ++lastCallId, path, input, requestId: newRequestId() });
  return Object.assign(call, { path });
}

/** Names become paths (`queue.ids`), so the contract's code need not be in the page. */
function createClient(): Client<AppContract> {
  const calls = new Map<string, unknown>();
  const area = (areaName: string) =>
    new Proxy(
      {},
      {
        get: (_target, name) => {
          const path = `${areaName}.${String(name)}`;
          if (!calls.has(path)) calls.set(path, callOf(path));
          return calls.get(path);
        },
      },
    );
  return new Proxy({}, { get: (_target, name) => area(String(name)) }) as Client<AppContract>;
}

export const api = createClient();
