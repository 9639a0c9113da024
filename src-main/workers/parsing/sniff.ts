import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { findHeader } from '#shared/domain/imports/header-row.ts';
import type { RawRow } from '#shared/domain/imports/raw-row.ts';
import { createCsvSplitter } from './csv-rows.ts';
import type { Delimiter } from './csv-rows.ts';
import { asFileError, refuseFile, throwIfAborted } from './file-error.ts';
import { filePieces } from './file-pieces.ts';
import { createDecoder, createUtf8Check, encodingOfHead } from './text-encoding.ts';
import type { EncodingGuess, TextEncodingName } from './text-encoding.ts';

export type Container = 'ole2' | 'zip' | 'spreadsheetml' | 'html' | 'json' | 'jsonl' | 'text';

/** What a file is by its content; its name and extension have no say. */
export type FileSniff = {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  readonly container: Container;
  /** null for binary containers. */
  readonly encoding: TextEncodingName | null;
  readonly bom: boolean;
  /** Only for container `text`. */
  readonly delimiter: Delimiter | null;
};

const SHORT_TEXT_CHARS = 200;
export const WORKBOOK_MAX_BYTES = 100 * 1024 * 1024;
const HEAD_BYTES = 256 * 1024;
const OLE2_MAGIC = 'd0cf11e0a1b11ae1';

/** Reads the whole file once: container, encoding, delimiter, size and SHA-256. */
export async function sniffFile(path: string, signal?: AbortSignal): Promise<FileSniff> {
  try {
    const info = await stat(path);
    if (!info.isFile()) throw refuseFile('file-unrecognised');
    if (info.size === 0) throw refuseFile('file-empty');
    const scan = await scanBytes(path, signal);
    const sniff = { path, size: info.size, sha256: scan.sha256, ...recognise(scan.head, scan.isUtf8) };
    const isBook = sniff.container !== 'text' && sniff.container !== 'json' && sniff.container !== 'jsonl';
    if (isBook && info.size > WORKBOOK_MAX_BYTES) throw refuseFile('file-too-large', { detail: { bytes: info.size } });
    return sniff;
  } catch (error) {
    throw asFileError(error, 'file-unrecognised');
  }
}

async function scanBytes(path: string, signal?: AbortSignal): Promise<{ head: Buffer; sha256: string; isUtf8: boolean }> {
  const hash = createHash('sha256');
  const utf8 = createUtf8Check();
  let head: Buffer = Buffer.alloc(0);
  for await (const chunk of filePieces(path)) {
    throwIfAborted(signal);
    hash.update(chunk);
    utf8.push(chunk);
    if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)]);
  }
  return { head, sha256: hash.digest('hex'), isUtf8: utf8.valid };
}

type Recognised = Pick<FileSniff, 'container' | 'encoding' | 'bom' | 'delimiter'>;

function recognise(head: Buffer, isUtf8: boolean): Recognised {
  const binary = { encoding: null, bom: false, delimiter: null };
  if (head.subarray(0, 8).toString('hex') === OLE2_MAGIC) return { container: 'ole2', ...binary };
  if (head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5)) return { container: 'zip', ...binary };
  const guess: EncodingGuess = encodingOfHead(head) ?? { encoding: isUtf8 ? 'utf-8' : 'gb18030', bom: false };
  const text = createDecoder(guess.encoding).decode(head);
  return recogniseText(text, guess);
}

/** The same for text at hand, such as a paste. */
export function recogniseText(text: string, guess: EncodingGuess): Recognised {
  if (text.trim() === '') throw refuseFile('file-empty');
  if (isBinary(text)) throw refuseFile('file-unrecognised');
  const start = text.replace(/^[\s\uFEFF]+/, '');
  const container = containerOfText(start);
  return { container, ...guess, delimiter: container === 'text' ? guessDelimiter(text) : null };
}

/** Text has next to no control characters; the damage marks TAB and `\x1F` do not count. */
function isBinary(text: string): boolean {
  let control = 0;
  const length = Math.min(text.length, 8192);
  for (let i = 0; i < length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 0 || code === 0xfffd || (code < 0x20 && code !== 9 && code !== 10 && code !== 13 && code !== 0x1f)) control += 1;
  }
  // A few stray ones are damage, unless they are a good part of all there is.
  return control * 20 > length && (control > 8 || length < SHORT_TEXT_CHARS);
}

function containerOfText(start: string): Container {
  const head = start.slice(0, 4096);
  if (head.startsWith('<')) {
    if (/<!ENTITY/i.test(head)) throw refuseFile('file-unsafe');
    if (/^(?:<\?xml[^>]*>\s*)?(?:<\?[^>]*>\s*|<!--[\s\S]*?-->\s*|<!DOCTYPE[^>]*>\s*)*<(?:\w+:)?Workbook[\s>]/i.test(head))
      return 'spreadsheetml';
    if (/<(?:!doctype\s+html|html|head|body|meta|table|style|div|tr)[\s>]/i.test(head)) return 'html';
    throw refuseFile('file-unrecognised');
  }
  if (/^(?:\{\s*(?:["}]|$)|\[\s*(?:[[{\]"\d-]|true|false|null|$))/.test(head)) return isJsonLines(start) ? 'jsonl' : 'json';
  return 'text';
}

/** One whole JSON value a line, in most lines; a pretty-printed array fails at its first line. */
function isJsonLines(start: string): boolean {
  const lines = start.split(/\r?\n/);
  if (lines.length < 2) return false;
  if (start.length >= HEAD_BYTES / 4) lines.pop();
  const filled = lines.slice(0, 50).filter((line) => line.trim() !== '');
  if (filled.length < 2) return false;
  if (isJsonDocument(filled[0] ?? '')) return true;
  const whole = filled.filter(isJsonDocument).length;
  return whole * 2 > filled.length && !/^\s*[[{]\s*$|,\s*$/.test(filled[0] ?? '');
}

function isJsonDocument(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}

const DELIMITERS: readonly Delimiter[] = [',', '\t', ';', '|'];
const SAMPLE_ROWS = 45;

/** The delimiter under which most headings are recognised, else the one that splits most evenly. */
function guessDelimiter(text: string): Delimiter {
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of DELIMITERS) {
    const rows = sampleRows(text, delimiter);
    const known = findHeader(rows)?.guess.columns.filter((column) => column.field !== null).length ?? 0;
    const score = known * 1000 + evenness(rows);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function sampleRows(text: string, delimiter: Delimiter): RawRow[] {
  const rows: RawRow[] = [];
  const splitter = createCsvSplitter(delimiter, (cells) => {
    if (rows.length < SAMPLE_ROWS) rows.push({ row: rows.length + 1, cells });
  });
  splitter.push(text.slice(0, 65_536));
  splitter.end();
  return rows;
}

function evenness(rows: readonly RawRow[]): number {
  const widths = new Map<number, number>();
  for (const { cells } of rows) if (cells.length > 1) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1);
  return Math.max(0, ...widths.values());
}
