import type { SuiteResult } from './suite.ts';

/** Failures, minutes per suite, and as the very last line `N passed, M failed`. */
export function renderResults(results: readonly SuiteResult[]): string {
  const failures = results.flatMap((result) => result.failures.map((failure) => `  ${result.name}: ${failure}`));
  return [
    ...(failures.length === 0 ? [] : ['', 'Failed:', ...failures]),
    '',
    'suite       passed  failed  skipped  minutes',
    ...results.map((result) =>
      [
        result.name.padEnd(10),
        String(result.passed).padStart(8),
        String(result.failed).padStart(8),
        String(result.skipped).padStart(9),
        result.minutes.toFixed(1).padStart(9),
      ].join(''),
    ),
    '',
    lastLine(results),
  ].join('\n');
}

export function lastLine(results: readonly SuiteResult[]): string {
  const sum = (pick: (result: SuiteResult) => number): number => results.reduce((total, result) => total + pick(result), 0);
  return `${sum((result) => result.passed)} passed, ${sum((result) => result.failed)} failed`;
}
