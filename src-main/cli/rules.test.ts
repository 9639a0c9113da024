// One generated day and a dozen processes: some ten seconds.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cliDocument, cliRefusal, runCli, temporaryFolder } from './cli-fixture.ts';

// A process takes half a second of its own; on a machine that does other work, many times that.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 600_000 });

const temp = temporaryFolder();
const folder = temp.path('演练');
const ledger = temp.path('规则.ledger');
type Step = { step: string; files: string[]; asOf: string };
type Draft = { thresholds: { stalledH: Record<string, number>; notDispatchedH: number } };
type Kinds = { new: number; gone: number; same: number };
type DryRun = {
  hash: string;
  basedOn: number;
  exceptions: Kinds;
  atOnce: { new: number };
  listed: { mailNo: string; before: string[] }[] | null;
  changes: object[];
};
type List = { inForce: number; versions: { version: number; state: string; reason: string; changes: object[] }[] };
type Exceptions = { exceptions: { mailNo: string; status: string }[] };
let now = '';
const at = (...args: string[]): string[] => [...args, '--ledger', ledger, '--now', now];

beforeAll(async () => {
  const made = await cliDocument<{ finishedAt: string }>(['generate', '--mails', '300', '--days', '1', '--seed', '7', '--out', folder]);
  now = made.finishedAt;
  const plan = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')) as { steps: Step[] };
  const imports = plan.steps.filter(({ step }) => step === 'import');
  const files = imports.flatMap((step) => step.files.map((file) => join(folder, file)));
  await cliDocument(['import', ...files, '--as-of', imports.at(-1)?.asOf ?? now, '--now', now, '--ledger', ledger, '--test-ledger']);
  await cliDocument(at('screen'));
});
afterAll(() => temp.remove());

async function draftFile(name: string, change: (draft: Draft) => void): Promise<string> {
  const { rules } = await cliDocument<{ rules: Draft }>(at('rules', 'show'));
  change(rules);
  return temp.write(name, JSON.stringify(rules));
}

const openMails = async (): Promise<Set<string>> =>
  new Set(
    (await cliDocument<Exceptions>(at('exceptions'))).exceptions.filter(({ status }) => status === 'open').map(({ mailNo }) => mailNo),
  );

describe('rules on the command line', () => {
  it('are tried, saved by the hash of the dry run, used by the next screening, and proved', async () => {
    const file = await draftFile('从严.json', ({ thresholds }) => {
      thresholds.notDispatchedH = 1;
      for (const region of Object.keys(thresholds.stalledH)) thresholds.stalledH[region] = 1;
    });
    const before = await openMails();
    const tried = await cliDocument<DryRun>(at('rules', 'dry-run', file, '--list', 'new'));
    expect(tried.exceptions.new).toBeGreaterThan(0);
    expect(tried.listed).toHaveLength(tried.exceptions.new);
    expect(tried.changes).toHaveLength(5);
    expect(await openMails()).toEqual(before);

    const save = (hash: string): string[] => at('rules', 'save', file, '--reason', '停留从严', '--dry-run', hash);
    expect(await cliRefusal(save('0'.repeat(64)))).toEqual({ code: 1, reason: 'dry-run-unknown' });
    const saved = await cliDocument<{ version: number; dryRun: DryRun }>(save(tried.hash));
    expect([saved.version, saved.dryRun.exceptions]).toEqual([2, tried.exceptions]);
    expect(await cliRefusal(save(tried.hash))).toEqual({ code: 1, reason: 'nothing-changed' });

    await cliDocument(at('screen'));
    const added = [...(await openMails())].filter((mailNo) => !before.has(mailNo)).sort();
    expect(added).toEqual((tried.listed ?? []).map(({ mailNo }) => mailNo).sort());
    expect(await cliDocument<{ ok: boolean }>(at('verify'))).toMatchObject({ ok: true });
  });

  it('may be scheduled, and withdrawn before their time', async () => {
    const file = await draftFile('以后.json', ({ thresholds }) => (thresholds.notDispatchedH = 2));
    const { hash } = await cliDocument<DryRun>(at('rules', 'dry-run', file));
    const later = ['--effective', '2099-01-01T00:00:00+08:00'];
    const { version } = await cliDocument<{ version: number }>(at('rules', 'save', file, '--reason', '以后', '--dry-run', hash, ...later));
    await cliDocument(at('rules', 'withdraw', String(version), '--reason', '不改了'));
    expect(await cliRefusal(at('rules', 'withdraw', String(version), '--reason', '再'))).toEqual({ code: 1, reason: 'version-withdrawn' });
    expect(await cliRefusal(at('rules', 'withdraw', '2', '--reason', '晚'))).toEqual({ code: 1, reason: 'version-has-begun' });
    const { inForce, versions } = await cliDocument<List>(at('rules', 'list'));
    expect(inForce).toBe(2);
    expect(versions.map(({ state }) => state)).toEqual(['withdrawn', 'in-force', 'superseded']);
    expect(versions[1]?.changes).toHaveLength(5);
    expect(await cliDocument<{ ok: boolean }>(at('verify'))).toMatchObject({ ok: true });
  });

  it('refuse what is no draft, with the bound that it breaks', async () => {
    const wrong = await draftFile('越界.json', ({ thresholds }) => (thresholds.notDispatchedH = 0));
    const ran = await runCli([...at('rules', 'dry-run', wrong), '--json']);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      error: { reason: 'draft-not-valid', detail: { path: 'thresholds.notDispatchedH', problem: 'below-minimum', min: 1, others: 0 } },
    });
    const text = temp.write('不是.json', '{');
    expect(await cliRefusal(at('rules', 'dry-run', text))).toEqual({ code: 1, reason: 'draft-not-json' });
    expect(await cliRefusal(at('rules', 'dry-run', temp.path('没有.json')))).toMatchObject({ reason: 'file-not-found' });
    expect(await cliRefusal(at('rules', 'show', '99'))).toEqual({ code: 1, reason: 'not-found' });
    expect(await cliRefusal(at('rules', 'show', 'x'))).toEqual({ code: 2, reason: 'number-not-valid' });
  });

  it('are changed on a real ledger by nobody without a PIN', async () => {
    const real = temp.path('真实.ledger');
    const env = { YOUSHAO_KEY: 'b'.repeat(64) };
    await runCli(['people', '--ledger', real], { env });
    const draft = temp.path('从严.json');
    const { hash } = JSON.parse((await runCli(['rules', 'dry-run', draft, '--ledger', real, '--json'], { env })).stdout) as DryRun;
    const args = ['rules', 'save', draft, '--reason', '试', '--dry-run', hash, '--ledger', real, '--user', 'XT001'];
    expect(await cliRefusal(args, env)).toEqual({ code: 2, reason: 'only-on-test-ledger' });
  });
});
