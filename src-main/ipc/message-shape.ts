import { z } from 'zod';

/** A call as it arrives; `input` is checked by its endpoint. Unknown fields are refused. */
export const callShape = z.strictObject({
  id: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  path: z.string().min(3).max(120),
  input: z.unknown(),
  requestId: z.string().min(8).max(100).optional(),
});

export const cancelShape = z.strictObject({
  cancel: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
});

/** The id to answer a malformed message under: its own when it has a usable one, else -1. */
export function idOf(message: unknown): number {
  if (typeof message !== 'object' || message === null || !('id' in message)) return -1;
  const { id } = message;
  return typeof id === 'number' && Number.isSafeInteger(id) && id >= 0 ? id : -1;
}
