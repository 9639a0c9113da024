import { configDefaults, defineConfig } from 'vitest/config';

const FUZZ = ['src-*/**/*fuzz.test.ts'];
const CLI = ['src-main/cli/**/*.test.ts', 'e2e/cli/**/*.test.ts'];

/** One project per suite of `npm test`; `vitest run <path>` finds a file in whichever it is. */
export default defineConfig({
  test: {
    projects: [
      project('unit', ['src-*/**/*.test.ts', 'src-*/**/*.test.tsx', 'build/**/*.test.ts'], [...FUZZ, ...CLI]),
      project('reference', ['e2e/reference/**/*.test.ts']),
      project('cli', CLI),
      project('kill', ['e2e/kill/**/*.test.ts']),
      project('fuzz', FUZZ),
      project('server', ['e2e/server/**/*.test.ts']),
      project('sync', ['e2e/sync/**/*.test.ts']),
      project('simulation', ['e2e/simulation/**/*.test.ts']),
    ],
  },
});

function project(name: string, include: string[], exclude: string[] = []) {
  const test = { name, include, exclude: [...configDefaults.exclude, ...exclude], testTimeout: 30_000, hookTimeout: 30_000 };
  return { test };
}
