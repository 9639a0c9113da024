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

/**
 * Checks a ledger file on the calling thread: damage is the answer, not an error. Between its
 * steps it looks whether it is still wanted; when not, it answers what it found so far.
 */
export function checkDatabase(options: ConnectionOptions, depth: CheckDepth, isWanted: IsWanted = () => true): CheckResult {
  const clock = systemClock();
  const startedAt = clock.monotonic();
  const problems = problemsOf(options, depth === 'quick' ? quickSteps : fullSteps, { clock, isWanted });
  return { problems, durationMs: Math.round(clock.monotonic() - startedAt) };
}

type IsWanted = () => boolean;
type Steps = (tx: ReadTx) => Generator<readonly string[]>;

function problemsOf(options: ConnectionOptions, steps: Steps, ports: { clock: Clock; isWanted: IsWanted }): readonly string[] {
  try {
    const connection = openReadConnection(options, ports.clock);
    try {
      return connection.read((tx) => firstProblems(steps(tx), ports.isWanted));
    } finally {
      connection.close();
    }
  } catch (error) {
    const refusal = toLedgerError(error);
    if (isAppError(refusal)) return [`${refusal.reason} ${systemCode(refusal.cause) ?? ''}`.trim()];
    throw error;
  }
}

/** The first step that finds something ends the check: what it says of later ones follows from it. */
function firstProblems(steps: Iterable<readonly string[]>, isWanted: IsWanted): readonly string[] {
  for (const problems of steps) if (problems.length > 0 || !isWanted()) return problems;
  return [];
}

/** Table by table, with the list of free pages as part of the schema's own. */
function* quickSteps(tx: ReadTx): Generator<readonly string[]> {
  const tables = tx.pluckAll<string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name");
  for (const table of ['sqlite_schema', ...tables]) yield linesOf(tx, `PRAGMA quick_check("${table.replaceAll('"', '""')}")`);
}

function* fullSteps(tx: ReadTx): Generator<readonly string[]> {
  yield linesOf(tx, `PRAGMA integrity_check(${MOST_PROBLEMS})`);
  const references = tx.all<{ table: string; rowid: number | null }>('PRAGMA foreign_key_check');
  const chain = verifyChain(tx);
  yield [
    ...references.slice(0, MOST_PROBLEMS).map((row) => `foreign-key ${row.table} ${row.rowid ?? ''}`.trim()),
    ...(chain.ok ? [] : [`op-chain ${chain.atSeq} ${chain.flaw}`]),
  ];
}

function linesOf(tx: ReadTx, pragma: string): readonly string[] {
  const lines = tx.pluckAll<string>(pragma);
  return lines.length === 1 && lines[0] === 'ok' ? [] : lines;
}
