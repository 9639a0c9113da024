import fs from 'node:fs';
import path from 'node:path';
import type { InlineConfig } from 'vite';
import { CHECKOUT, inCheckout } from '../runtime/checkout.ts';

/** Not bundled: the runtime's own module, and the binding's loader, which looks beside itself. */
const EXTERNAL = ['electron', 'better-sqlite3'];

const SHARED = {
  root: CHECKOUT,
  configFile: false,
  envDir: false,
  logLevel: 'warn',
  clearScreen: false,
} as const satisfies InlineConfig;

/**
 * Shell, engine and worker threads for Node 18: CommonJS, because the oldest runtime loads no
 * ES module as its main file.
 */
export function mainConfig(outFolder: string): InlineConfig {
  return nodeConfig({ entries: mainEntries(), outFolder });
}

/** The preload alone in its file: in the sandbox it can require nothing but `electron`. */
export function preloadConfig(outFolder: string): InlineConfig {
  const entries = { preload: inCheckout('src-main', 'preload', 'preload.ts') };
  return nodeConfig({ entries, outFolder });
}

function mainEntries(): Record<string, string> {
  const entries: Record<string, string> = {
    index: inCheckout('src-main', 'shell', 'main.ts'),
    engine: inCheckout('src-main', 'engine', 'main.ts'),
  };
  const workers = inCheckout('src-main', 'workers');
  for (const file of fs.readdirSync(workers)) {
    if (!file.endsWith('.worker.ts')) continue;
    entries[`workers/${path.basename(file, '.ts')}`] = path.join(workers, file);
  }
  return entries;
}

function nodeConfig(options: { entries: Record<string, string>; outFolder: string }): InlineConfig {
  return {
    ...SHARED,
    ssr: { target: 'node', noExternal: true, external: EXTERNAL },
    build: {
      ssr: true,
      target: 'node18',
      outDir: options.outFolder,
      emptyOutDir: true,
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input: options.entries,
        external: EXTERNAL,
        output: {
          format: 'cjs',
          entryFileNames: '[name].cjs',
          chunkFileNames: 'chunks/[name]-[hash].cjs',
        },
      },
    },
  };
}
