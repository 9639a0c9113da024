import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: './specs',
  // One for all imported files: paths that help the type checker are none to run by.
  tsconfig: './tsconfig.json',
  globalSetup: './harness/global-setup.ts',
  outputDir: '../test-results',
  fullyParallel: false,
  workers: 1,
  retries: 0,
  // A missing picture fails; `npm run golden` renews them.
  updateSnapshots: 'none',
  // Waiting ends with what is waited for; these bounds are for a computer that does other work too.
  timeout: 180_000,
  reporter: [['list']],
  snapshotPathTemplate: '{testDir}/../golden/{arg}{ext}',
  expect: { timeout: 30_000, toHaveScreenshot: { maxDiffPixelRatio: 0.005, animations: 'disabled' } },
});
