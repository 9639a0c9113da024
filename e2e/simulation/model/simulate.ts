import fc from 'fast-check';
import type { ModelBug } from './bugs.ts';
import { runTape } from './run-tape.ts';
import { tapes } from './tape.ts';
import type { Tape } from './tape.ts';

export type Simulated = {
  /** Runs made, including the failing one. */
  readonly runs: number;
  readonly runsPerSecond: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly failure: { readonly oracle: string; readonly tape: Tape } | null;
};

type Options = {
  readonly runs: number;
  readonly seed: number;
  readonly bug: ModelBug | null;
  /** Look for the shortest tape that fails; a planted bug need only be seen. */
  readonly isShrunk: boolean;
};

/** Plays generated tapes until one fails. */
export function simulate({ runs, seed, bug, isShrunk }: Options): Simulated {
  const counts: Record<string, number> = {};
  let played = 0;
  const start = performance.now();
  const details = fc.check(
    fc.property(tapes, (tape) => {
      played += 1;
      const outcome = runTape(tape, bug);
      for (const [name, count] of Object.entries(outcome.counts)) counts[name] = (counts[name] ?? 0) + count;
      return outcome.failure === null;
    }),
    { numRuns: runs, seed, endOnFailure: !isShrunk },
  );
  const runsPerSecond = Math.round((played * 1000) / (performance.now() - start));
  const tape = details.counterexample?.[0];
  const failure = tape === undefined ? null : { oracle: runTape(tape, bug).failure ?? 'not the same twice', tape };
  return { runs: details.numRuns, runsPerSecond, counts, failure };
}
