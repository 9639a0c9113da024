import fc from 'fast-check';

/** What can happen in the office, and how often; the number of a step says to whom and how. */
const WEIGHTS = {
  step: 8,
  deliver: 9,
  exchange: 7,
  act: 10,
  import: 3,
  screen: 3,
  manage: 3,
  lose: 1,
  repeat: 1,
  'give-up': 1,
  'kill-device': 1,
  'kill-server': 1,
  'move-clock': 1,
  'fill-disk': 1,
  'copy-profile': 1,
  'put-profile-back': 1,
  'clone-profile': 1,
  'copy-server': 2,
  'restore-server': 2,
  'take-away': 2,
  revoke: 1,
} as const;
export type Act = keyof typeof WEIGHTS;
export type TapeStep = readonly [act: Act, number: number];

export type Tape = { readonly seats: number; readonly maxRows: number; readonly steps: readonly TapeStep[] };

export const ACTS = Object.keys(WEIGHTS) as Act[];

const act = fc.oneof(...ACTS.map((name) => ({ weight: WEIGHTS[name], arbitrary: fc.constant(name) })));

export const tapes: fc.Arbitrary<Tape> = fc.record({
  seats: fc.integer({ min: 2, max: 4 }),
  maxRows: fc.constantFrom(1, 3, 20, 2000),
  steps: fc.array(fc.tuple(act, fc.nat({ max: 1 << 16 })), { minLength: 1, maxLength: 120, size: 'max' }),
});
