import { canonicalJson } from '../../kernel/canonical-json.ts';
import { sha256Hex } from '../../kernel/sha256.ts';

/** Id of a mail's exception in its n-th cycle: two machines that raise it raise the same one. */
export function exceptionUid(mailNo: string, cycle: number): string {
  return sha256Hex(canonicalJson(['exception', mailNo, cycle])).slice(0, 32);
}

/**
 * Id of a system op: hash of (mail number, cycle, kind, rule, since). A finding that was withdrawn
 * and comes back with the same `since` is a new op of the same key, so its repetition is counted in.
 */
export function systemOpId(key: { mailNo: string; cycle: number; kind: string; rule: string; since: number; repetition: number }): string {
  const parts: (string | number)[] = [key.mailNo, key.cycle, key.kind, key.rule, key.since];
  if (key.repetition > 0) parts.push(key.repetition);
  return sha256Hex(canonicalJson(parts)).slice(0, 32);
}
