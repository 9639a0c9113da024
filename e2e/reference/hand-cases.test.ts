import { describe, expect, it } from 'vitest';
import { differencesFrom } from './hand-case.ts';
import { HAND_CASES } from './hand-cases.ts';
import { runReference } from './run-reference.ts';

describe('the reference on hand-computed cases', () => {
  it('has cases with distinct names', () => {
    const names = HAND_CASES.map((c) => c.name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it.each(HAND_CASES.map((handCase) => [handCase.name, handCase] as const))('%s', (_name, handCase) => {
    const result = runReference(handCase.steps, handCase.options);
    expect(differencesFrom(handCase.expected, result)).toEqual([]);
  });

  it('does not depend on the order of imports before a run', () => {
    for (const { steps, expected, options } of HAND_CASES) {
      const screens = steps.filter((step) => step.kind === 'screen').length;
      if (screens !== 1 || steps.some((step) => step.kind === 'close')) continue;
      const last = steps.findIndex((step) => step.kind === 'screen');
      const reversed = [...steps.slice(0, last).reverse(), ...steps.slice(last)];
      expect(differencesFrom(expected, runReference(reversed, options))).toEqual([]);
    }
  });
});
