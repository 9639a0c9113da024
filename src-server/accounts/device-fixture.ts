import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { SIGNATURE_HEADERS, signedText } from '#shared/wire/signature.ts';
import type { SignedRequest } from '#shared/wire/signature.ts';

/** A device as tests play it: an incarnation with a key pair. */
export type FixtureDevice = { readonly inc: string; readonly publicKey: string; readonly privateKey: KeyObject };

export function makeDevice(inc = randomBytes(16).toString('hex')): FixtureDevice {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { inc, publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'), privateKey };
}

export type ToSign = {
  readonly method: SignedRequest['method'];
  readonly path: string;
  readonly body: Uint8Array;
  readonly nonce?: string;
};

/** The headers that prove a request. */
export function signedHeaders(
  device: FixtureDevice,
  { method, path, body, nonce = randomBytes(16).toString('hex') }: ToSign,
): Record<string, string> {
  const at = 1_780_000_000_000;
  const bodySha256 = createHash('sha256').update(body).digest('hex');
  const text = signedText({ method, path, inc: device.inc, nonce, at, bodySha256 });
  return {
    [SIGNATURE_HEADERS.inc]: device.inc,
    [SIGNATURE_HEADERS.nonce]: nonce,
    [SIGNATURE_HEADERS.at]: String(at),
    [SIGNATURE_HEADERS.signature]: sign(null, Buffer.from(text, 'utf8'), device.privateKey).toString('base64'),
  };
}
