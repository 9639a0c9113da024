// The command in processes of its own, some ten seconds.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cliDocument, cliRefusal, DAY_FILES, runCli, temporaryFolder } from './cli-fixture.ts';

// A process takes half a second of its own; on a machine that does other work, many times that.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 600_000 });

const temp = temporaryFolder();
const files = Object.entries(DAY_FILES).map(([name, text]) => temp.write(name, text));
const at = ['--ledger', temp.path('删除.ledger'), '--test-ledger', '--now', '2025-06-18T21:00:00+08:00'];
const MAIL = '1127000000002';
type Erased = { dryRun: boolean; statements: number; events: number; ops: number; records: number };

beforeAll(async () => {
  await cliDocument(['import', ...files, '--as-of', '2025-06-17T14:30:00+08:00', ...at]);
  await cliDocument(['fact', MAIL, '--remark', '李四来电要求改期', '--reason', '收件人李四来电', ...at]);
});
afterAll(() => temp.remove());

describe('erase', () => {
  it('counts, takes exactly that, and leaves a ledger that verifies', async () => {
    const dry = await cliDocument<Erased>(['erase', '--mail', MAIL, '--dry-run', ...at]);
    expect(dry).toMatchObject({ dryRun: true, statements: 1, ops: 1, records: 1 });
    const done = await cliDocument<Erased>(['erase', '--mail', MAIL, '--reason', '收件人依法申请', ...at]);
    expect(done).toEqual({ ...dry, dryRun: false });
    const again = await cliDocument<Erased>(['erase', '--mail', MAIL, '--dry-run', ...at]);
    expect(again).toMatchObject({ statements: 0, events: 0, ops: 0, records: 0 });
    expect(await cliDocument(['verify', ...at])).toMatchObject({ ok: true, differences: [] });
    const out = temp.path('流水.csv');
    await cliDocument(['export', 'operations', '--out', out, ...at]);
    const text = readFileSync(out, 'utf8');
    expect(text).toContain('删除个人信息');
    expect(text).not.toContain('李四');
  });

  it('refuses what is open, unknown or without a reason', async () => {
    await cliDocument(['screen', ...at]);
    expect(await cliRefusal(['erase', '--mail', '1127000000001', '--dry-run', ...at])).toEqual({ code: 1, reason: 'exception-not-closed' });
    expect(await cliRefusal(['erase', '--mail', '1127000009999', '--dry-run', ...at])).toEqual({ code: 1, reason: 'not-found' });
    expect(await cliRefusal(['erase', '--mail', MAIL, ...at])).toEqual({ code: 2, reason: 'option-missing' });
  });

  it('asks whose PIN it is on a real ledger', async () => {
    const real = ['--ledger', temp.path('真实.ledger')];
    const env = { YOUSHAO_KEY: 'a'.repeat(64) };
    await runCli(['people', ...real], { env });
    expect(await cliRefusal(['erase', '--mail', MAIL, '--reason', '申请', ...real], env)).toEqual({ code: 2, reason: 'option-missing' });
  });
});
