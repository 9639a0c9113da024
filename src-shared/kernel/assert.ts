/** Throws when an invariant of our own code is broken; a bug, never a user's mistake. */
export function assert(condition: unknown, invariant: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${invariant}`);
}

/** Makes a switch exhaustive at compile time. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}

/** The element at `index`; a bug when there is none. */
export function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  assert(value !== undefined, `index ${index} of ${list.length}`);
  return value;
}
