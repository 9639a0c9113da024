import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** Builds the page with invented data for looking at it in an ordinary browser. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  base: './',
  plugins: [react()],
  build: {
    target: 'chrome114',
    outDir: process.env.OUT_DIR ?? 'dist-dev',
    emptyOutDir: true,
    rollupOptions: { input: fileURLToPath(new URL('index.html', import.meta.url)) },
  },
});
