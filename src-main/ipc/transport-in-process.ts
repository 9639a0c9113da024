import type { Contract, ReplyMessage, TopicMessage } from '#shared/contract/define.ts';
import type { Router } from './router.ts';

export type InProcessClient = {
  /** Resolves with the answer, never rejects. Commands need a `requestId`. */
  call(path: string, input: unknown, options?: CallOptions): Promise<ReplyMessage>;
  /** Topic messages until the returned function is called. */
  subscribe(listener: (message: TopicMessage) => void): () => void;
  close(): void;
};

export type CallOptions = { readonly requestId?: string; readonly signal?: AbortSignal };

/**
 * A client in the engine's own process, for tests and the command line. Messages are cloned
 * in both directions, as a port would do, so that nothing is shared by accident.
 */
export function connectInProcess<C extends Contract>(router: Router<C>): InProcessClient {
  const waiting = new Map<number, (reply: ReplyMessage) => void>();
  const listeners = new Set<(message: TopicMessage) => void>();
  let lastId = 0;
  const connection = router.connect((message) => {
    const copy = structuredClone(message);
    if ('topic' in copy) return listeners.forEach((listener) => listener(copy));
    waiting.get(copy.id)?.(copy);
    waiting.delete(copy.id);
  });
  return {
    call: (path, input, options = {}) =>
      new Promise((resolve) => {
        const id = ++lastId;
        waiting.set(id, resolve);
        const cancel = (): void => connection.receive({ cancel: id });
        const requestId = options.requestId === undefined ? {} : { requestId: options.requestId };
        connection.receive(structuredClone({ id, path, input, ...requestId }));
        if (options.signal?.aborted === true) cancel();
        else options.signal?.addEventListener('abort', cancel, { once: true });
      }),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => connection.close(),
  };
}
