/** Turns many short texts into few large UTF-8 chunks, in buffers that are used again. */
const CHUNK_BYTES = 131_072;
/** UTF-8 bytes that one UTF-16 unit takes at most. */
const MAX_BYTES_PER_UNIT = 3;

export type TextChunks = {
  add(text: string): void;
  /** Sends what is left. */
  flush(): void;
};

/** `send` calls `release` when it no longer needs the chunk. */
export function createTextChunks(send: (chunk: Uint8Array, release: () => void) => void): TextChunks {
  const free: Buffer[] = [];
  let buffer: Buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  let length = 0;

  function flush(): void {
    if (length === 0) return;
    const full = buffer;
    send(full.subarray(0, length), () => void free.push(full));
    buffer = free.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
    length = 0;
  }

  return {
    flush,
    add(text) {
      const most = text.length * MAX_BYTES_PER_UNIT;
      if (length + most > CHUNK_BYTES) flush();
      if (most > CHUNK_BYTES) send(Buffer.from(text, 'utf8'), () => undefined);
      else length += buffer.write(text, length, 'utf8');
    },
  };
}
