import { z } from 'zod';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { sha256Hex } from '../kernel/sha256.ts';
import { hash } from './mutation.ts';

/** What a change row carries: a decided op, a mail's facts, or the mark that a row left a stream. */
export const CHANGE_OPS = ['put', 'del', 'leave'] as const;

/**
 * A row of a stream. `hash` = SHA-256(prev ‖ canonical JSON of `chained`); the body stands outside
 * the chain by its own hash, so that it can be erased.
 */
export const change = z.object({
  seq: z.number().int().min(1),
  prev: hash,
  hash,
  op: z.enum(CHANGE_OPS),
  /** `op` or `mail-bundle`, or what a newer server knows: then the row is parked. */
  entity: z.string().min(1).max(60),
  id: z.string().min(1).max(200),
  rowVer: z.number().int().min(0),
  sv: z.number().int().min(1),
  /** Canonical JSON of a `decidedOp` or a bundle; null once erased, and for `del` and `leave`. */
  body: z.string().nullable(),
  bodyHash: hash.nullable(),
  inc: z.string().max(60),
  mid: z.number().int().min(0),
  actor: z.string().max(200),
  receivedAt: z.number().int(),
});
export type Change = z.infer<typeof change>;

/** The parts of a change that its chain hash is taken over, in this order. */
export function chained(row: Omit<Change, 'prev' | 'hash' | 'body'>): readonly (string | number | null)[] {
  return [row.seq, row.op, row.entity, row.id, row.rowVer, row.bodyHash, row.inc, row.mid, row.actor, row.receivedAt];
}

/** The hash before the first row of every stream. */
export const STREAM_GENESIS = '0'.repeat(64);

/** Hash of a row by the hash of the row before it; both 64 hexadecimal digits, hashed as text. */
export function changeHash(prev: string, row: Omit<Change, 'prev' | 'hash' | 'body'>): string {
  return sha256Hex(prev + canonicalJson(chained(row)));
}
