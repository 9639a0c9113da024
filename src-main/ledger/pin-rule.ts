export type PinFlaw = 'pin-too-short' | 'pin-not-digits' | 'pin-obvious';

export const PIN_DIGITS_MIN = 6;
/** Patterns of the keypad and of the calendar of common choices that the rules below do not cover. */
const KNOWN = new Set(['147258', '258369', '159357', '147369', '135246', '246135', '123654', '520131', '521131', '201314', '5201314']);

/** Why a PIN is refused, or undefined when it may be used. */
export function findPinFlaw(pin: string): PinFlaw | undefined {
  if (!/^\d*$/.test(pin)) return 'pin-not-digits';
  if (pin.length < PIN_DIGITS_MIN) return 'pin-too-short';
  return isObvious(pin) ? 'pin-obvious' : undefined;
}

function isObvious(pin: string): boolean {
  const digits = [...pin].map(Number);
  const steps = digits.slice(1).map((digit, index) => (digit - (digits[index] ?? 0) + 10) % 10);
  const isRun = steps.every((step) => step === 1) || steps.every((step) => step === 9);
  const isMirror = pin === [...pin].reverse().join('');
  const isRepeat = /^(\d{1,4})\1+$/.test(pin);
  const isPairs = /^(?:(\d)\1)+$/.test(pin) && new Set(steps.filter((_, index) => index % 2 === 1)).size <= 1;
  return isRun || isMirror || isRepeat || isPairs || new Set(pin).size <= 2 || KNOWN.has(pin);
}
