import fs from 'node:fs';
import { inCheckout } from '../runtime/checkout.ts';
import { runShown } from './run-shown.ts';
import type { Counts, Suite } from './suite.ts';

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] | null }[];
  }[];
};

export type VitestSuiteOptions = {
  readonly name: string;
  readonly timeoutMs: number;
  /** Of a test that names none itself; that of vitest.config.ts when absent. */
  readonly testTimeoutMs?: number;
  readonly env?: NodeJS.ProcessEnv;
};

/** A project of vitest.config.ts as a suite. */
export function vitestSuite({ name, timeoutMs, testTimeoutMs, env = {} }: VitestSuiteOptions): Suite {
  return {
    name,
    run: async () => {
      const report = inCheckout('test-results', `${name}.json`);
      fs.rmSync(report, { force: true });
      const vitest = inCheckout('node_modules', 'vitest', 'vitest.mjs');
      const args = [vitest, 'run', '--project', name, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
      if (testTimeoutMs !== undefined) args.push(`--testTimeout=${testTimeoutMs}`);
      const { code, isOverdue } = await runShown(args, { timeoutMs, env });
      if (isOverdue) throw new Error(`not finished after ${timeoutMs / 60_000} minutes`);
      if (!fs.existsSync(report)) throw new Error(`vitest exited with ${String(code)} and no report`);
      return countVitest(JSON.parse(fs.readFileSync(report, 'utf8')) as VitestReport, code);
    },
  };
}

/** Counts of a report. A file that could not be loaded and an unclean exit are failures too. */
export function countVitest(report: VitestReport, exitCode: number | null): Counts {
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const failures = [
    ...report.testResults.flatMap((file) =>
      file.assertionResults
        .filter((test) => test.status === 'failed')
        .map((test) => `${test.fullName}: ${firstLine(test.failureMessages?.[0] ?? '')}`),
    ),
    ...broken.map((file) => `${file.name}: ${firstLine(file.message)}`),
  ];
  const isUnclean = exitCode !== 0 && failures.length === 0;
  if (isUnclean) failures.push(`vitest exited with ${String(exitCode)} (an error outside the tests)`);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length + (isUnclean ? 1 : 0),
    skipped: report.numPendingTests + report.numTodoTests,
    failures,
  };
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
