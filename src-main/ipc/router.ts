/**
 * The engine's end of the contract. One message in, one answer out:
 *
 *   in   { id, path: 'area.name', input, requestId? }   requestId is required for commands
 *   in   { cancel: id }                                  no answer of its own
 *   out  { id, ok: true, value } | { id, ok: false, error: { code, reason, detail, incident? } }
 *   out  { topic: 'area.name', payload }
 *
 * A message that is no message is answered under its id, or under -1 when it has none.
 */
import type { Ids } from '#main/platform/ids.ts';
import type { Log } from '#main/platform/log.ts';
import type {
  CallMessage,
  Caller,
  CancelSignal,
  Contract,
  Endpoint,
  HandlersOf,
  PayloadOf,
  ReplyMessage,
  Topic,
  TopicMessage,
} from '#shared/contract/define.ts';
import { assert } from '#shared/kernel/assert.ts';
import { ErrorAnswers, issueDetail } from './answer-errors.ts';
import { callShape, cancelShape, idOf } from './message-shape.ts';
import { isWithinLimits } from './message-size.ts';
import { RememberedAnswers } from './remembered-answers.ts';
import type { Answer } from './remembered-answers.ts';

export type Send = (message: ReplyMessage | TopicMessage) => void;

/** One client of the router. */
export type Connection = {
  /** Takes whatever arrived; never throws. */
  receive(message: unknown): void;
  /** Forgets the client: no more answers or topics; its queries are aborted, its commands finish. */
  close(): void;
};

export type TopicPath<C extends Contract> = {
  [A in keyof C & string]: {
    [T in keyof C[A] & string]: C[A][T] extends Topic ? `${A}.${T}` : never;
  }[keyof C[A] & string];
}[keyof C & string];

type TopicAt<C extends Contract, P extends string> = P extends `${infer A}.${infer T}`
  ? A extends keyof C
    ? T extends keyof C[A]
      ? C[A][T]
      : never
    : never
  : never;

export type Publish<C extends Contract> = <P extends TopicPath<C>>(path: P, payload: PayloadOf<TopicAt<C, P>>) => void;

export type Router<C extends Contract> = {
  connect(send: Send): Connection;
  /** Tells every client; a payload that its topic does not allow is a bug of ours: logged, not sent. */
  publish: Publish<C>;
  /** Resolves when no call is running. */
  whenIdle(): Promise<void>;
};

export type RouterPorts = {
  readonly log: Log;
  readonly ids: Ids;
  /** Who is unlocked at this moment; decides about endpoints that are not open. */
  caller(): Caller;
  /** Whether who is unlocked may use an endpoint that is not open; everybody may unless told. */
  readonly permits?: (path: string) => boolean;
  /** Answers kept per request id, 1,000 unless told. */
  readonly answersKept?: number;
};

type Handler = (input: unknown, caller: Caller, signal: CancelSignal) => unknown;
type Route = { readonly path: string; readonly endpoint: Endpoint; readonly handler: Handler };
type Running = { readonly kind: Endpoint['kind']; readonly abort: AbortController };

/** Joins a contract with the functions that fulfil it. */
export function createRouter<C extends Contract>(contract: C, handlers: HandlersOf<C>, ports: RouterPorts): Router<C> {
  const routes = routesOf(contract, handlers);
  const errors = new ErrorAnswers(ports.log, ports.ids);
  const answers = new RememberedAnswers(ports.answersKept);
  const clients = new Set<Send>();
  const pending = new Set<Promise<void>>();

  const run = async (route: Route, input: unknown, abort: AbortController): Promise<Answer> => {
    const { path, endpoint, handler } = route;
    try {
      const value = await handler(input, ports.caller(), abort.signal);
      const output = endpoint.output.safeParse(value);
      return output.success ? { ok: true, value: output.data } : errors.bug(path, output.error, 'output-not-valid');
    } catch (error) {
      return errors.thrown(path, error, endpoint.reasons);
    }
  };

  const answer = async (call: CallMessage, abort: AbortController): Promise<Answer> => {
    const route = routes.get(call.path);
    if (!route) return errors.refusal('not-found', 'endpoint-unknown');
    const { endpoint } = route;
    if (!endpoint.open && ports.caller().personId === null) return errors.refusal('forbidden', 'locked');
    if (!endpoint.open && ports.permits?.(call.path) === false) return errors.refusal('forbidden', 'not-permitted');
    const input = endpoint.input.safeParse(call.input);
    if (!input.success) {
      return errors.refusal('invalid-input', 'input-not-valid', issueDetail(input.error, 'input'));
    }
    if (endpoint.kind === 'query') return run(route, input.data, abort);
    if (call.requestId === undefined) {
      const detail = { part: 'message', path: 'requestId', issue: 'missing' };
      return errors.refusal('invalid-input', 'input-not-valid', detail);
    }
    return answers.answer(`${call.path} ${call.requestId}`, () => run(route, input.data, abort));
  };

  const connect = (send: Send): Connection => new ClientConnection({ send, clients, pending, errors, log: ports.log, routes, answer });

  return {
    connect,
    publish: (path, payload) => publishTo({ contract, clients, errors, log: ports.log }, path, payload),
    whenIdle: async () => {
      while (pending.size > 0) await Promise.all(pending);
    },
  };
}

