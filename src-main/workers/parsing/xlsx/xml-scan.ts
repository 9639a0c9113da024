import { refuseFile } from '../file-error.ts';

/**
 * A small strict scanner for the XML of workbooks, fed piece by piece. It knows elements, attributes,
 * text, CDATA and comments; a document type, and with it every declared entity, is refused.
 * A general XML reader spends more time on a sheet than SheetJS needs for the whole workbook.
 */
export type XmlHandler = {
  /** `attributes` is to be read with `attributeOf`. */
  open(name: string, attributes: string): void;
  close(name: string): void;
  /** Called only while `wantsText` is true; entities are resolved. */
  text(text: string): void;
  wantsText: boolean;
};

const DEEPEST = 64;
const LONGEST_TOKEN = 1 << 25;
const [SLASH, BANG, QUERY, QUOTE, APOSTROPHE, SPACE] = [0x2f, 0x21, 0x3f, 0x22, 0x27, 0x20];

export type XmlScanner = { push(chunk: string): void; end(): void };

export function createXmlScanner(handler: XmlHandler): XmlScanner {
  const scanner = new Scanner(handler);
  return { push: (chunk) => scanner.push(chunk), end: () => scanner.end() };
}

class Scanner {
  readonly #handler: XmlHandler;
  readonly #open: string[] = [];
  #buffer = '';
  #sawRoot = false;

  constructor(handler: XmlHandler) {
    this.#handler = handler;
  }

  push(chunk: string): void {
    this.#buffer = this.#buffer === '' ? chunk : this.#buffer + chunk;
    let from = 0;
    for (;;) {
      const at = this.#buffer.indexOf('<', from);
      if (at === -1) break;
      if (at > from && this.#handler.wantsText) this.#handler.text(resolveEntities(this.#buffer.slice(from, at)));
      const next = at + 1 < this.#buffer.length ? this.#markup(at) : -1;
      from = next === -1 ? at : next;
      if (next === -1) break;
    }
    this.#buffer = this.#buffer.slice(from);
    if (this.#buffer.length > LONGEST_TOKEN) throw refuseFile('file-corrupt');
  }

  end(): void {
    if (this.#open.length > 0 || !this.#sawRoot || this.#buffer.includes('<')) throw refuseFile('file-corrupt');
  }

  /** Handles the markup at `at`; returns the position after it, or -1 when its end has not arrived. */
  #markup(at: number): number {
    const code = this.#buffer.charCodeAt(at + 1);
    if (code === BANG || code === QUERY) return this.#special(at);
    const end = tagEnd(this.#buffer, at + 1);
    if (end === -1) return -1;
    if (code === SLASH) this.#closing(at + 2, end);
    else this.#element(at + 1, end);
    return end + 1;
  }

  #special(at: number): number {
    const buffer = this.#buffer;
    if (buffer.startsWith('<?', at)) return after(buffer.indexOf('?>', at + 2), 2);
    if (buffer.startsWith('<!--', at)) return after(buffer.indexOf('-->', at + 4), 3);
    if (buffer.length - at < 9) return -1;
    if (!buffer.startsWith('<![CDATA[', at)) throw refuseFile('file-unsafe');
    const end = buffer.indexOf(']]>', at + 9);
    if (end !== -1 && this.#handler.wantsText) this.#handler.text(buffer.slice(at + 9, end));
    return after(end, 3);
  }

  #element(from: number, to: number): void {
    const buffer = this.#buffer;
    const isEmpty = buffer.charCodeAt(to - 1) === SLASH;
    const last = isEmpty ? to - 1 : to;
    let nameEnd = from;
    while (nameEnd < last && buffer.charCodeAt(nameEnd) > SPACE) nameEnd += 1;
    const name = localName(buffer.slice(from, nameEnd));
    if (this.#open.length >= DEEPEST || (this.#open.length === 0 && this.#sawRoot)) throw refuseFile('file-corrupt');
    this.#sawRoot = true;
    this.#handler.open(name, nameEnd === last ? '' : plainAttributes(buffer.slice(nameEnd, last)));
    if (isEmpty) this.#handler.close(name);
    else this.#open.push(name);
  }

  #closing(from: number, to: number): void {
    const name = localName(this.#buffer.slice(from, to).trimEnd());
    if (this.#open.pop() !== name) throw refuseFile('file-corrupt');
    this.#handler.close(name);
  }
}

function after(found: number, length: number): number {
  return found === -1 ? -1 : found + length;
}

function localName(name: string): string {
  if (name === '') throw refuseFile('file-corrupt');
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

/** Position of the `>` that ends a tag: one inside a quoted attribute does not. */
function tagEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x3e) return at;
    if (code === 0x3c) throw refuseFile('file-corrupt');
    if (code === QUOTE || code === APOSTROPHE) {
      at = text.indexOf(code === QUOTE ? '"' : "'", at + 1);
      if (at === -1) return -1;
    }
  }
  return -1;
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function resolveEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w{1,10})?;?/gi, (whole, entity: string | undefined) => {
    if (entity === undefined || !whole.endsWith(';')) throw refuseFile('file-corrupt');
    if (entity.startsWith('#')) return codePoint(entity.slice(1));
    if (!Object.hasOwn(NAMED, entity)) throw refuseFile('file-unsafe');
    return NAMED[entity] ?? '';
  });
}

function codePoint(digits: string): string {
  const value = /^x/i.test(digits) ? parseInt(digits.slice(1), 16) : Number(digits);
  if (value > 0x10ffff) throw refuseFile('file-corrupt');
  return String.fromCodePoint(value);
}

/** Attributes in the one form ` name="value"`, without prefixes; most already have it. */
function plainAttributes(raw: string): string {
  if (!/['\t\n\r:]|\s=|=\s/.test(raw)) return raw;
  let plain = '';
  for (const match of raw.matchAll(/([^\s=:"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
    plain += ` ${match[1] ?? ''}="${(match[2] ?? match[3] ?? '').replace(/"/g, '&quot;')}"`;
  return plain;
}

/** Value of an attribute, by its name without prefix; undefined when it is not there. */
export function attributeOf(attributes: string, name: string): string | undefined {
  const at = attributes.indexOf(` ${name}="`);
  if (at === -1) return undefined;
  const from = at + name.length + 3;
  return resolveEntities(attributes.slice(from, attributes.indexOf('"', from)));
}
