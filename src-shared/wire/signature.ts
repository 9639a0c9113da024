import { z } from 'zod';

/** Headers of a signed request. */
export const SIGNATURE_HEADERS = {
  inc: 'x-youshao-inc',
  nonce: 'x-youshao-nonce',
  at: 'x-youshao-at',
  signature: 'x-youshao-signature',
} as const;

/** `<device id>` or, after a fork, `<device id>~<number><4 hex>`. */
export const incarnation = z.string().regex(/^[0-9a-f]{32}(~\d{1,6}[0-9a-f]{4})?$/u);
export const nonce = z.string().regex(/^[0-9a-f]{32}$/u);

export type SignedRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'HEAD';
  /** With its query. */
  readonly path: string;
  readonly inc: string;
  readonly nonce: string;
  /** The device's clock, UTC ms; a hint and never a reason to refuse. */
  readonly at: number;
  /** Of the bytes as sent, compressed or not; 64 hexadecimal digits. */
  readonly bodySha256: string;
};

/** The text that Ed25519 signs, one line each; UTF-8. */
export function signedText({ method, path, inc, nonce: once, at, bodySha256 }: SignedRequest): string {
  return ['youshao-1', method, path, inc, once, String(at), bodySha256].join('\n');
}

/** The device that an incarnation is one of. */
export function deviceOf(inc: string): string {
  return inc.slice(0, 32);
}
