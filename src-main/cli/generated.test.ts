// Two ledgers of one generated day, imported in opposite orders: some thirty processes, about half a minute.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cliDocument, temporaryFolder } from './cli-fixture.ts';

// A process takes half a second of its own; on a machine that does other work, many times that.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 600_000 });

const temp = temporaryFolder();
const folder = temp.path('演练 数据');
type Step = { step: string; kind: string; files: string[]; asOf: string; now: string };
type Exceptions = { digest: string; exceptions: { mailNo: string; findings: { rule: string }[] }[] };
let end = '';

beforeAll(async () => {
  const made = await cliDocument<{ finishedAt: string }>(['generate', '--mails', '300', '--days', '1', '--seed', '7', '--out', folder]);
  end = made.finishedAt;
  const plan = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')) as { steps: Step[] };
  const imports = plan.steps.filter(({ step }) => step === 'import');
  await Promise.all([
    importSteps('甲.ledger', imports),
    importSteps('乙.ledger', imports.map((step) => ({ ...step, files: [...step.files].reverse() })).reverse()),
  ]);
});
afterAll(() => temp.remove());

async function importSteps(name: string, steps: readonly Step[]): Promise<void> {
  for (const { files, kind, asOf } of steps) {
    const paths = files.map((file) => join(folder, file));
    await cliDocument(['import', ...paths, '--kind', kind, '--as-of', asOf, '--now', end, '--ledger', temp.path(name), '--test-ledger']);
  }
  await cliDocument(['screen', '--now', end, '--ledger', temp.path(name)]);
}

describe('a generated day', () => {
  it('gives the same exceptions and digest in whatever order its files came', async () => {
    const [first, second] = await Promise.all(
      ['甲.ledger', '乙.ledger'].map((name) => cliDocument<Exceptions>(['exceptions', '--status', 'all', '--now', end, '--ledger', temp.path(name)])),
    );
    expect(first?.exceptions.length).toBeGreaterThan(0);
    expect(second?.exceptions.map(({ mailNo, findings }) => [mailNo, findings])).toEqual(first?.exceptions.map(({ mailNo, findings }) => [mailNo, findings]));
    expect(second?.digest).toBe(first?.digest);
    const numbers = first?.exceptions.map(({ mailNo }) => mailNo) ?? [];
    expect(numbers).toEqual([...numbers].sort());
  });

  it('verifies', async () => {
    expect(await cliDocument(['verify', '--now', end, '--ledger', temp.path('乙.ledger')])).toMatchObject({ ok: true, mailsChecked: 300 });
  });
});
