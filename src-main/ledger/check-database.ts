import { isAppError } from '#shared/kernel/app-error.ts';
import { type Clock, systemClock } from '../platform/clock.ts';
import { systemCode } from '../platform/files.ts';
import type { CheckDepth, CheckResult } from './background-check.ts';
import type { ConnectionOptions } from './connection.ts';
import type { ReadTx } from './handles.ts';
import { openReadConnection } from './read-connection.ts';
import { toLedgerError } from './sqlite-errors.ts';
import { verifyChain } from './verify-chain.ts';

const MOST_PROBLEMS = 100;

/** Checks a ledger file on the calling thread: damage is the answer, not an error. */
export function checkDatabase(options: ConnectionOptions, depth: CheckDepth): CheckResult {
  const clock = systemClock();
  const startedAt = clock.monotonic();
  const problems = problemsOf(options, depth, clock);
  return { problems, durationMs: Math.round(clock.monotonic() - startedAt) };
}

function problemsOf(options: ConnectionOptions, depth: CheckDepth, clock: Clock): readonly string[] {
  try {
    const connection = openReadConnection(options, clock);
    try {
      return connection.read((tx) => (depth === 'quick' ? pageProblems(tx, 'quick_check') : fullProblems(tx)));
    } finally {
      connection.close();
    }
  } catch (error) {
    const refusal = toLedgerError(error);
    if (isAppError(refusal)) return [`${refusal.reason} ${systemCode(refusal.cause) ?? ''}`.trim()];
    throw error;
  }
}

function fullProblems(tx: ReadTx): readonly string[] {
  const pages = pageProblems(tx, 'integrity_check');
  if (pages.length > 0) return pages;
  const references = tx.all<{ table: string; rowid: number | null }>('PRAGMA foreign_key_check');
  const chain = verifyChain(tx);
  return [
    ...references.slice(0, MOST_PROBLEMS).map((row) => `foreign-key ${row.table} ${row.rowid ?? ''}`.trim()),
    ...(chain.ok ? [] : [`op-chain ${chain.atSeq} ${chain.flaw}`]),
  ];
}

function pageProblems(tx: ReadTx, check: 'quick_check' | 'integrity_check'): readonly string[] {
  const lines = tx.pluckAll<string>(`PRAGMA ${check}(${MOST_PROBLEMS})`);
  return lines.length === 1 && lines[0] === 'ok' ? [] : lines;
}
