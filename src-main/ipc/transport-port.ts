import type { Connection, Router } from './router.ts';
import type { Contract } from '#shared/contract/define.ts';

/**
 * The part of Electron's MessagePortMain that is used: what the engine gets from the shell, one
 * for each window that loads. `start` lets waiting messages flow.
 */
export type PortLike = {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
};

/** Serves the contract on a port until its other end closes. */
export function servePort<C extends Contract>(router: Router<C>, port: PortLike): Connection {
  const connection = router.connect((message) => port.postMessage(message));
  port.on('message', (event) => connection.receive(event.data));
  port.on('close', () => connection.close());
  port.start();
  return connection;
}

type NodePort = {
  on(event: 'message', listener: (data: unknown) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  close(): void;
};

/** A port of node:worker_threads in the same shape: there the message is the event itself. */
export function fromNodePort(port: NodePort): PortLike {
  return {
    on: (event: 'message' | 'close', listener: ((event: { data: unknown }) => void) | (() => void)) =>
      event === 'message' ? port.on('message', (data) => listener({ data })) : port.on('close', () => (listener as () => void)()),
    postMessage: (message) => port.postMessage(message),
    start: () => undefined, // a listener starts it
    close: () => port.close(),
  };
}
