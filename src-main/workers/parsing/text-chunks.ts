import { createReadStream } from 'node:fs';
import { throwIfAborted } from './file-error.ts';
import type { FileSniff } from './sniff.ts';
import { createDecoder } from './text-encoding.ts';

/** A piece of decoded text with the bytes read so far. */
export type TextChunk = { readonly text: string; readonly bytesRead: number };

const READ_BYTES = 256 * 1024;

/** The decoded text of a file, piece by piece; memory does not grow with the file. */
export async function* textChunks(
  sniff: Pick<FileSniff, 'path' | 'encoding'>,
  signal?: AbortSignal,
): AsyncGenerator<TextChunk> {
  const decoder = createDecoder(sniff.encoding ?? 'utf-8');
  let bytesRead = 0;
  for await (const chunk of createReadStream(sniff.path, { highWaterMark: READ_BYTES }) as AsyncIterable<Buffer>) {
    throwIfAborted(signal);
    bytesRead += chunk.length;
    yield { text: decoder.decode(chunk), bytesRead };
  }
  const rest = decoder.end();
  if (rest !== '') yield { text: rest, bytesRead };
}
