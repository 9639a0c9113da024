// Two ledgers of one generated day, imported in opposite orders: a dozen processes, about ten seconds.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cliDocument, temporaryFolder } from './cli-fixture.ts';

// A process takes half a second of its own; on a machine that does other work, many times that.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 600_000 });

const temp = temporaryFolder();
const folder = temp.path('演练 数据');
type Step = { step: string; files: string[]; asOf: string };
type Exceptions = { digest: string; exceptions: { mailNo: string; findings: { rule: string }[] }[] };
let end = '';

beforeAll(async () => {
  const made = await cliDocument<{ finishedAt: string }>(['generate', '--mails', '300', '--days', '1', '--seed', '7', '--out', folder]);
  end = made.finishedAt;
  const plan = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')) as { steps: Step[] };
  const imports = plan.steps.filter(({ step }) => step === 'import');
  const half = Math.floor(imports.length / 2);
  const parts = [partOf(imports.slice(0, half)), partOf(imports.slice(half))];
  const reversed = parts.map(({ files, asOf }) => ({ files: [...files].reverse(), asOf })).reverse();
  await Promise.all([importParts('甲.ledger', parts), importParts('乙.ledger', reversed)]);
});
afterAll(() => temp.remove());

type Part = { files: string[]; asOf: string };

/** Several steps of the plan as one import with the last step's as-of. */
function partOf(steps: readonly Step[]): Part {
  return { files: steps.flatMap(({ files }) => files.map((file) => join(folder, file))), asOf: steps.at(-1)?.asOf ?? end };
}

async function importParts(name: string, parts: readonly Part[]): Promise<void> {
  for (const { files, asOf } of parts) {
    await cliDocument(['import', ...files, '--as-of', asOf, '--now', end, '--ledger', temp.path(name), '--test-ledger']);
  }
  await cliDocument(['screen', '--now', end, '--ledger', temp.path(name)]);
}

describe('a generated day', () => {
  it('gives the same exceptions and digest in whatever order its files came', async () => {
    const [first, second] = await Promise.all(
      ['甲.ledger', '乙.ledger'].map((name) =>
        cliDocument<Exceptions>(['exceptions', '--status', 'all', '--now', end, '--ledger', temp.path(name)]),
      ),
    );
    expect(first?.exceptions.length).toBeGreaterThan(0);
    expect(second?.exceptions.map(({ mailNo, findings }) => [mailNo, findings])).toEqual(
      first?.exceptions.map(({ mailNo, findings }) => [mailNo, findings]),
    );
    expect(second?.digest).toBe(first?.digest);
    const numbers = first?.exceptions.map(({ mailNo }) => mailNo) ?? [];
    expect(numbers).toEqual([...numbers].sort());
  });

  it('verifies', async () => {
    expect(await cliDocument(['verify', '--now', end, '--ledger', temp.path('乙.ledger')])).toMatchObject({ ok: true, mailsChecked: 300 });
  });
});
