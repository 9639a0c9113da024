import type { Plugin } from 'vite';

/**
 * What the first page needs, in one file: each further file is one more turn of the protocol's
 * handler in a main process that is busy starting the engine.
 */
export function startChunk(): { plugin: Plugin; group: { name: string; test: (id: string) => boolean } } {
  const needed = new Set<string>();
  const plugin: Plugin = {
    name: 'start-chunk',
    buildEnd() {
      const waiting = [...this.getModuleIds()].filter((id) => this.getModuleInfo(id)?.isEntry === true);
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
        if (needed.has(id)) continue;
        needed.add(id);
        waiting.push(...(this.getModuleInfo(id)?.importedIds ?? []));
      }
    },
  };
  return { plugin, group: { name: 'start', test: (id) => needed.has(id) } };
}
