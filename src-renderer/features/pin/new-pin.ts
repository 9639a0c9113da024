/** A new PIN as typed twice; the engine decides whether it is good enough. */
export type NewPin = { first: string; second: string };

export const EMPTY_PIN: NewPin = { first: '', second: '' };
export const PIN_DIGITS_MIN = 6;

export type NewPinProblem = 'missing' | 'not-digits' | 'too-short' | 'different';

/** What keeps the pair from being sent, or null. The length is that of `PIN_REASONS`. */
export function newPinProblem({ first, second }: NewPin): NewPinProblem | null {
  if (first === '') return 'missing';
  if (!/^\d*$/.test(first)) return 'not-digits';
  if (first.length < PIN_DIGITS_MIN) return 'too-short';
  return first === second ? null : 'different';
}
