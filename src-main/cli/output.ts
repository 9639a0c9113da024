import { isAppError } from '#shared/kernel/app-error.ts';
import { formatDay, formatInstant } from '#shared/kernel/instant.ts';
import { UsageError } from './usage-error.ts';

/** Where a command writes: the document to stdout, progress and remarks to stderr. */
export type Output = {
  /** The one document of a command, as JSON or as the text that `toText` makes of it. */
  document(value: unknown, toText: () => string): void;
  /** A line about long work; at most a few a second. */
  progress(line: string): void;
};

export function createOutput(isJson: boolean): Output {
  let lastProgressAt = 0;
  return {
    document: (value, toText) => {
      process.stdout.write(isJson ? `${JSON.stringify(value)}\n` : `${toText()}\n`);
    },
    progress: (line) => {
      const at = process.uptime();
      if (at - lastProgressAt < 0.2) return;
      lastProgressAt = at;
      process.stderr.write(`${line}\n`);
    },
  };
}

/** A failure as a document: what a caller can branch on, never a sentence or personal data. */
export function errorDocument(error: unknown): { error: { code: string; reason: string; detail: object } } {
  if (error instanceof UsageError) return { error: { code: 'usage', reason: error.reason, detail: error.detail } };
  if (isAppError(error)) return { error: { code: error.code, reason: error.reason, detail: error.detail } };
  return { error: { code: 'internal', reason: 'bug', detail: {} } };
}

/** Instants and days of evidence become ISO texts; anything smaller than 1973 is an amount, not an instant. */
export function evidenceDocument(evidence: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(evidence).map(([key, value]) => [key, evidenceValue(key, value)]));
}

function evidenceValue(key: string, value: unknown): unknown {
  if (typeof value !== 'number') return value;
  if (/(^d|D)ay$/.test(key)) return formatDay(value);
  return value > 100_000_000_000 ? formatInstant(value) : value;
}
