import type { SourceSystem } from '#shared/domain/mail/statement.ts';
import { refuseFile } from './file-error.ts';

/** One value to read by itself: an item of the outermost list, or a whole document. */
export type JsonUnit = { readonly value: unknown; readonly source?: SourceSystem };

const LARGEST_UNIT = 64 * 1024 * 1024;
const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT, COMMA] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d, 0x2c];
/** A push is one object around a long list: its scans are read one by one. */
const LONGEST_START = 256;
const PUSH_START = /^\{\s*"traces"\s*:\s*\[/;

/**
 * Splits a JSON text of any length into the items of its outermost list (or of `traces` of a push),
 * each parsed strictly. Several documents after one another are understood. Broken text throws `file-corrupt`.
 */
export function createJsonSplitter(onUnit: (unit: JsonUnit) => void): { push(text: string): void; end(): void } {
  const splitter = new JsonSplitter(onUnit);
  return { push: (text) => splitter.push(text), end: () => splitter.end() };
}

/** Where the scanning stands: between documents, in a list of units, in a document that is one unit, after the list of a push. */
type Place = 'between' | 'list' | 'document' | 'tail';

class JsonSplitter {
  readonly #onUnit: (unit: JsonUnit) => void;
  #buffer = '';
  #at = 0;
  #unitStart = 0;
  #place: Place = 'between';
  #depth = 0;
  /** Depth at which the items of the list stand. */
  #itemDepth = 0;
  #hasItems = false;
  #inString = false;
  #source: SourceSystem | undefined;

  constructor(onUnit: (unit: JsonUnit) => void) {
    this.#onUnit = onUnit;
  }

  push(text: string): void {
    this.#buffer = this.#buffer === '' ? text : this.#buffer + text;
    this.#consume(false);
  }

  end(): void {
    this.#consume(true);
    if (this.#place !== 'between' || this.#inString || this.#buffer.trim() !== '') throw refuseFile('file-corrupt');
  }

  #consume(final: boolean): void {
    while (this.#at < this.#buffer.length) {
      if (this.#inString) {
        this.#skipString();
        if (this.#inString) break;
      } else if (this.#place !== 'between') this.#scan();
      else if (!this.#startDocument(final)) break;
    }
    const isNeeded = this.#place === 'list' || this.#place === 'document';
    const keepFrom = Math.min(isNeeded ? this.#unitStart : this.#at, this.#buffer.length);
    this.#buffer = this.#buffer.slice(keepFrom);
    this.#at -= keepFrom;
    this.#unitStart -= keepFrom;
    if (this.#buffer.length > LARGEST_UNIT) throw refuseFile('file-too-large', { detail: { unit: this.#buffer.length } });
  }

  /** False while too little has arrived to tell a push from another document. */
  #startDocument(final: boolean): boolean {
    while (isBlank(this.#buffer.charCodeAt(this.#at))) this.#at += 1;
    const head = this.#buffer.slice(this.#at, this.#at + LONGEST_START);
    if (head === '' || (head.length < LONGEST_START && !final)) return false;
    const push = PUSH_START.exec(head);
    if (!push && !/^[[{]/.test(head)) throw refuseFile('file-corrupt');
    this.#source = push ? 'trace-push' : undefined;
    this.#place = push || head.startsWith('[') ? 'list' : 'document';
    this.#itemDepth = push ? 2 : 1;
    this.#depth = this.#place === 'list' ? this.#itemDepth : 0;
    this.#hasItems = false;
    if (this.#place === 'list') this.#at += push ? push[0].length : 1;
    this.#unitStart = this.#at;
    return true;
  }

  /** Goes to the next string, or through the next sign that opens, closes or separates. */
  #scan(): void {
    const buffer = this.#buffer;
    let at = this.#at;
    let code = 0;
    for (; at < buffer.length; at += 1) {
      code = buffer.charCodeAt(at);
      if (code === QUOTE || code === COMMA || isBracket(code)) break;
    }
    this.#at = at;
    if (at >= buffer.length) return;
    if (code === QUOTE) this.#inString = true;
    else if (code === OPEN_LIST || code === OPEN_OBJECT) this.#depth += 1;
    else if (code === CLOSE_LIST || code === CLOSE_OBJECT) this.#leave(code);
    else if (code === COMMA && this.#place === 'list' && this.#depth === this.#itemDepth) this.#separate();
    this.#at += 1;
  }

  #separate(): void {
    this.#emit(this.#at);
    this.#hasItems = true;
    this.#unitStart = this.#at + 1;
  }

  #leave(code: number): void {
    this.#depth -= 1;
    if (this.#place === 'list' && this.#depth < this.#itemDepth) {
      if (code !== CLOSE_LIST) throw refuseFile('file-corrupt');
      const isEmpty = !this.#hasItems && this.#buffer.slice(this.#unitStart, this.#at).trim() === '';
      if (!isEmpty) this.#emit(this.#at);
      // What follows the list of a push inside its object is of no use.
      this.#place = 'tail';
    } else if (this.#place === 'document' && this.#depth === 0) this.#emit(this.#at + 1);
    if (this.#depth <= 0) this.#place = 'between';
  }

  #emit(to: number): void {
    const value = parseStrictly(this.#buffer.slice(this.#unitStart, to));
    this.#onUnit({ value, ...(this.#source && { source: this.#source }) });
  }

  /** Moves behind the string's end, or to where scanning for it must go on. */
  #skipString(): void {
    const buffer = this.#buffer;
    let quote = buffer.indexOf('"', this.#at);
    while (quote !== -1 && backslashesBefore(buffer, quote, this.#at) % 2 === 1) quote = buffer.indexOf('"', quote + 1);
    this.#inString = quote === -1;
    this.#at = quote === -1 ? buffer.length - backslashesBefore(buffer, buffer.length, this.#at) : quote + 1;
  }
}

function backslashesBefore(text: string, at: number, from: number): number {
  let count = 0;
  while (at - count > from && text.charCodeAt(at - count - 1) === BACKSLASH) count += 1;
  return count;
}

function isBracket(code: number): boolean {
  return code === OPEN_OBJECT || code === CLOSE_OBJECT || code === OPEN_LIST || code === CLOSE_LIST;
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
