import { createHash } from 'node:crypto';
import { AppError } from '#shared/kernel/app-error.ts';
import { assert } from '#shared/kernel/assert.ts';
import { opHashText } from '#shared/domain/sync/op-hash.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { ReadTx, WriteTx } from './handles.ts';

/** A business act to be logged. `id` is made by the caller once per act, so that a retry is recognised. */
export type OpDraft = {
  readonly id: string;
  readonly kind: string;
  readonly entity: string;
  readonly entityId: string;
  /** Plain JSON; its canonical text is stored and hashed. */
  readonly args: unknown;
  /** Person id, or `system`. */
  readonly actor: string;
  /** UTC milliseconds. */
  readonly occurredAt: number;
};

/** `repeated`: the same act had been logged already; nothing was written. */
export type AppendedOp = { readonly seq: number; readonly repeated: boolean };

/** One row of the log. `args` is undefined when personal data had to be erased. */
export type Op = Omit<OpDraft, 'args'> & {
  readonly seq: number;
  readonly args: unknown;
  readonly recordedAt: number;
  readonly device: string;
  readonly clockFlag: OpClockFlag;
  /** 64 hexadecimal digits. */
  readonly hash: string;
};

/** `behind`: recorded earlier than the op before it, by more than the tolerance. */
export type OpClockFlag = 'ok' | 'jumped' | 'behind';

export type OpRow = {
  seq: number;
  id: string;
  kind: string;
  entity: string;
  entity_id: string;
  args_json: string | null;
  salt: Uint8Array | null;
  args_hash: Uint8Array;
  actor: string;
  occurred_at: number;
  recorded_at: number;
  device: string;
  clock_flag: OpClockFlag;
  prev_hash: Uint8Array;
  hash: Uint8Array;
};

type Head = { seq: number; hash: Uint8Array; recorded_at: number };
type HeadSlot = { head: Head };

export const GENESIS_HASH = Buffer.alloc(32);
const SALT_BYTES = 16;
const HMAC_BLOCK_BYTES = 64;
const BEHIND_TOLERANCE_MS = 120_000;
const headKey = Symbol('op head');

const INSERT = `INSERT INTO op (seq, id, kind, entity, entity_id, args_json, salt, args_hash, actor,
  occurred_at, recorded_at, device, clock_flag, prev_hash, hash)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`;

/**
 * Appends an act to the log within the transaction that changes the state. The same id with
 * the same content again changes nothing; with another content it is refused:
 * AppError('conflict', 'op-id-reused').
 */
export function appendOp(tx: WriteTx, draft: OpDraft): AppendedOp {
  const { clock, ids, device } = tx.environment;
  const slot = tx.scratch<HeadSlot>(headKey, () => ({ head: readHead(tx) }));
  const seq = slot.head.seq + 1;
  const argsJson = canonicalJson(draft.args);
  const salt = ids.bytes(SALT_BYTES);
  const argsHash = hashArgs(salt, argsJson);
  const recordedAt = clock.now();
  const hash = hashOp(slot.head.hash, { ...draft, seq, device, argsHash });
  const flag = clockFlag(clock.flag(), recordedAt, slot.head);
  const { changes } = tx.run(INSERT, [
    seq,
    draft.id,
    draft.kind,
    draft.entity,
    draft.entityId,
    argsJson,
    salt,
    argsHash,
    draft.actor,
    draft.occurredAt,
    recordedAt,
    device,
    flag,
    slot.head.hash,
    hash,
  ]);
  if (changes === 0) return { seq: seqOfEqual(tx, draft, argsJson), repeated: true };
  slot.head = { seq, hash, recorded_at: recordedAt };
  return { seq, repeated: false };
}

/** Erases the arguments of an op, with their salt, for the sake of personal data; the chain still verifies. */
export function eraseOpArgs(tx: WriteTx, seq: number): boolean {
  return tx.run('UPDATE op SET args_json = NULL, salt = NULL WHERE seq = ? AND args_json IS NOT NULL', [seq]).changes > 0;
}

/**
 * Puts what is left of an op's arguments in their place, for the sake of personal data: its fold
 * goes on, the chain still verifies by the hash that was taken, and without its salt nobody can try guesses.
 */
export function redactOpArgs(tx: WriteTx, id: string, argsJson: string): void {
  tx.run("UPDATE op SET args_json = ?, salt = x'' WHERE id = ?", [argsJson, id]);
}

/** The last op's number and hash; 0 and the genesis hash in an empty log. */
export function readHead(tx: ReadTx): Head {
  return (
    tx.get<Head>('SELECT seq, hash, recorded_at FROM op ORDER BY seq DESC LIMIT 1') ?? {
      seq: 0,
      hash: GENESIS_HASH,
      recorded_at: Number.NEGATIVE_INFINITY,
    }
  );
}

/**
 * HMAC-SHA-256 (RFC 2104) of the arguments' canonical text. Written out, because Node's
 * createHmac makes a key object for each call, which costs four times the hashing itself.
 */
export function hashArgs(salt: Uint8Array, argsJson: string): Buffer {
  const inner = Buffer.alloc(HMAC_BLOCK_BYTES, 0x36);
  const outer = Buffer.alloc(HMAC_BLOCK_BYTES, 0x5c);
  for (let index = 0; index < salt.length; index++) {
    inner[index] = 0x36 ^ (salt[index] ?? 0);
    outer[index] = 0x5c ^ (salt[index] ?? 0);
  }
  const digest = createHash('sha256').update(inner).update(argsJson, 'utf8').digest();
  return createHash('sha256').update(outer).update(digest).digest();
}

type Hashed = {
  seq: number;
  id: string;
  kind: string;
  entity: string;
  entityId: string;
  argsHash: Uint8Array;
  actor: string;
  occurredAt: number;
  device: string;
};

/** SHA-256(previous hash ‖ canonical JSON of what the op says, its arguments by their hash). */
export function hashOp(previous: Uint8Array, op: Hashed): Buffer {
  const argsHash = Buffer.from(op.argsHash.buffer, op.argsHash.byteOffset, op.argsHash.byteLength).toString('hex');
  return createHash('sha256')
    .update(previous)
    .update(opHashText({ ...op, argsHash }), 'utf8')
    .digest();
}

/** Without its salt nothing can be said of an op's arguments: they, or their words, have been erased. */
export function isErased(salt: Uint8Array | null): salt is null {
  return salt === null || salt.length === 0;
}

function clockFlag(flag: 'ok' | 'jumped', recordedAt: number, head: Head): OpClockFlag {
  if (flag === 'jumped') return 'jumped';
  return recordedAt < head.recorded_at - BEHIND_TOLERANCE_MS ? 'behind' : 'ok';
}

function seqOfEqual(tx: ReadTx, draft: OpDraft, argsJson: string): number {
  const row = tx.get<OpRow>('SELECT * FROM op WHERE id = ?', [draft.id]);
  assert(row !== undefined, 'an op id is taken by an op');
  const isSame =
    row.kind === draft.kind &&
    row.entity === draft.entity &&
    row.entity_id === draft.entityId &&
    row.actor === draft.actor &&
    row.occurred_at === draft.occurredAt &&
    // Erased arguments cannot be compared any more; the rest decides.
    (isErased(row.salt) || hashArgs(row.salt, argsJson).equals(row.args_hash));
  if (!isSame) throw new AppError('conflict', 'op-id-reused', { detail: { seq: row.seq } });
  return row.seq;
}
