import { z } from 'zod';
import { asVersion, draftHash, draftOf, RULE_DRAFT } from './draft.ts';
import { DEFAULT_RULES } from './defaults.ts';
import type { RuleSet } from './rule-set.ts';

/** Longest reason that a version or its withdrawal may state. */
export const REASON_MAX = 200;
const reason = z.string().trim().min(1).max(REASON_MAX);

export const RULES_SAVE = 'rules.save';
export const RULES_WITHDRAW = 'rules.withdraw';

/** Ops on the rules; the entity is the version. */
export const ruleOps = {
  [RULES_SAVE]: z.object({
    effectiveFrom: z.number().int(),
    reason,
    /** The version that was in force when the draft was tried. */
    basedOn: z.number().int(),
    /** What the dry run was of; equal to the hash of `draft`. */
    dryRunHash: z.string(),
    draft: RULE_DRAFT,
  }),
  [RULES_WITHDRAW]: z.object({ reason }),
} as const;
export type RulesSaveArgs = z.infer<(typeof ruleOps)[typeof RULES_SAVE]>;
export type RulesWithdrawArgs = z.infer<(typeof ruleOps)[typeof RULES_WITHDRAW]>;

/** A version as the ops of the rules make it. */
export type RuleVersion = {
  version: number;
  effectiveFrom: number;
  hash: string;
  set: RuleSet;
  reason: string;
  basedOn: number | null;
  savedAt: number | null;
  savedBy: string | null;
  withdrawn: { at: number; by: string; reason: string } | null;
};

/** What holds before anybody has saved a version. */
export const DEFAULT_VERSION: RuleVersion = {
  version: DEFAULT_RULES.version,
  effectiveFrom: DEFAULT_RULES.effectiveFrom,
  hash: draftHash(draftOf(DEFAULT_RULES)),
  set: DEFAULT_RULES,
  reason: '',
  basedOn: null,
  savedAt: null,
  savedBy: null,
  withdrawn: null,
};

export type RuleOp = { kind: string; entityId: string; args: unknown; actor: string; occurredAt: number };

/** The fold of the rules' ops; `versions` holds the saved ones by number and is changed. True when the op is one of the rules. */
export function foldRuleOp(versions: Map<number, RuleVersion>, { kind, entityId, args, actor, occurredAt }: RuleOp): boolean {
  const version = Number(entityId);
  if (kind === RULES_SAVE) {
    const { draft, effectiveFrom, reason: why, basedOn } = args as RulesSaveArgs;
    const set = asVersion(draft, { version, effectiveFrom });
    const saved = { savedAt: occurredAt, savedBy: actor, withdrawn: null };
    versions.set(version, { version, effectiveFrom, hash: draftHash(draft), set, reason: why, basedOn, ...saved });
    return true;
  }
  if (kind !== RULES_WITHDRAW) return false;
  const before = versions.get(version);
  if (before) {
    versions.set(version, { ...before, withdrawn: { at: occurredAt, by: actor, reason: (args as RulesWithdrawArgs).reason } });
  }
  return true;
}

export const VERSION_STATES = ['in-force', 'scheduled', 'superseded', 'withdrawn'] as const;
export type VersionState = (typeof VERSION_STATES)[number];

/** Where a version stands at an instant, beside the one in force. */
export function versionState(
  { version, effectiveFrom, withdrawn }: Pick<RuleVersion, 'version' | 'effectiveFrom' | 'withdrawn'>,
  { now, inForce }: { now: number; inForce: number },
): VersionState {
  if (withdrawn) return 'withdrawn';
  if (version === inForce) return 'in-force';
  return effectiveFrom > now ? 'scheduled' : 'superseded';
}
