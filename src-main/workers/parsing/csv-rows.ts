/**
 * Splits delimited text into records as it arrives. RFC 4180 quotes with embedded line ends; a quote
 * inside an unquoted cell is an ordinary character, and a quote that never closes does not swallow
 * the rest of the file.
 */
export type Delimiter = ',' | '\t' | ';' | '|';
export type RecordSink = (cells: string[]) => void;

const LONGEST_LINE = 1 << 22;
const LONGEST_QUOTED = 1 << 16;
const MOST_LINES = 50;
const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

export type CsvSplitter = { push(text: string): void; end(): void };

/** Pushes text in, gets records out; call `end` once for the last record. */
export function createCsvSplitter(delimiter: Delimiter, onRecord: RecordSink): CsvSplitter {
  let carry = '';
  let lineBreak: LineBreak | undefined;
  let skippingLine = false;
  const consume = (final: boolean): void => {
    lineBreak ??= lineBreakOf(carry, final);
    if (lineBreak === undefined) return;
    const dialect = { delimiter, lineBreak, final };
    let from = 0;
    let quoteAt = carry.indexOf('"');
    while (from < carry.length) {
      const found = carry.indexOf(dialect.lineBreak, from);
      const end = found === -1 && final ? carry.length : found;
      if (quoteAt !== -1 && quoteAt < from) quoteAt = carry.indexOf('"', from);
      if (skippingLine || quoteAt === -1 || (end !== -1 && quoteAt >= end)) {
        if (end === -1) break;
        if (!skippingLine) onRecord(plainLine(carry, from, end).split(delimiter));
        skippingLine = false;
        from = end + 1;
      } else {
        const record = readQuoted(carry, from, dialect);
        if (record === undefined) break;
        onRecord(record.cells);
        from = record.next;
      }
    }
    carry = carry.slice(from);
  };
  return {
    push(text) {
      carry = carry === '' ? text : carry + text;
      consume(false);
      if (carry.length <= LONGEST_LINE) return;
      if (!skippingLine) onRecord(carry.slice(0, LONGEST_QUOTED).split(delimiter));
      skippingLine = true;
      carry = '';
    },
    end() {
      consume(true);
    },
  };
}

type LineBreak = '\n' | '\r';
type Dialect = { readonly delimiter: Delimiter; readonly lineBreak: LineBreak; readonly final: boolean };

/** Lone CR ends lines only in a file that has no LF; undefined while neither has been seen. */
function lineBreakOf(head: string, final: boolean): LineBreak | undefined {
  if (head.includes('\n')) return '\n';
  const cr = head.indexOf('\r');
  if (cr !== -1 && cr < head.length - 1) return '\r';
  return final || head.length > LONGEST_QUOTED ? '\n' : undefined;
}

function plainLine(text: string, from: number, end: number): string {
  return text.slice(from, end > from && text.charCodeAt(end - 1) === CR ? end - 1 : end);
}

/** One record that holds quotes; undefined when its end has not arrived yet. */
function readQuoted(text: string, from: number, dialect: Dialect): { cells: string[]; next: number } | undefined {
  const cells: string[] = [];
  const separator = dialect.delimiter.charCodeAt(0);
  const lineBreak = dialect.lineBreak.charCodeAt(0);
  let at = from;
  for (;;) {
    const quoted = text.charCodeAt(at) === QUOTE ? readQuotedCell(text, at, separator) : undefined;
    if (quoted === 'open' && !dialect.final && text.length - at <= LONGEST_QUOTED) return undefined;
    if (typeof quoted === 'object') {
      cells.push(quoted.cell);
      at = quoted.next;
    } else {
      const end = plainCellEnd(text, at, { separator, lineBreak });
      cells.push(plainLine(text, at, end));
      at = end;
    }
    if (text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF) at += 1;
    if (at >= text.length) return dialect.final ? { cells, next: at } : undefined;
    const code = text.charCodeAt(at);
    if (code === CR && lineBreak === LF && at + 1 === text.length && !dialect.final) return undefined;
    at += 1;
    if (code !== separator) return { cells, next: at };
  }
}

function plainCellEnd(text: string, from: number, ends: { separator: number; lineBreak: number }): number {
  let at = from;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === ends.separator || code === ends.lineBreak) break;
  }
  return at;
}

/**
 * A cell in quotes; 'open' when no closing quote stands before a delimiter, line end or the text's end,
 * 'stray' when the quote cannot have been meant as one: it would swallow the rows below.
 */
function readQuotedCell(text: string, from: number, separator: number): { cell: string; next: number } | 'open' | 'stray' {
  let cell = '';
  let start = from + 1;
  const limit = from + LONGEST_QUOTED;
  for (;;) {
    const quote = text.indexOf('"', start);
    if (quote === -1 || quote > limit) return 'open';
    const after = text.charCodeAt(quote + 1);
    cell += text.slice(start, quote);
    if (after === separator || after === LF || after === CR || quote + 1 === text.length)
      return linesIn(cell) > MOST_LINES ? 'stray' : { cell, next: quote + 1 };
    // `""` is one quote; a single one inside stands for itself, but not in a cell of several lines.
    if (after !== QUOTE && cell.includes('\n')) return 'stray';
    cell += '"';
    start = after === QUOTE ? quote + 2 : quote + 1;
  }
}

function linesIn(cell: string): number {
  let lines = 1;
  for (let at = cell.indexOf('\n'); at !== -1; at = cell.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
