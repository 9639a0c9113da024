import fc from 'fast-check';
import type { ProductBug } from './bugs.ts';
import type { Office } from './found-office.ts';
import { runTape } from './run-tape.ts';
import { tapes } from './tape.ts';
import type { Tape } from './tape.ts';

export type Simulated = {
  readonly runs: number;
  readonly runsPerSecond: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly failure: { readonly oracle: string; readonly tape: Tape } | null;
};

type Options = { readonly runs: number; readonly seed: number; readonly bug: ProductBug | null; readonly isShrunk: boolean };

/** Plays generated tapes until one fails. */
export async function simulate(office: Office, { runs, seed, bug, isShrunk }: Options): Promise<Simulated> {
  const counts: Record<string, number> = {};
  let played = 0;
  let oracle = '';
  const start = performance.now();
  const property = fc.asyncProperty(tapes, async (tape) => {
    played += 1;
    const outcome = await runTape(office, tape, bug);
    for (const [name, count] of Object.entries(outcome.counts)) counts[name] = (counts[name] ?? 0) + count;
    if (outcome.failure !== null) oracle = outcome.failure;
    return outcome.failure === null;
  });
  const details = await fc.check(property, { numRuns: runs, seed, endOnFailure: !isShrunk });
  const runsPerSecond = Math.round((played * 10_000) / (performance.now() - start)) / 10;
  const tape = details.counterexample?.[0];
  // What a run throws is a broken promise, too.
  const thrown = details.errorInstance instanceof Error ? details.errorInstance.message.slice(0, 500) : '';
  return { runs: details.numRuns, runsPerSecond, counts, failure: tape === undefined ? null : { oracle: oracle || thrown, tape } };
}
