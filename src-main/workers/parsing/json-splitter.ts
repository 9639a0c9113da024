import type { SourceSystem } from '#shared/domain/mail/statement.ts';
import { refuseFile } from './file-error.ts';

/** One value to read by itself: an item of the outermost list, or a whole document. */
export type JsonUnit = { readonly value: unknown; readonly source?: SourceSystem };

const LARGEST_UNIT = 64 * 1024 * 1024;
const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT, COMMA] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d, 0x2c];
/** A push is one object around a long list: its scans are read one by one. */
const PUSH_START = /^\s*\{\s*"traces"\s*:\s*\[/;

/**
 * Splits a JSON text of any length into the items of its outermost list (or of `traces` of a push),
 * each parsed strictly. Several documents after one another are understood. Broken text throws `file-corrupt`.
 */
export function createJsonSplitter(onUnit: (unit: JsonUnit) => void): { push(text: string): void; end(): void } {
  let buffer = '';
  let at = 0;
  let unitStart = 0;
  let depth = 0;
  /** Depth at which the items of the list stand; -1 between documents, 0 while a document is one unit. */
  let itemDepth = -1;
  let source: SourceSystem | undefined;
  let inString = false;
  let inTail = false;
  let hasItems = false;

  const emit = (to: number): void => {
    const text = buffer.slice(unitStart, to);
    onUnit({ value: parseStrictly(text), ...(source && { source }) });
  };
  const startDocument = (final: boolean): boolean => {
    while (at < buffer.length && isBlank(buffer.charCodeAt(at))) at += 1;
    if (at >= buffer.length || (buffer.length - at < 256 && !final)) return false;
    const push = PUSH_START.exec(buffer.slice(at, at + 256));
    const code = buffer.charCodeAt(at);
    if (code !== OPEN_LIST && code !== OPEN_OBJECT) throw refuseFile('file-corrupt');
    unitStart = at;
    source = push ? 'trace-push' : undefined;
    itemDepth = push ? 2 : code === OPEN_LIST ? 1 : 0;
    depth = push ? 2 : code === OPEN_LIST ? 1 : 0;
    if (push) at += push[0].length;
    else if (code === OPEN_LIST) at += 1;
    if (itemDepth > 0) unitStart = at;
    return true;
  };
  const leave = (code: number): void => {
    depth -= 1;
    if (itemDepth > 0 && depth === itemDepth - 1) {
      if (code !== CLOSE_LIST) throw refuseFile('file-corrupt');
      if (hasItems || buffer.slice(unitStart, at).trim() !== '') emit(at);
      // What follows the list of a push inside its object is of no use.
      inTail = true;
      itemDepth = 0;
    } else if (itemDepth === 0 && depth === 0 && !inTail) emit(at + 1);
    if (depth > 0) return;
    itemDepth = -1;
    inTail = false;
    hasItems = false;
  };
  const step = (code: number): void => {
    if (code === QUOTE) inString = true;
    else if (code === OPEN_LIST || code === OPEN_OBJECT) depth += 1;
    else if (code === CLOSE_LIST || code === CLOSE_OBJECT) leave(code);
    else if (code === COMMA && depth === itemDepth && itemDepth > 0) {
      emit(at);
      hasItems = true;
      unitStart = at + 1;
    }
  };
  const consume = (final: boolean): void => {
    while (at < buffer.length) {
      if (inString) {
        if (!skipString()) break;
      } else if (itemDepth === -1) {
        if (!startDocument(final)) break;
      } else {
        step(buffer.charCodeAt(at));
        at += 1;
      }
    }
    const keepFrom = itemDepth === -1 || inTail ? at : Math.min(unitStart, at);
    buffer = buffer.slice(keepFrom);
    at -= keepFrom;
    unitStart -= keepFrom;
    if (buffer.length > LARGEST_UNIT) throw refuseFile('file-too-large', { detail: { unit: buffer.length } });
  };
  /** True when the string's end was found. */
  const skipString = (): boolean => {
    for (; at < buffer.length; at += 1) {
      const code = buffer.charCodeAt(at);
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) {
        inString = false;
        at += 1;
        return true;
      }
    }
    return false;
  };
  return {
    push(text) {
      buffer = buffer === '' ? text : buffer + text;
      consume(false);
    },
    end() {
      consume(true);
      if (itemDepth !== -1 || inString || buffer.trim() !== '') throw refuseFile('file-corrupt');
    },
  };
}

function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 9 && code <= 13) || code === 0xfeff;
}

function parseStrictly(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw refuseFile('file-corrupt', { cause: error });
  }
}
