import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepTape } from './kept-tapes.ts';
import { MODEL_BUGS } from './model/bugs.ts';
import { runTape } from './model/run-tape.ts';
import { simulate } from './model/simulate.ts';
import { tapes } from './model/tape.ts';

const RUNS = Number(process.env['YOUSHAO_MODEL_RUNS'] ?? 2000);
const SEED = Number(process.env['YOUSHAO_SEED'] ?? 4242);
/** A planted bug that survives so many runs is one that the oracles do not see. */
const BUG_BUDGET = 4000;

/** Takes seconds: the whole point is the number of runs. */
describe(`the model of the protocol, seed ${SEED}`, () => {
  it(`keeps every promise in ${RUNS} runs`, () => {
    const result = simulate({ runs: RUNS, seed: SEED, bug: null, isShrunk: true });
    console.log(`model: ${result.runs} runs, ${result.runsPerSecond}/s, ${JSON.stringify(result.counts)}`);
    const { failure } = result;
    const file = failure && keepTape({ world: 'model', found: failure.oracle, bug: null, seed: SEED, tape: failure.tape });
    expect(failure, `kept in ${file}`).toBeNull();
  });

  it('goes where the protocol is hard', () => {
    const { counts } = simulate({ runs: 1000, seed: SEED, bug: null, isShrunk: true });
    for (const name of ['epochs', 'forks', 'merged', 'superseded', 'rejected:claimed', 'quarantined:forbidden', 'quarantined:deleted']) {
      expect(counts[name] ?? 0, name).toBeGreaterThan(20);
    }
  });

  it('does the same with the same tape', () => {
    fc.assert(
      fc.property(tapes, (tape) => {
        expect(runTape(tape, null)).toEqual(runTape(tape, null));
      }),
      { numRuns: 100, seed: SEED },
    );
  });

  it.each(MODEL_BUGS)('finds the planted %s', (bug) => {
    const { failure, runs } = simulate({ runs: BUG_BUDGET, seed: SEED, bug, isShrunk: false });
    expect(failure, `survived ${runs} runs`).not.toBeNull();
  });
});
