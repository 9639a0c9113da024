import fc from 'fast-check';

/** What can happen, and how often; the number of a step says to whom and how. */
const WEIGHTS = {
  step: 5,
  exchange: 4,
  deliver: 6,
  'run-transaction': 7,
  write: 6,
  lose: 1,
  repeat: 1,
  'give-up': 1,
  'kill-device': 1,
  'kill-server': 1,
  'kill-transaction': 1,
  'change-grant': 1,
  'move-clock': 2,
  'fill-disk': 1,
  'stall-commit': 3,
  history: 2,
} as const;
export type Act = keyof typeof WEIGHTS;
export type TapeStep = readonly [act: Act, number: number];

/** Whose history is rewritten: the server's by restores, a profile's by roll-backs and copies, or both in turn. */
export const MODES = ['server', 'profile', 'both'] as const;

export type Tape = {
  readonly mode: (typeof MODES)[number];
  readonly maxRows: number;
  readonly steps: readonly TapeStep[];
};

export const ACTS = Object.keys(WEIGHTS) as Act[];

const act = fc.oneof(...ACTS.map((name) => ({ weight: WEIGHTS[name], arbitrary: fc.constant(name) })));

export const tapes: fc.Arbitrary<Tape> = fc.record({
  mode: fc.constantFrom(...MODES),
  maxRows: fc.constantFrom(1, 2, 5, 50),
  steps: fc.array(fc.tuple(act, fc.nat({ max: 1 << 16 })), { minLength: 1, maxLength: 400, size: 'max' }),
});
