import { readEnvelope } from '#shared/domain/imports/envelopes/envelope.ts';
import type { EnvelopeSink } from '#shared/domain/imports/envelopes/envelope.ts';
import type { RowSink } from '#shared/domain/imports/table-reader.ts';
import { createJsonSplitter } from './json-splitter.ts';
import { refuseFile } from './file-error.ts';
import type { FileSniff } from './sniff.ts';
import { textChunks } from './text-chunks.ts';

/** Times at which the answers in a file say that they were given. */
export type AnswerTimes = { latest: number | undefined };

export type JsonOptions = { readonly sink: RowSink; readonly times: AnswerTimes; readonly signal?: AbortSignal | undefined };

/** Below this size a document is checked as a whole, so that a broken one leaves nothing behind. */
const WHOLE_BYTES = 8 * 1024 * 1024;

/** Reads a JSON or JSON-lines file into the sink; yields the bytes read after each piece. */
export async function* readJsonFile(sniff: FileSniff, options: JsonOptions): AsyncGenerator<number> {
  if (sniff.container === 'jsonl') yield* readLines(sniff, options);
  else yield* readDocument(sniff, options);
}

async function* readDocument(sniff: FileSniff, options: JsonOptions): AsyncGenerator<number> {
  let row = 0;
  const sink = envelopeSink(options, () => (row += 1));
  const held: (() => void)[] = [];
  const isWhole = sniff.size <= WHOLE_BYTES;
  const splitter = createJsonSplitter((unit) => {
    const read = (): void => readEnvelope(unit.value, sink, unit.source);
    if (isWhole) held.push(read);
    else read();
  });
  for await (const chunk of textChunks(sniff, options.signal)) {
    splitter.push(chunk.text);
    yield chunk.bytesRead;
  }
  splitter.end();
  for (const [index, read] of held.entries()) {
    read();
    if (index % 500 === 499) yield sniff.size;
  }
  yield sniff.size;
}

async function* readLines(sniff: FileSniff, options: JsonOptions): AsyncGenerator<number> {
  let line = 0;
  const sink = envelopeSink(options, () => line);
  const splitter = createLineSplitter((text) => {
    line += 1;
    if (text.trim() !== '') readLine(text, sink);
  });
  for await (const chunk of textChunks(sniff, options.signal)) {
    splitter.push(chunk.text);
    yield chunk.bytesRead;
  }
  splitter.end();
  yield sniff.size;
}

function readLine(text: string, sink: EnvelopeSink): void {
  let value: unknown;
  try {
    value = JSON.parse(text) as unknown;
  } catch {
    sink.refusals.push({ row: sink.nextRow(), reason: 'json-broken', values: { '#1': text.slice(0, 500) } });
    return;
  }
  readEnvelope(value, sink);
}

const LONGEST_LINE = 64 * 1024 * 1024;

function createLineSplitter(onLine: (text: string) => void): { push(text: string): void; end(): void } {
  let carry = '';
  return {
    push(text) {
      const lines = (carry + text).split('\n');
      carry = lines.pop() ?? '';
      if (carry.length > LONGEST_LINE) throw refuseFile('file-too-large', { detail: { unit: carry.length } });
      lines.forEach(onLine);
    },
    end() {
      if (carry !== '') onLine(carry);
    },
  };
}

function envelopeSink({ sink, times }: JsonOptions, nextRow: () => number): EnvelopeSink {
  return {
    ...sink,
    nextRow,
    answered(at) {
      if (times.latest === undefined || at > times.latest) times.latest = at;
    },
  };
}
