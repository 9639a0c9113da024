import { z } from 'zod';

export const hash = z.string().regex(/^[0-9a-f]{64}$/u);
const text = z.string().min(1).max(200);

/** An op as its device wrote it; all that its place in the device's chain is computed from. */
export const mutation = z.object({
  /** 1, 2, 3 … within an incarnation. */
  mid: z.number().int().min(1),
  /** Number of the op in the device's log; it is what the chain hashes. */
  seq: z.number().int().min(1),
  id: text,
  kind: text,
  entity: text,
  entityId: text,
  /** Version of the arguments' form. */
  sv: z.number().int().min(1),
  /** Canonical text of the arguments, and the salt of its hash; both null once erased. */
  args: z.string().nullable(),
  salt: z
    .string()
    .regex(/^[0-9a-f]{32}$/u)
    .nullable(),
  argsHash: hash,
  /** Person id, or `system`. */
  actor: text,
  /** The device's wall clock, UTC ms. */
  occurredAt: z.number().int(),
  recordedAt: z.number().int(),
  clockFlag: z.enum(['ok', 'jumped', 'behind']),
  prevHash: hash,
  hash,
  /**
   * Highest `ver` of the entity that the device held when the op was written; absent: not known.
   * Outside the chain: it only tells which edits of one field did not know of each other.
   */
  seenVer: z.number().int().min(0).optional(),
});
export type Mutation = z.infer<typeof mutation>;

export const VERDICTS = ['applied', 'merged', 'superseded', 'rejected', 'quarantined'] as const;
export type Verdict = (typeof VERDICTS)[number];
export const detail = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type Detail = z.infer<typeof detail>;

/** What the server decided of a mutation, once and for ever. */
export const decision = z.object({
  mid: z.number().int().min(1),
  verdict: z.enum(VERDICTS),
  /** Kebab-case; empty for what was simply applied. */
  code: z.string().max(60),
  detail,
});
export type Decision = z.infer<typeof decision>;

/** What counts in the fold instead of what was sent: a second closure becomes a follow-up. */
export const effect = z.object({ kind: text, args: z.unknown() });

/** A decided op as it travels. `ver` orders the ops of one entity. */
export const decidedOp = z.object({
  id: text,
  inc: text,
  mid: z.number().int().min(1),
  kind: text,
  entity: text,
  entityId: text,
  sv: z.number().int().min(1),
  /** Null once erased. */
  args: z.string().nullable(),
  /** Of the author's device: keeps what was erased from being guessed by the hash of the body. */
  salt: z.string().nullable(),
  actor: text,
  occurredAt: z.number().int(),
  receivedAt: z.number().int(),
  clockFlag: z.enum(['ok', 'jumped', 'behind']),
  verdict: z.enum(VERDICTS),
  code: z.string().max(60),
  detail,
  effect: effect.nullable(),
  /** 0 for what was refused: it has no place among the entity's ops. */
  ver: z.number().int().min(0),
});
export type DecidedOp = z.infer<typeof decidedOp>;
