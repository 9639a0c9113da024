import { z } from 'zod';
import { change } from './change.ts';
import { decision, hash, mutation } from './mutation.ts';
import { incarnation } from './signature.ts';
import { LIMITS } from './version.ts';

const count = z.number().int().min(0);
const stream = z.string().min(1).max(120);
const epoch = z.string().min(1).max(60);
/** Every request of the protocol. */
const envelope = z.object({ inc: incarnation, epoch: epoch.nullable(), wire: z.number().int().min(1) });

/** A person of a device, as the server sees the account. */
const enrolledPerson = z.object({
  id: z.string().min(1).max(60),
  staffNo: z.string().min(1).max(20),
  name: z.string().min(1).max(40),
  role: z.string().min(1).max(40),
  station: z.string().max(60),
});

export const enrolRequest = z.object({
  wire: z.number().int().min(1),
  /** One-time code, as the supervisor read it out; spaces and hyphens do not count. */
  code: z.string().min(4).max(40),
  inc: incarnation,
  /** Ed25519, SPKI DER, base64; the request is signed by its private key. */
  publicKey: z.string().min(40).max(200),
  deviceName: z.string().max(80),
  /** The person of this ledger who joins, so that what was done before keeps its author. */
  localPersonId: z.string().min(1).max(60).nullable(),
});
export const enrolReply = z.object({
  epoch,
  serverTime: z.number().int(),
  serverName: z.string(),
  person: enrolledPerson,
});

export const pushRequest = envelope.extend({
  /** The device has stored all verdicts up to this number. */
  ackedThrough: count,
  mutations: z.array(mutation).max(LIMITS.pushMutations),
});
export const pushReply = z.object({
  lmid: count,
  lmidHash: hash.nullable(),
  results: z.array(decision),
  /** Why the rest was not taken: a number is missing, or the chain does not link. */
  stop: z.enum(['gap', 'chain']).nullable(),
  serverTime: z.number().int(),
});

export const pullRequest = envelope.extend({
  /** The last stored number of each stream that the device holds. */
  cursors: z.record(stream, count),
  atLeast: z.record(stream, count).optional(),
  maxRows: z.number().int().min(1).max(LIMITS.pullRows),
  maxBytes: z.number().int().min(1).max(LIMITS.pullBytes),
});
export const pullReply = z.object({
  streams: z.record(stream, z.object({ from: count, rows: z.array(change), head: count })),
  /** Streams that the device holds and may not see any more. */
  drop: z.array(stream),
  /** Granted streams whose early rows are gone: the device begins at `minSeq`. */
  bootstrap: z.array(z.object({ stream, minSeq: count })),
  lmid: count,
  lmidHash: hash.nullable(),
  more: z.boolean(),
  serverTime: z.number().int(),
});

export const factsRequest = envelope.extend({
  /** Canonical JSON of a mail bundle each. */
  bundles: z.array(z.string().max(256 * 1024)).max(LIMITS.factBundles),
});
export const factsReply = z.object({
  taken: count,
  /** By their place in the request; what was refused is told with its reason and not asked for again. */
  refused: z.array(z.object({ index: count, reason: z.string() })),
  serverTime: z.number().int(),
});

export const rekeyRequest = z.object({
  wire: z.number().int().min(1),
  old: incarnation,
  new: incarnation,
  pairs: z.array(z.object({ mid: z.number().int().min(1), hash })).max(5000),
});
export const rekeyReply = z.object({
  /** The highest number of the pairs that the server knows with the same hash; 0: none. */
  knownThrough: count,
  epoch,
});

export const checksumRequest = envelope.extend({ stream, cursor: count });
/** Count of the rows alive in the stream and xor of their hashes' first 16 digits, at the cursor. */
export const checksumReply = z.object({ count, xor64: z.string().regex(/^[0-9a-f]{16}$/u) });

export const heartbeatReply = z.object({
  epoch,
  serverTime: z.number().int(),
  serverName: z.string(),
  /** Highest number of each granted stream. */
  heads: z.record(stream, count),
  people: z.array(enrolledPerson),
});

export const MESSAGES = {
  enrol: { request: enrolRequest, reply: enrolReply },
  push: { request: pushRequest, reply: pushReply },
  pull: { request: pullRequest, reply: pullReply },
  facts: { request: factsRequest, reply: factsReply },
  rekey: { request: rekeyRequest, reply: rekeyReply },
  checksum: { request: checksumRequest, reply: checksumReply },
} as const;
export type MessageName = keyof typeof MESSAGES;
export type RequestOf<N extends MessageName> = z.infer<(typeof MESSAGES)[N]['request']>;
export type ReplyOf<N extends MessageName> = z.infer<(typeof MESSAGES)[N]['reply']>;
