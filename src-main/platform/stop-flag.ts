/**
 * Asks a thread to stop between two steps of its work. A thread that may be inside SQLite is
 * never terminated: a native call that is broken off takes the whole process with it.
 */
export type StopFlag = SharedArrayBuffer;

export function lowerStopFlag(): StopFlag {
  return new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
}

export function raiseStopFlag(flag: StopFlag): void {
  Atomics.store(new Int32Array(flag), 0, 1);
}

export function isRaised(flag: StopFlag): boolean {
  return Atomics.load(new Int32Array(flag), 0) === 1;
}
