import { AppError } from '#shared/kernel/app-error.ts';

/** Crockford's alphabet: no I, L, O, U; the first three are read as 1, 1 and 0. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const RECOVERY_GROUPS = 10;
const DATA_SYMBOLS = 4;
const GROUP_SYMBOLS = DATA_SYMBOLS + 1;
/** 10 groups of 4 symbols of 5 bits. */
export const RECOVERY_BYTES = (RECOVERY_GROUPS * DATA_SYMBOLS * 5) / 8;

/** The printed form of 25 random bytes: 10 groups of 5, the last symbol of each checks its group. */
export function formatRecoveryCode(secret: Uint8Array): string {
  const symbols = toSymbols(secret);
  return Array.from({ length: RECOVERY_GROUPS }, (_, group) => {
    const data = symbols.slice(group * DATA_SYMBOLS, (group + 1) * DATA_SYMBOLS);
    return [...data, checkSymbol(data, group)].map((symbol) => ALPHABET.charAt(symbol)).join('');
  }).join('-');
}

/**
 * The bytes behind a typed code; spaces, dashes and case do not matter. Throws
 * AppError('invalid-input', 'recovery-code-mistyped', {group}) with the first wrong group,
 * counted from 1, or 0 when the number of symbols is wrong.
 */
export function parseRecoveryCode(text: string): Buffer {
  const typed = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐–—_.·]/g, '')
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0');
  if (typed.length !== RECOVERY_GROUPS * GROUP_SYMBOLS) throw mistyped(0);
  const symbols = [...typed].map((symbol) => ALPHABET.indexOf(symbol));
  const data: number[] = [];
  for (let group = 0; group < RECOVERY_GROUPS; group++) {
    const [a = -1, b = -1, c = -1, d = -1, check = -1] = symbols.slice(group * GROUP_SYMBOLS, (group + 1) * GROUP_SYMBOLS);
    const isKnown = Math.min(a, b, c, d, check) >= 0;
    if (!isKnown || checkSymbol([a, b, c, d], group) !== check) throw mistyped(group + 1);
    data.push(a, b, c, d);
  }
  return fromSymbols(data);
}

function mistyped(group: number): AppError {
  return new AppError('invalid-input', 'recovery-code-mistyped', { detail: { group } });
}

/**
 * A check over the field of 32 elements: every single wrong symbol and every exchange of two
 * symbols of a group shows, and the group's number shows exchanged groups.
 */
function checkSymbol(data: readonly number[], group: number): number {
  return data.reduce((sum, symbol, index) => sum ^ multiply(symbol, 1 << (index + 1)), group + 1);
}

/** Product modulo x^5 + x^2 + 1. */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let shifted = a, rest = reduce(b); rest > 0; rest >>= 1) {
    if (rest & 1) product ^= shifted;
    shifted = reduce(shifted << 1);
  }
  return product;
}

function reduce(value: number): number {
  return value & 0b100000 ? value ^ 0b100101 : value;
}

function toSymbols(bytes: Uint8Array): number[] {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => parseInt(five, 2));
}

function fromSymbols(symbols: readonly number[]): Buffer {
  const bits = symbols.map((symbol) => symbol.toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => parseInt(eight, 2)));
}
