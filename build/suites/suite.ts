/** What a suite of tests came to. */
export type SuiteResult = {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** One line each: which test, and what it said first. */
  readonly failures: readonly string[];
  readonly minutes: number;
};

export type Counts = Omit<SuiteResult, 'name' | 'minutes'>;

export type Suite = {
  readonly name: string;
  /** Runs the suite to its end and reads its report; a suite that cannot run throws. */
  run(): Promise<Counts>;
};

/**
 * Runs a suite. It fails as one when it throws, and when it ran no test at all: a net with
 * nothing in it is torn.
 */
export async function runSuite(suite: Suite): Promise<SuiteResult> {
  const startedAt = performance.now();
  const counts = await suite.run().catch((error: unknown): Counts => failedWith(messageOf(error)));
  const minutes = (performance.now() - startedAt) / 60_000;
  const judged = counts.passed + counts.failed === 0 ? failedWith('the suite ran no test') : counts;
  return { name: suite.name, minutes, ...judged };
}

function failedWith(message: string): Counts {
  return { passed: 0, failed: 1, skipped: 0, failures: [message] };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
