import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RULES } from '#shared/domain/screening/vocabulary.ts';
import { generateCase, shrinkCase } from './generator/generate-case.ts';
import { randomOf } from './generator/random.ts';
import { runReference } from './run-reference.ts';
import type { ImportStep, Step } from './steps.ts';

const seeds = fc.integer({ min: 1, max: 1_000_000 });
const RUNS = { numRuns: 60 };

/** Each import cut in two, its statements shuffled and some repeated, the halves swapped. */
function rearranged(steps: readonly Step[], seed: number): Step[] {
  const random = randomOf(seed);
  return steps.flatMap((step): Step[] => {
    if (step.kind !== 'import' || step.statements.length === 0) return [step];
    const statements = random.shuffle([...step.statements, random.pick(step.statements)]);
    const cut = random.int(0, statements.length);
    const part = (list: typeof statements): ImportStep => ({ ...step, statements: list });
    return [part(statements.slice(cut)), part(statements.slice(0, cut))];
  });
}

describe('the reference on generated cases', () => {
  it('does not depend on order, repetition and division of what a file says', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { steps, options } = generateCase(seed);
        expect(runReference(rearranged(steps, seed), options)).toEqual(runReference(steps, options));
      }),
      RUNS,
    );
  });

  it('repeats a run without changing anything', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { steps, options } = generateCase(seed);
        const twice = steps.flatMap((step): Step[] => (step.kind === 'screen' ? [step, step] : [step]));
        const [once, again] = [runReference(steps, options), runReference(twice, options)];
        expect({ ...again, runs: [] }).toEqual({ ...once, runs: [] });
      }),
      RUNS,
    );
  });

  it('accounts for every due mail', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { steps, options } = generateCase(seed);
        for (const slot of runReference(steps, options).coverage.flatMap((c) => c.slots)) {
          expect(slot.normal + slot.abnormal + slot.undetermined).toBe(slot.due);
          expect(slot.onTime + slot.late).toBe(slot.normal + slot.abnormal);
        }
      }),
      RUNS,
    );
  });
});

describe('the generator', () => {
  it('gives the same case for the same seed, as plain JSON, its runs in order of time', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const generated = generateCase(seed);
        expect(generateCase(seed)).toEqual(generated);
        expect(JSON.parse(JSON.stringify(generated))).toEqual(generated);
        const nows = generated.steps.flatMap((s) => (s.kind === 'screen' ? [s.now] : []));
        expect([...nows].sort((a, b) => a - b)).toEqual(nows);
      }),
      RUNS,
    );
  });

  it('reaches every rule, every verdict and every end of an exception', () => {
    const rules = new Set<string>();
    const verdicts = new Set<string>();
    const statuses = new Set<string>();
    for (let seed = 1; seed <= 400; seed += 1) {
      const { steps, options } = generateCase(seed);
      const result = runReference(steps, options);
      for (const e of result.exceptions) statuses.add(`${e.status} ${e.cycle > 1 ? 'again' : 'first'}`);
      for (const f of result.exceptions.flatMap((e) => e.findings)) rules.add(f.rule);
      for (const v of result.mails.flatMap((m) => m.verdicts)) verdicts.add(`${v.verdict} ${v.late} ${v.counted}`);
    }
    expect([...rules].sort()).toEqual([...RULES].sort());
    expect(verdicts.size).toBeGreaterThanOrEqual(9);
    expect(statuses).toContain('open again');
    expect(statuses).toContain('self-cleared first');
  });

  it('shrinks a failing case to what fails', () => {
    const hasSwap = (steps: readonly Step[]) =>
      runReference(steps).exceptions.some((e) => e.findings.some((f) => f.rule === 'suspected-swap'));
    const seed = Array.from({ length: 500 }, (_, i) => i + 1).find((s) => hasSwap(generateCase(s).steps)) ?? 0;
    const small = shrinkCase(generateCase(seed), (c) => hasSwap(c.steps));
    expect(hasSwap(small.steps)).toBe(true);
    const said = small.steps.flatMap((s) => (s.kind === 'import' ? s.statements : []));
    expect(said.length).toBeLessThanOrEqual(6);
  });
});
