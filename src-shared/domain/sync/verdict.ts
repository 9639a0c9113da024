/** What a server may decide of an op; the first three have their place among the ops of the entity. */
export type Verdict = 'applied' | 'merged' | 'superseded' | 'rejected' | 'quarantined';

/** Plain words and numbers beside a verdict; never a sentence. */
export type Detail = Record<string, string | number | boolean | null>;

/** What counts in the fold instead of what was sent. */
export type Effect = { kind: string; args: unknown };

/** Whether an op has a place among the ops of its entity. */
export function isAccepted(verdict: Verdict): boolean {
  return verdict === 'applied' || verdict === 'merged' || verdict === 'superseded';
}
