import type { Bridge } from '#shared/contract/shell.ts';
import type { CallMessage, TopicMessage } from '#shared/contract/define.ts';
import { createHandlers } from './fake-engine.ts';
import type { FakeOptions } from './fake-engine.ts';

const SHELL: Readonly<Record<string, unknown>> = {
  'app-info': { isTestRuntime: false, windowButtons: 'own', appVersion: '0.1.0' },
  'choose-files': { paths: ['/数据/11-24 下午.xlsx', '/数据/给据 11-24.xls', '/数据/重复 11-23.csv', '/数据/加密.xlsx'] },
  'choose-folder': { path: '/数据/导出' },
  'choose-target': { path: '/数据/拒绝清单.xlsx' },
  'restart-engine': {},
  'hold-close': {},
  quit: {},
  'clipboard-read': { text: '' },
  'clipboard-write': {},
  'clipboard-forget': {},
  print: { printed: true },
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
      if (typeof answer === 'object' && answer !== null && 'refused' in answer && typeof answer.refused === 'string') {
        return {
          id,
          ok: false,
          error: { code: 'conflict', reason: answer.refused, detail: ('detail' in answer ? answer.detail : {}) as never },
        };
      }
      return { id, ok: true, value: answer };
    },
    cancel: () => undefined,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    shell: async (name, input) => {
      // As while changes wait: the page is asked before the window closes.
      if (name === 'window' && 'action' in input && input.action === 'close') {
        for (const listener of listeners) listener({ topic: 'window.closing', payload: {} });
      }
      return { ok: true, value: SHELL[name] as never };
    },
    pathOf: (file) => (file instanceof File ? `/${file.name}` : ''),
    zoom: (factor) => document.documentElement.style.setProperty('zoom', String(factor)),
  };
}
