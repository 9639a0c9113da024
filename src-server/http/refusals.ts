import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import { WIRE_REASONS } from '#shared/wire/refusal.ts';
import type { Refusal, WireReason } from '#shared/wire/refusal.ts';

const STATUS: Readonly<Record<WireReason, number>> = {
  'invalid-input': 400,
  unsigned: 401,
  'unknown-device': 401,
  replayed: 401,
  revoked: 403,
  'code-not-valid': 403,
  forbidden: 403,
  'not-found': 404,
  epoch: 409,
  fork: 409,
  'hash-differs': 409,
  'offset-differs': 409,
  'too-large': 413,
  behind: 425,
  'upgrade-required': 426,
  throttled: 429,
  failed: 500,
  busy: 503,
};

export type Answer = { readonly status: number; readonly body: Refusal; readonly retryAfterSeconds: number | undefined };

/** A failure as the wire tells it; whatever is not a known refusal is `failed` and says nothing more. */
export function answerOf(error: unknown): Answer {
  const { code, reason, detail } = isAppError(error) ? error : fromFramework(error);
  const isKnown = (WIRE_REASONS as readonly string[]).includes(reason);
  const told = isKnown ? (reason as WireReason) : 'failed';
  const retryAfter = detail['retryAfterSeconds'];
  return {
    status: STATUS[told],
    body: { error: { code: wireCode(isKnown ? code : 'internal'), reason: told, detail: isKnown ? { ...detail } : {} } },
    retryAfterSeconds: typeof retryAfter === 'number' ? retryAfter : told === 'busy' ? 2 : undefined,
  };
}

function wireCode(code: AppError['code']): Refusal['error']['code'] {
  return code === 'offline' || code === 'cancelled' ? 'internal' : code;
}

/** Failures that Fastify or the JSON parser raise before our own code runs. */
function fromFramework(error: unknown): AppError {
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  if (status === 413) return new AppError('invalid-input', 'too-large');
  if (status === 404) return new AppError('not-found', 'not-found');
  if (typeof status === 'number' && status >= 400 && status < 500) return new AppError('invalid-input', 'invalid-input');
  if (status === 503) return new AppError('unavailable', 'busy');
  return new AppError('internal', 'failed', { cause: error });
}
