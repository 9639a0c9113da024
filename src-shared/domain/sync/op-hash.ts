import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

/** What the hash of an op is taken over. Hashes are 64 lower-case hexadecimal digits. */
export type HashedOp = {
  /** Number of the op in the log of its device. */
  readonly seq: number;
  readonly id: string;
  readonly kind: string;
  readonly entity: string;
  readonly entityId: string;
  readonly argsHash: string;
  readonly actor: string;
  /** UTC ms. */
  readonly occurredAt: number;
  readonly device: string;
};

/** The hash before the first op of every device. */
export const OP_GENESIS = '0'.repeat(64);

/** The text of an op that follows the previous hash in the chain of its device. */
export function opHashText(op: HashedOp): string {
  return JSON.stringify([op.seq, op.id, op.kind, op.entity, op.entityId, op.argsHash, op.actor, op.occurredAt, op.device]);
}

/** SHA-256(previous hash ‖ what the op says, its arguments by their hash). */
export function opHash(previous: string, op: HashedOp): string {
  return bytesToHex(sha256(concatBytes(hexToBytes(previous), utf8ToBytes(opHashText(op)))));
}

/** HMAC-SHA-256 of the arguments' canonical text, by their salt in hexadecimal digits. */
export function opArgsHash(salt: string, args: string): string {
  return bytesToHex(hmac(sha256, hexToBytes(salt), utf8ToBytes(args)));
}
