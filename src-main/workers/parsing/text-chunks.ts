import { throwIfAborted } from './file-error.ts';
import { filePieces } from './file-pieces.ts';
import type { FileSniff } from './sniff.ts';
import { createDecoder } from './text-encoding.ts';

/** A piece of decoded text with the bytes read so far. */
export type TextChunk = { readonly text: string; readonly bytesRead: number };

/** The decoded text of a file, piece by piece; memory does not grow with the file. */
export async function* textChunks(sniff: Pick<FileSniff, 'path' | 'encoding'>, signal?: AbortSignal): AsyncGenerator<TextChunk> {
  const decoder = createDecoder(sniff.encoding ?? 'utf-8');
  let bytesRead = 0;
  for await (const piece of filePieces(sniff.path)) {
    throwIfAborted(signal);
    bytesRead += piece.length;
    yield { text: decoder.decode(piece), bytesRead };
  }
  const rest = decoder.end();
  if (rest !== '') yield { text: rest, bytesRead };
}
