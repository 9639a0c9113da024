import { canonicalJson } from '../../kernel/canonical-json.ts';
import { sha256Hex } from '../../kernel/sha256.ts';

const ID_DIGITS = 32;
/** Digits of an id that mails of one number range share. */
const RANGE_DIGITS = 8;
/** Digits at the end of a mail number within which a range lies: a client uses its numbers in order. */
const WITHIN_RANGE = 5;
const REMEMBERED_MAX = 5000;
const ranges = new Map<string, string>();

/**
 * Hash of a mail's number range. Ids begin with it, so that what a day adds lies together in every
 * index over them, however large the ledger is; a hash alone would touch a page of its own each time.
 */
function rangeOf(mailNo: string): string {
  const range = mailNo.replace(/\D+$/u, '').slice(0, -WITHIN_RANGE);
  const known = ranges.get(range);
  if (known !== undefined) return known;
  if (ranges.size >= REMEMBERED_MAX) ranges.clear();
  const hash = sha256Hex(canonicalJson(['range', range])).slice(0, RANGE_DIGITS);
  ranges.set(range, hash);
  return hash;
}

function idOf(mailNo: string, parts: readonly (string | number)[]): string {
  return rangeOf(mailNo) + sha256Hex(canonicalJson(parts)).slice(0, ID_DIGITS - RANGE_DIGITS);
}

/** Id of a mail's exception in its n-th cycle: two machines that raise it raise the same one. */
export function exceptionUid(mailNo: string, cycle: number): string {
  return idOf(mailNo, ['exception', mailNo, cycle]);
}

/**
 * Id of a system op: hash of (mail number, cycle, kind, rule, since). A finding that was withdrawn
 * and comes back with the same `since` is a new op of the same key, so its repetition is counted in.
 */
export function systemOpId(key: { mailNo: string; cycle: number; kind: string; rule: string; since: number; repetition: number }): string {
  const parts: (string | number)[] = [key.mailNo, key.cycle, key.kind, key.rule, key.since];
  if (key.repetition > 0) parts.push(key.repetition);
  return idOf(key.mailNo, parts);
}
