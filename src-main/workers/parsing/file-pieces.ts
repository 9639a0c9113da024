import { open } from 'node:fs/promises';
import { completeLength } from './text-encoding.ts';

const PIECE_BYTES = 256 * 1024;
const LF = 0x0a;

/**
 * The bytes of a file in pieces that end at a line end or at least between UTF-8 characters, so that
 * readers seldom have to glue. A piece is valid only until the next one is asked for: all share one buffer.
 */
export async function* filePieces(path: string): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(PIECE_BYTES);
    let held = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, held, PIECE_BYTES - held, null);
      const filled = buffer.subarray(0, held + bytesRead);
      if (bytesRead === 0) {
        if (filled.length > 0) yield filled;
        return;
      }
      const end = pieceEnd(filled);
      if (end > 0) yield filled.subarray(0, end);
      buffer.copyWithin(0, end, filled.length);
      held = filled.length - end;
    }
  } finally {
    await file.close();
  }
}

function pieceEnd(filled: Buffer): number {
  const lineEnd = filled.lastIndexOf(LF) + 1;
  return lineEnd > filled.length / 2 ? lineEnd : completeLength(filled);
}
