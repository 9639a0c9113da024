import type { Bridge } from '#shared/contract/shell.ts';
import type { CallMessage, TopicMessage } from '#shared/contract/define.ts';
import { createHandlers } from './fake-engine.ts';
import type { FakeOptions } from './fake-engine.ts';

const SHELL: Readonly<Record<string, unknown>> = {
  'app-info': { isTestRuntime: false, windowButtons: 'own', appVersion: '0.1.0' },
  window: { isMaximised: true, isFullScreen: false, isFocused: true },
};

/** `window.youshao` over an engine of invented data, for looking at screens and component tests. */
export function createFakeBridge(options: FakeOptions): Bridge {
  const listeners = new Set<(message: TopicMessage) => void>();
  const handlers = createHandlers(options, (topic, payload) => {
    for (const listener of listeners) listener({ topic, payload });
  });
  return {
    call: async ({ id, path, input }: CallMessage) => {
      const handler = handlers[path];
      if (handler === undefined) return { id, ok: false, error: { code: 'internal', reason: 'endpoint-unknown', detail: {} } };
      const answer = handler(input as never);
      if (typeof answer === 'object' && answer !== null && 'refused' in answer) {
        return { id, ok: false, error: { code: 'conflict', reason: String(answer.refused), detail: {} } };
      }
      return { id, ok: true, value: answer };
    },
    cancel: () => undefined,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    shell: async (name) => ({ ok: true, value: SHELL[name] as never }),
    pathOf: (file) => (file instanceof File ? `/${file.name}` : ''),
  };
}
