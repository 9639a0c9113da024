import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { AppError } from '#shared/kernel/app-error.ts';
import { SIGNATURE_HEADERS, incarnation, nonce } from '#shared/wire/signature.ts';
import type { SignedRequest } from '#shared/wire/signature.ts';
import type { ClaimedRequest } from '../accounts/signed-request.ts';
import { rawBody } from './bodies.ts';

const SIGNATURE = /^[A-Za-z0-9+/]{86}==$/u;
const INSTANT = /^-?\d{1,16}$/u;

/**
 * What a request says of itself, ready to be checked against the key of its device. The hash is taken
 * over the bytes as they came. AppError('forbidden', 'unsigned') when a header is missing or misshapen.
 */
export function claimOf(request: FastifyRequest): ClaimedRequest {
  const header = (name: string): string => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : '';
  };
  const inc = header(SIGNATURE_HEADERS.inc);
  const once = header(SIGNATURE_HEADERS.nonce);
  const at = header(SIGNATURE_HEADERS.at);
  const signature = header(SIGNATURE_HEADERS.signature);
  const isWhole = incarnation.safeParse(inc).success && nonce.safeParse(once).success && INSTANT.test(at) && SIGNATURE.test(signature);
  if (!isWhole) throw new AppError('forbidden', 'unsigned');
  const bodySha256 = createHash('sha256').update(rawBody(request)).digest('hex');
  // Fastify has routed the request already: its method is one of ours.
  const method = request.method as SignedRequest['method'];
  return { method, path: request.raw.url ?? '', inc, nonce: once, at: Number(at), bodySha256, signature };
}
