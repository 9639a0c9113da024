import { z } from 'zod';

/** What the server answers instead of a result, beside the HTTP status. */
export const WIRE_REASONS = [
  'invalid-input',
  'too-large',
  'unsigned',
  'unknown-device',
  'replayed',
  'revoked',
  'code-not-valid',
  'epoch',
  'fork',
  'behind',
  'upgrade-required',
  'throttled',
  'busy',
  'forbidden',
  'not-found',
  'hash-differs',
  'offset-differs',
  'failed',
] as const;
export type WireReason = (typeof WIRE_REASONS)[number];

export const refusal = z.object({
  error: z.object({
    code: z.enum(['invalid-input', 'not-found', 'conflict', 'forbidden', 'unavailable', 'internal']),
    reason: z.enum(WIRE_REASONS),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  }),
});
export type Refusal = z.infer<typeof refusal>;
