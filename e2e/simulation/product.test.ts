import fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepTape, listKeptTapes } from './kept-tapes.ts';
import { PRODUCT_BUGS } from './product/bugs.ts';
import { foundOffice } from './product/found-office.ts';
import type { Office } from './product/found-office.ts';
import { runTape } from './product/run-tape.ts';
import { simulate } from './product/simulate.ts';

const RUNS = Number(process.env['YOUSHAO_PRODUCT_RUNS'] ?? 200);
const SEED = Number(process.env['YOUSHAO_SEED'] ?? 4242);
/** A planted bug that survives so many runs is one that the oracles do not see. */
const BUG_BUDGET = 200;
/** Two edits of one field, the later by an earlier clock, are seldom on a tape: looked for in the long form alone. */
const RARE: readonly string[] = ['lwwClientClock'];
const isLong = RUNS >= 1000;
const LONG_MS = 12 * 3_600_000;

let office: Office;
beforeAll(async () => {
  office = await foundOffice();
}, 120_000);
afterAll(async () => {
  await office.server.immortal.close();
  fs.rmSync(office.folder, { recursive: true, force: true });
});

/** Takes minutes: real ledgers, a real database, and the whole point is the number of runs. */
describe(`the product's core and handlers, seed ${SEED}`, () => {
  it.each(listKeptTapes('product'))(
    '$name breaks nothing any more',
    async ({ kept: { tape } }) => {
      expect((await runTape(office, tape, null)).failure).toBeNull();
    },
    LONG_MS,
  );

  it(
    `keep every promise in ${RUNS} runs`,
    async () => {
      const { runs, runsPerSecond, counts, failure } = await simulate(office, { runs: RUNS, seed: SEED, bug: null, isShrunk: true });
      console.log(`product: ${runs} runs, ${runsPerSecond}/s, ${JSON.stringify(counts)}`);
      const file = failure && keepTape({ world: 'product', found: failure.oracle, bug: null, seed: SEED, tape: failure.tape });
      expect(failure, `kept in ${file}`).toBeNull();
      for (const name of [
        'applied',
        'merged',
        'superseded',
        'rejected',
        'quarantined',
        'restores',
        'answered from the log',
        'refused fork',
      ]) {
        expect(counts[name] ?? 0, name).toBeGreaterThan(RUNS / 50);
      }
    },
    LONG_MS,
  );

  it(
    'do the same with the same tape',
    async () => {
      const tape = listKeptTapes('product')[0]?.kept.tape;
      if (tape === undefined) throw new Error('no tape is kept');
      expect(await runTape(office, tape, null)).toEqual(await runTape(office, tape, null));
    },
    LONG_MS,
  );

  it.each(PRODUCT_BUGS.filter((bug) => isLong || !RARE.includes(bug)))(
    'with %s planted are found out',
    async (bug) => {
      const { failure, runs } = await simulate(office, { runs: RARE.includes(bug) ? RUNS : BUG_BUDGET, seed: SEED, bug, isShrunk: false });
      expect(failure, `survived ${runs} runs`).not.toBeNull();
    },
    LONG_MS,
  );
});
