import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src-*/**/*.test.ts', 'src-*/**/*.test.tsx', 'build/**/*.test.ts', 'e2e/reference/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
