import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

export type TextEncodingName = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';
export type EncodingGuess = { readonly encoding: TextEncodingName; readonly bom: boolean };

/** The encoding that the first bytes give away; undefined when the whole file has to be looked at. */
export function encodingOfHead(head: Buffer): EncodingGuess | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bom: true };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bom: true };
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bom: true };
  return utf16ByZeros(head.subarray(0, 4096));
}

/** UTF-16 without a mark shows by the zero halves of its digits and delimiters. */
function utf16ByZeros(head: Buffer): EncodingGuess | undefined {
  let even = 0;
  let odd = 0;
  for (let i = 0; i < head.length; i += 1) {
    if (head[i] !== 0) continue;
    if (i % 2 === 0) even += 1;
    else odd += 1;
  }
  const enough = Math.max(2, head.length / 20);
  if (odd >= enough && even * 10 <= odd) return { encoding: 'utf-16le', bom: false };
  if (even >= enough && odd * 10 <= even) return { encoding: 'utf-16be', bom: false };
  return undefined;
}

/** Strict check of UTF-8 over chunks; a sequence cut off at the very end is forgiven. */
export function createUtf8Check(): { push(chunk: Buffer): void; readonly valid: boolean } {
  const cutter = createSequenceCutter();
  let valid = true;
  return {
    push(chunk) {
      if (valid) valid = isUtf8(cutter.cut(chunk));
    },
    get valid() {
      return valid && isUtf8(cutter.rest.subarray(0, completeLength(cutter.rest)));
    },
  };
}

/** Cuts chunks so that no part ends inside a multi-byte sequence; the cut-off bytes open the next part. */
function createSequenceCutter(): { cut(chunk: Buffer): Buffer; readonly rest: Buffer } {
  let rest: Buffer = Buffer.alloc(0);
  return {
    cut(chunk) {
      const joined = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const end = completeLength(joined);
      rest = Buffer.from(joined.subarray(end));
      return joined.subarray(0, end);
    },
    get rest() {
      return rest;
    },
  };
}

/** Length without a multi-byte sequence that is only begun. */
export function completeLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte < 0xc0) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return needed > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

export type ChunkDecoder = { decode(chunk: Buffer): string; end(): string };

/** Decoder over chunks; a byte-order mark is not part of the text. */
export function createDecoder(encoding: TextEncodingName): ChunkDecoder {
  if (encoding === 'utf-8') return createUtf8Decoder();
  if (encoding === 'utf-16le') {
    const decoder = new TextDecoder(encoding);
    return { decode: (chunk) => decoder.decode(chunk, { stream: true }), end: () => decoder.decode() };
  }
  const decoder = iconv.getDecoder(encoding, { stripBOM: true });
  return { decode: (chunk) => decoder.write(chunk), end: () => decoder.end() ?? '' };
}

/** Buffer's own decoding takes half the time of a streaming TextDecoder. */
function createUtf8Decoder(): ChunkDecoder {
  const cutter = createSequenceCutter();
  let isFirst = true;
  const strip = (text: string): string => {
    if (!isFirst || text === '') return text;
    isFirst = false;
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
  };
  return {
    decode: (chunk) => strip(cutter.cut(chunk).toString('utf8')),
    end: () => strip(cutter.rest.toString('utf8')),
  };
}
