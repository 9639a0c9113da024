/** Deeper nesting than any contract needs; stops hostile recursion in the validators. */
export const MAX_MESSAGE_DEPTH = 64;
export const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

const OVERHEAD_BYTES = 8;

/**
 * Whether a structured-cloned message is small enough to be looked at: about 8 MB, counted as
 * UTF-16 text plus 8 bytes a value, and at most 64 levels. Stops counting at the limit, so its
 * cost is bounded; cycles end at the depth limit or the byte limit.
 */
export function isWithinLimits(message: unknown, maxBytes = MAX_MESSAGE_BYTES, maxDepth = MAX_MESSAGE_DEPTH): boolean {
  let left = maxBytes;
  const visit = (value: unknown, depth: number): boolean => {
    if (depth > maxDepth) return false;
    left -= OVERHEAD_BYTES;
    if (typeof value === 'string') left -= value.length * 2;
    else if (typeof value === 'object' && value !== null) return left >= 0 && visitObject(value, depth);
    return left >= 0;
  };
  const visitObject = (value: object, depth: number): boolean => {
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
      left -= value.byteLength;
      return left >= 0;
    }
    if (Array.isArray(value)) return value.every((element) => visit(element, depth + 1));
    if (value instanceof Map || value instanceof Set) {
      for (const element of value) if (!visit(element, depth + 1)) return false;
      return true;
    }
    for (const key of Object.keys(value)) {
      left -= key.length * 2;
      if (!visit((value as Record<string, unknown>)[key], depth + 1)) return false;
    }
    return true;
  };
  return visit(message, 0);
}
