import { createPublicKey, verify } from 'node:crypto';
import { DAY_MS } from '#shared/kernel/instant.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { deviceOf, signedText } from '#shared/wire/signature.ts';
import type { SignedRequest } from '#shared/wire/signature.ts';
import type { Tx } from '../platform/database.ts';

/** A request with the signature that came with it, base64. */
export type ClaimedRequest = SignedRequest & { readonly signature: string };
export type CheckedRequest = { readonly deviceId: string; readonly revoked: boolean };

/** `last_seen_at` is written at most this often. */
const SEEN_EVERY_MS = 30_000;

/**
 * Proves that a request comes from an enrolled device and has not come before. AppError: `unknown-device`,
 * `unsigned`, `replayed`. A revoked device passes, marked: what it still has to hand over is taken.
 */
export async function checkRequest(tx: Tx, request: ClaimedRequest, now: number): Promise<CheckedRequest> {
  // A replay of what a crash forgot is harmless: numbers of mutations and hashes of files tell repeats.
  await tx.query('SET LOCAL synchronous_commit = off');
  const deviceId = deviceOf(request.inc);
  const [device] = await tx.query<{ public_key: string; revoked_at: number | null; last_seen_at: number }>(
    'SELECT public_key, revoked_at, last_seen_at FROM device WHERE device_id = $1',
    [deviceId],
  );
  if (device === undefined) throw new AppError('forbidden', 'unknown-device');
  if (!isSignedBy(request, device.public_key)) throw new AppError('forbidden', 'unsigned');
  await takeNonce(tx, request, now);
  if (now - device.last_seen_at > SEEN_EVERY_MS) {
    await tx.query('UPDATE device SET last_seen_at = $2 WHERE device_id = $1', [deviceId, now]);
  }
  return { deviceId, revoked: device.revoked_at !== null };
}

/** Remembers the request's number for 24 hours; AppError('forbidden', 'replayed') when it was there. */
export async function takeNonce(tx: Tx, { inc, nonce }: { inc: string; nonce: string }, now: number): Promise<void> {
  const taken = await tx.query('INSERT INTO nonce (inc, nonce, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1 AS one', [
    inc,
    nonce,
    now,
  ]);
  if (taken.length === 0) throw new AppError('forbidden', 'replayed');
}

export async function forgetNonces(tx: Tx, now: number): Promise<void> {
  await tx.query('DELETE FROM nonce WHERE at < $1', [now - DAY_MS]);
}

/** `publicKey`: SPKI DER, base64. Anything but an Ed25519 key and a signature of it is not signed. */
export function isSignedBy(request: ClaimedRequest, publicKey: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ed25519') return false;
    return verify(null, Buffer.from(signedText(request), 'utf8'), key, Buffer.from(request.signature, 'base64'));
  } catch {
    // Bytes that are no key: the same as a wrong signature, and no more is told.
    return false;
  }
}
