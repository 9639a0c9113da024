import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { WorkerEntry } from '../platform/worker-entry.ts';
import type { Argon2Cost, WrappedKey } from './keyring-file.ts';

/** Turns a short secret into 32 bytes at a cost that makes guessing slow. */
export type Stretch = (password: Uint8Array, salt: Uint8Array, cost: Argon2Cost) => Promise<Buffer>;

/**
 * The first of OWASP's equal choices for Argon2id: 46 MiB, one pass, one lane, because it runs on one
 * thread. A person unlocks many times a day on an old machine; a slot keeps the cost it was made at.
 */
export const ARGON2_COST: Argon2Cost = { memoryKib: 47_104, passes: 1, lanes: 1 };

/** Argon2id in a worker thread of its own, so that nobody waits for it but its caller. */
export function argon2InWorker(workerEntry: WorkerEntry): Stretch {
  return (password, salt, cost) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(workerEntry('argon2'), { workerData: { password, salt, ...cost } });
      worker.once('message', (stretched: Uint8Array) => resolve(Buffer.from(stretched)));
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`argon2 worker ended with ${code}`)));
    });
}

/** HKDF-SHA-256 (RFC 5869) of the joined parts; the parts are zeroed. */
export function deriveWrapKey(parts: readonly Buffer[], salt: Uint8Array, purpose: string): Buffer {
  const material = Buffer.concat(parts);
  const derived = Buffer.from(hkdfSync('sha256', material, salt, `youshao ${purpose}`, 32));
  for (const secret of [material, ...parts]) secret.fill(0);
  return derived;
}

/** Encrypts a data key; `label` is authenticated with it, so that slots cannot be exchanged. Zeroes the wrap key. */
export function wrapKey(key: Buffer, wrap: { wrapKey: Buffer; nonce: Buffer; label: string }): WrappedKey {
  const cipher = createCipheriv('aes-256-gcm', wrap.wrapKey, wrap.nonce).setAAD(Buffer.from(wrap.label));
  const encrypted = Buffer.concat([cipher.update(key), cipher.final()]);
  wrap.wrapKey.fill(0);
  return { nonce: wrap.nonce.toString('hex'), cipher: encrypted.toString('hex'), tag: cipher.getAuthTag().toString('hex') };
}

/** The data key, or undefined when the wrap key is not the right one. Zeroes the wrap key. */
export function unwrapKey(wrapped: WrappedKey, wrap: { wrapKey: Buffer; label: string }): Buffer | undefined {
  const decipher = createDecipheriv('aes-256-gcm', wrap.wrapKey, Buffer.from(wrapped.nonce, 'hex'))
    .setAAD(Buffer.from(wrap.label))
    .setAuthTag(Buffer.from(wrapped.tag, 'hex'));
  const opened = decipher.update(Buffer.from(wrapped.cipher, 'hex'));
  try {
    decipher.final();
    return opened;
  } catch {
    // The tag does not fit: this is how GCM says "wrong key".
    opened.fill(0);
    return undefined;
  } finally {
    wrap.wrapKey.fill(0);
  }
}

/** Names a key without giving anything of it away. */
export function keyIdOf(key: Buffer): string {
  return createHmac('sha256', key).update('youshao key id').digest().subarray(0, 16).toString('hex');
}

/** A raw key as text: 64 hexadecimal digits. Undefined when the text is something else, as a passphrase. */
export function parseRawKey(text: string): Buffer | undefined {
  const trimmed = text.trim();
  return /^[0-9a-fA-F]{64}$/.test(trimmed) ? Buffer.from(trimmed, 'hex') : undefined;
}