type ConnectionParts = {
  readonly send: Send;
  readonly clients: Set<Send>;
  readonly pending: Set<Promise<void>>;
  readonly errors: ErrorAnswers;
  readonly log: Log;
  readonly routes: ReadonlyMap<string, Route>;
  readonly answer: (call: CallMessage, abort: AbortController) => Promise<Answer>;
};

class ClientConnection implements Connection {
  readonly #parts: ConnectionParts;
  readonly #running = new Map<number, Set<Running>>();
  #isOpen = true;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    parts.clients.add(parts.send);
  }

  receive(message: unknown): void {
    if (!this.#isOpen) return;
    if (!isWithinLimits(message)) return this.#refuse(message, 'message-too-large');
    const cancel = cancelShape.safeParse(message);
    if (cancel.success) return this.#cancel(cancel.data.cancel);
    const call = callShape.safeParse(message);
    if (!call.success) {
      this.#parts.log.warn('message-refused', { issue: call.error.issues[0]?.code });
      return this.#refuse(message, 'input-not-valid');
    }
    const { id, path, input, requestId } = call.data;
    this.#start({ id, path, input, ...(requestId !== undefined && { requestId }) });
  }

  close(): void {
    this.#isOpen = false;
    this.#parts.clients.delete(this.#parts.send);
    for (const runs of this.#running.values()) {
      for (const { kind, abort } of runs) if (kind === 'query') abort.abort();
    }
  }

  #start(call: CallMessage): void {
    const kind = this.#parts.routes.get(call.path)?.endpoint.kind ?? 'query';
    const running: Running = { kind, abort: new AbortController() };
    const runs = this.#running.get(call.id) ?? new Set<Running>();
    this.#running.set(call.id, runs.add(running));
    const work = this.#parts
      .answer(call, running.abort)
      .catch((error: unknown) => this.#parts.errors.bug(call.path, error))
      .then((answer) => {
        runs.delete(running);
        if (runs.size === 0) this.#running.delete(call.id);
        this.#reply(call, answer);
      });
    this.#parts.pending.add(work);
    void work.finally(() => this.#parts.pending.delete(work));
  }

  #cancel(id: number): void {
    for (const { abort } of this.#running.get(id) ?? []) abort.abort();
  }

  #refuse(message: unknown, reason: 'message-too-large' | 'input-not-valid'): void {
    const answer = this.#parts.errors.refusal('invalid-input', reason, { part: 'message' });
    this.#reply({ id: idOf(message), path: '' }, answer);
  }

  #reply(call: { id: number; path: string }, answer: Answer): void {
    if (!this.#isOpen) return;
    try {
      this.#parts.send({ id: call.id, ...answer });
    } catch (error) {
      // A value that cannot be cloned slipped through its schema; the caller still gets an answer.
      this.#parts.send({ id: call.id, ...this.#parts.errors.bug(call.path, error, 'output-not-valid') });
    }
  }
}

type Publication = {
  readonly contract: Contract;
  readonly clients: ReadonlySet<Send>;
  readonly errors: ErrorAnswers;
  readonly log: Log;
};

function publishTo(publication: Publication, path: string, payload: unknown): void {
  const [area = '', name = ''] = path.split('.');
  const topic = publication.contract[area]?.[name];
  const parsed = topic?.kind === 'topic' ? topic.payload.safeParse(payload) : undefined;
  if (!parsed?.success) {
    publication.errors.bug(path, parsed?.error ?? new Error('no such topic'));
    return;
  }
  for (const send of publication.clients) {
    try {
      send({ topic: path, payload: parsed.data });
    } catch (error) {
      publication.log.warn('topic-not-sent', { path, error });
    }
  }
}

function routesOf<C extends Contract>(contract: C, handlers: HandlersOf<C>): ReadonlyMap<string, Route> {
  const routes = new Map<string, Route>();
  for (const [area, entries] of Object.entries(contract)) {
    const functions = (handlers as Record<string, Record<string, Handler> | undefined>)[area];
    for (const [name, entry] of Object.entries(entries)) {
      if (entry.kind === 'topic') continue;
      const path = `${area}.${name}`;
      const handler = functions?.[name];
      assert(typeof handler === 'function', `a handler for ${path}`);
      routes.set(path, { path, endpoint: entry, handler });
    }
  }
  return routes;
}
