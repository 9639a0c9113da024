import { describe, expect, it } from 'vitest';
import { countPlaywright } from './playwright-suite.ts';
import { runSuite } from './suite.ts';
import { renderResults } from './table.ts';
import { countVitest } from './vitest-suite.ts';

const file = (status: string, tests: { status: string }[], message = '') => ({
  name: 'a.test.ts',
  status,
  message,
  assertionResults: tests.map((test, index) => ({ fullName: `test ${index}`, failureMessages: ['first\nsecond'], ...test })),
});
const report = (files: ReturnType<typeof file>[], passed: number, failed: number) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: files,
});

describe('reports of vitest', () => {
  it('counts tests and names the failed with their first line', () => {
    const counts = countVitest(report([file('failed', [{ status: 'passed' }, { status: 'failed' }])], 1, 1), 1);
    expect(counts).toEqual({ passed: 1, failed: 1, skipped: 0, failures: ['test 1: first'] });
  });

  it('counts a file that could not be loaded as a failure', () => {
    expect(countVitest(report([file('failed', [], 'no such module')], 0, 0), 1)).toMatchObject({
      failed: 1,
      failures: ['a.test.ts: no such module'],
    });
  });

  it('counts an error outside the tests as a failure', () => {
    expect(countVitest(report([file('passed', [{ status: 'passed' }])], 1, 0), 1)).toMatchObject({ passed: 1, failed: 1 });
  });
});

describe('reports of playwright', () => {
  it('counts a test that passed only when repeated as failed', () => {
    const tests = [{ status: 'flaky', results: [{ status: 'failed', error: { message: '\u001B[31mbad\u001B[0m\nmore' } }] }];
    const stats = { expected: 3, unexpected: 0, flaky: 1, skipped: 0 };
    const counts = countPlaywright({ stats, errors: [], suites: [{ specs: [{ title: 't', file: 'a.spec.ts', tests }] }] });
    expect(counts).toEqual({ passed: 3, failed: 1, skipped: 0, failures: ['a.spec.ts › t: bad'] });
  });
});

describe('a suite', () => {
  it('that ran no test is a failure', async () => {
    const result = await runSuite({ name: 'x', run: () => Promise.resolve({ passed: 0, failed: 0, skipped: 2, failures: [] }) });
    expect(result).toMatchObject({ passed: 0, failed: 1, failures: ['the suite ran no test'] });
  });

  it('that throws is one failure, and the last line sums all suites', async () => {
    const bad = await runSuite({ name: 'x', run: () => Promise.reject(new Error('no report')) });
    const good = { name: 'y', passed: 7, failed: 0, skipped: 0, failures: [], minutes: 1 };
    expect(renderResults([bad, good]).split('\n').at(-1)).toBe('7 passed, 1 failed');
  });
});
