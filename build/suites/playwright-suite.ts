import fs from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { inCheckout } from '../runtime/checkout.ts';
import { runShown } from './run-shown.ts';
import type { Counts, Suite } from './suite.ts';

type PlaywrightSpec = {
  title: string;
  file: string;
  tests: { status: string; results: { status: string; error?: { message?: string } }[] }[];
};
type PlaywrightNode = { suites?: PlaywrightNode[]; specs?: PlaywrightSpec[] };
type PlaywrightReport = PlaywrightNode & {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: { message?: string }[];
};

export type PlaywrightSuiteOptions = {
  readonly name: string;
  /** Spec files, relative to the checkout. */
  readonly files: readonly string[];
  readonly timeoutMs: number;
};

/** Specs in the real Electron as a suite. */
export function playwrightSuite({ name, files, timeoutMs }: PlaywrightSuiteOptions): Suite {
  return {
    name,
    run: async () => {
      const report = inCheckout('test-results', `${name}.json`);
      fs.rmSync(report, { force: true });
      const cli = inCheckout('node_modules', '@playwright', 'test', 'cli.js');
      const output = inCheckout('test-results', name);
      const args = [cli, 'test', '--config=e2e/playwright.config.ts', `--output=${output}`, '--reporter=list,json', ...files];
      const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: report };
      const { code, isOverdue } = await runShown(args, { timeoutMs, env });
      if (isOverdue) throw new Error(`not finished after ${timeoutMs / 60_000} minutes`);
      if (!fs.existsSync(report)) throw new Error(`playwright exited with ${String(code)} and no report`);
      return countPlaywright(JSON.parse(fs.readFileSync(report, 'utf8')) as PlaywrightReport);
    },
  };
}

/** Counts of a report; a test that passed only when repeated counts as failed. */
export function countPlaywright(report: PlaywrightReport): Counts {
  const { expected, unexpected, flaky, skipped } = report.stats;
  const failures = [
    ...specsOf(report)
      .filter((spec) => spec.tests.some((test) => test.status === 'unexpected' || test.status === 'flaky'))
      .map((spec) => `${spec.file} › ${spec.title}: ${firstError(spec)}`),
    ...report.errors.map((error) => firstLine(error.message ?? 'error outside the tests')),
  ];
  return { passed: expected, failed: unexpected + flaky + report.errors.length, skipped, failures };
}

function specsOf(node: PlaywrightNode): PlaywrightSpec[] {
  return [...(node.specs ?? []), ...(node.suites ?? []).flatMap(specsOf)];
}

function firstError(spec: PlaywrightSpec): string {
  const errors = spec.tests.flatMap((test) => test.results.map((result) => result.error?.message));
  return firstLine(errors.find((message) => message !== undefined) ?? '');
}

function firstLine(text: string): string {
  return stripVTControlCharacters(text).trim().split('\n')[0] ?? '';
}
