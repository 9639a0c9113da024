/**
 * The bridge, `window.youshao`: call, cancel, subscribe, shell, pathOf, zoom, and nothing
 * more. Its types and promises are told in `src-shared/contract/shell.ts`. Calls go through a
 * MessagePort straight to the engine; when the engine is started anew a new port arrives.
 */
import { contextBridge, ipcRenderer, webFrame, webUtils } from 'electron';
import type { CallMessage, CancelMessage, ReplyMessage, TopicMessage } from '#shared/contract/define.ts';
import { BRIDGE_CHANNEL, PORT_CHANNEL, SHELL_CHANNEL } from './channels.ts';

/** The part of the page's MessagePort that is used; this project has no DOM types. */
type PagePort = {
  postMessage(message: CallMessage | CancelMessage): void;
  onmessage: ((event: { data: ReplyMessage | TopicMessage }) => void) | null;
  start(): void;
  close(): void;
};

type Waiting = { readonly message: CallMessage; readonly resolve: (reply: ReplyMessage) => void; isSent: boolean };

const waiting = new Map<number, Waiting>();
const listeners = new Set<(message: TopicMessage) => void>();
let port: PagePort | undefined;

function publish(message: TopicMessage): void {
  for (const listener of listeners) listener(message);
}

function send(call: Waiting): void {
  if (!port) return;
  call.isSent = true;
  port.postMessage(call.message);
}

function receive(message: ReplyMessage | TopicMessage): void {
  if ('topic' in message) return publish(message);
  const call = waiting.get(message.id);
  waiting.delete(message.id);
  call?.resolve(message);
}

/** Answers what was under way: the engine that had it is gone. */
function abandonSent(): void {
  for (const [id, call] of waiting) {
    if (!call.isSent) continue;
    waiting.delete(id);
    const error = { code: 'unavailable', reason: 'engine-stopped', detail: {} };
    call.resolve({ id, ok: false, error });
  }
}

function disconnect(): void {
  if (!port) return;
  port.onmessage = null;
  port.close();
  port = undefined;
  abandonSent();
}

ipcRenderer.on(PORT_CHANNEL, (event) => {
  disconnect();
  port = event.ports[0] as unknown as PagePort;
  port.onmessage = (arrived) => receive(arrived.data);
  port.start();
  for (const call of waiting.values()) send(call);
  publish({ topic: 'bridge.connected', payload: {} });
});

ipcRenderer.on(BRIDGE_CHANNEL, (_event, message: TopicMessage) => {
  if (message.topic === 'bridge.disconnected') disconnect();
  publish(message);
});

function call(message: CallMessage): Promise<ReplyMessage> {
  return new Promise((resolve) => {
    const entry: Waiting = { message, resolve, isSent: false };
    waiting.set(message.id, entry);
    send(entry);
  });
}

function cancel(callId: number): void {
  const entry = waiting.get(callId);
  if (!entry) return;
  if (entry.isSent) return port?.postMessage({ cancel: callId });
  waiting.delete(callId);
  entry.resolve({ id: callId, ok: false, error: { code: 'cancelled', reason: 'cancelled', detail: {} } });
}

function subscribe(listener: (message: TopicMessage) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function pathOf(file: unknown): string {
  // webUtils came with Electron 29; before it a File told its own path.
  const utils = webUtils as { getPathForFile?: (file: unknown) => string } | undefined;
  if (utils?.getPathForFile) return utils.getPathForFile(file);
  return typeof file === 'object' && file !== null && 'path' in file ? String(file.path) : '';
}

/** Between the sizes that the settings offer; anything else is refused. */
function zoom(factor: unknown): void {
  if (typeof factor === 'number' && factor >= 1 && factor <= 2) webFrame.setZoomFactor(factor);
}

contextBridge.exposeInMainWorld('youshao', {
  call,
  cancel,
  subscribe,
  shell: (name: unknown, input: unknown) => ipcRenderer.invoke(SHELL_CHANNEL, name, input),
  pathOf,
  zoom,
});
