import { inCheckout } from '../runtime/checkout.ts';
import { runShown } from './run-shown.ts';
import type { Counts, Suite } from './suite.ts';

export type CheckStep = { readonly name: string; readonly args: readonly string[] };

const bin = (...segments: string[]): string => inCheckout('node_modules', ...segments);

/** The nets: types, lint, table of imports, unused code, form. */
export const CHECK_STEPS: readonly CheckStep[] = [
  { name: 'types', args: [bin('typescript', 'bin', 'tsc'), '-b'] },
  { name: 'lint', args: [bin('oxlint', 'bin', 'oxlint'), '--quiet'] },
  // Warnings alone: what the linter refuses is twice as large.
  { name: 'sizes', args: [bin('oxlint', 'bin', 'oxlint'), '-c', 'build/rules/oxlint-sizes.json', '-f', 'unix'] },
  { name: 'imports', args: [inCheckout('build', 'scripts', 'check-imports.ts')] },
  { name: 'unused code', args: [bin('knip', 'bin', 'knip.js'), '--no-progress', '--reporter', 'compact', '--no-config-hints'] },
  { name: 'format', args: [bin('oxfmt', 'bin', 'oxfmt'), '--list-different'] },
];

const STEP_TIMEOUT_MS = 600_000;

export function checkSuite(steps: readonly CheckStep[] = CHECK_STEPS): Suite {
  return { name: 'check', run: () => runSteps(steps) };
}

async function runSteps(steps: readonly CheckStep[]): Promise<Counts> {
  const failures: string[] = [];
  for (const { name, args } of steps) {
    const startedAt = performance.now();
    const { code, isOverdue } = await runShown(args, { timeoutMs: STEP_TIMEOUT_MS });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.error(`${code === 0 ? '✓' : '✗'} ${name} ${seconds} s`);
    if (code !== 0) failures.push(`${name} ${isOverdue ? 'did not finish' : `exited with ${String(code)}`}`);
  }
  return { passed: steps.length - failures.length, failed: failures.length, skipped: 0, failures };
}
