import type { z } from 'zod';
import { canonicalJson } from '../../kernel/canonical-json.ts';
import { sha256Hex } from '../../kernel/sha256.ts';
import { RULE_SET } from './rule-set.ts';
import type { RuleSet } from './rule-set.ts';

/** A rule set without its place in time: what an editor changes, and what a dry run tries. */
export const RULE_DRAFT = RULE_SET.omit({ version: true, effectiveFrom: true });
export type RuleDraft = z.infer<typeof RULE_DRAFT>;

/** A version's content alone. */
export function draftOf(set: RuleSet): RuleDraft {
  const { version: _version, effectiveFrom: _effectiveFrom, ...draft } = set;
  return draft;
}

/** Names the content: equal drafts have one hash, whatever the order of their keys. 64 hexadecimal digits. */
export function draftHash(draft: RuleDraft): string {
  return sha256Hex(canonicalJson(draft));
}

/** A draft as a version of its own. */
export function asVersion(draft: RuleDraft, { version, effectiveFrom }: Pick<RuleSet, 'version' | 'effectiveFrom'>): RuleSet {
  return { ...draft, version, effectiveFrom };
}
