import react from '@vitejs/plugin-react';
import type { InlineConfig } from 'vite';
import { inCheckout } from '../runtime/checkout.ts';
import { startChunk } from './start-chunk.ts';
import { traditionalTexts } from './traditional-texts.ts';

/** The page for Chromium 114, the oldest runtime; its style elements carry the load's nonce. */
export function rendererConfig(outFolder: string): InlineConfig {
  const start = startChunk();
  return {
    root: inCheckout('src-renderer'),
    configFile: false,
    envDir: false,
    logLevel: 'warn',
    clearScreen: false,
    base: './',
    html: { cspNonce: '__CSP_NONCE__' },
    resolve: { alias: { 'get-nonce': inCheckout('build', 'vite', 'style-nonce.ts') } },
    plugins: [react(), traditionalTexts(), start.plugin],
    build: {
      target: 'chrome114',
      outDir: outFolder,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 4096,
      sourcemap: true,
      rolldownOptions: { output: { codeSplitting: { groups: [start.group] } } },
    },
  };
}
