import { openWorkspace } from '#main/engine/workspace.ts';
import { ended, start } from './command.ts';
import type { Random } from './random.ts';

const LONGEST_MS = 1_500;

/** Starts acting and kills it a random while after its first act; the ids it has acknowledged. */
export async function actUntilKilled(ledger: string, firstNumber: number, random: Random): Promise<string[]> {
  const child = start('e2e/kill/acts-child.ts', [ledger, String(firstNumber)]);
  const delayMs = Math.round(random.next() * LONGEST_MS);
  child.stdout?.once('data', () => setTimeout(() => child.kill('SIGKILL'), delayMs));
  const run = await ended(child);
  if (run.code !== null) throw new Error(`acting ended by itself with ${run.code}\n${run.stderr}`);
  // A line without its end may be cut: what stands before the last newline was acknowledged.
  return run.stdout.split('\n').slice(0, -1);
}

/** Which of these ops the ledger does not have. */
export async function missingOps(ledger: string, opIds: readonly string[]): Promise<string[]> {
  const workspace = await openWorkspace({ file: ledger, secret: '5a'.repeat(32), asTest: false, now: undefined });
  try {
    const missing = workspace.ledger.read((tx) => opIds.filter((id) => tx.pluck('SELECT 1 FROM op WHERE id = ?', [id]) === undefined));
    return missing;
  } finally {
    workspace.close();
  }
}
