import { describe, expect, it } from 'vitest';
import { disagreements } from './compare-results.ts';
import { generateCase } from './generator/generate-case.ts';
import { differencesFrom } from './hand-case.ts';
import { HAND_CASES } from './hand-cases.ts';
import { runEngine } from './run-engine.ts';
import { runReference } from './run-reference.ts';

/** A case holds some five mails. More of them in the soak run. */
const CASES_FOR_TEN_THOUSAND_MAILS = 2100;
const CASES = Number(process.env['YOUSHAO_REFERENCE_CASES'] ?? CASES_FOR_TEN_THOUSAND_MAILS);
const FIRST_SEED = Number(process.env['YOUSHAO_SEED'] ?? 1);

describe('the engine decides as the page says', () => {
  it.each(HAND_CASES)('$name', async ({ steps, expected, options }) => {
    expect(differencesFrom(expected, await runEngine(steps, options))).toEqual([]);
  });

  it(
    `agrees with the plain reference on ${CASES} generated cases from seed ${FIRST_SEED}`,
    async () => {
      let mails = 0;
      for (let seed = FIRST_SEED; seed < FIRST_SEED + CASES; seed++) {
        const { steps, options } = generateCase(seed);
        const reference = runReference(steps, options);
        mails += reference.mails.length;
        expect(disagreements(reference, await runEngine(steps, options)), `seed ${seed}`).toEqual([]);
      }
      if (CASES >= CASES_FOR_TEN_THOUSAND_MAILS) expect(mails).toBeGreaterThanOrEqual(10_000);
      expect(mails).toBeGreaterThanOrEqual(CASES * 4);
    },
    Math.max(1_200_000, CASES * 600),
  );
});
