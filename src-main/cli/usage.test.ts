// Each case starts a process of its own; together they take some seconds.
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openWorkspace } from '../engine/index.ts';
import { cliRefusal, documentOf, runCli, temporaryFolder } from './cli-fixture.ts';

// A process takes half a second of its own; on a machine that does other work, many times that.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 600_000 });

const temp = temporaryFolder();
const test = temp.path('测试.ledger');
const real = temp.path('真实 账本.ledger');
const KEY = { YOUSHAO_KEY: 'a'.repeat(64) };

beforeAll(async () => {
  const made = await Promise.all([
    runCli(['people', '--ledger', test, '--test-ledger']),
    runCli(['people', '--ledger', real], { env: KEY }),
  ]);
  expect(made.map(({ code, stderr }) => [code, stderr])).toEqual([
    [0, ''],
    [0, ''],
  ]);
  temp.write('不是账本.ledger', 'not a database, but long enough to be looked at. '.repeat(200));
  temp.write('acts.jsonl', '{"act":"claim","mailNo":"1127000000001"}');
});
afterAll(() => temp.remove());

type Case = { name: string; args: string[]; env?: Record<string, string>; code: number; reason: string };

const CASES: Case[] = [
  { name: 'unknown command', args: ['scan'], code: 2, reason: 'unknown-command' },
  { name: 'no command', args: [], code: 2, reason: 'unknown-option' },
  { name: 'unknown option', args: ['screen', '--ledger', test, '--fast'], code: 2, reason: 'unknown-option' },
  { name: 'option without its value', args: ['screen', '--ledger'], code: 2, reason: 'option-value-missing' },
  { name: 'argument missing', args: ['mail', '--ledger', test], code: 2, reason: 'argument-missing' },
  { name: 'too many arguments', args: ['mail', '1', '2', '--ledger', test], code: 2, reason: 'too-many-arguments' },
  { name: 'no ledger', args: ['screen'], code: 2, reason: 'option-missing' },
  { name: 'coverage without a day', args: ['coverage', '--ledger', test], code: 2, reason: 'option-missing' },
  { name: 'day that is none', args: ['screen', '--ledger', test, '--day', '2025-02-30'], code: 2, reason: 'day-not-valid' },
  { name: 'region that is none', args: ['screen', '--ledger', test, '--region', 'north'], code: 2, reason: 'choice-not-valid' },
  { name: 'region without slots', args: ['screen', '--ledger', test, '--region', 'international'], code: 2, reason: 'choice-not-valid' },
  { name: 'status that is none', args: ['exceptions', '--ledger', test, '--status', 'old'], code: 2, reason: 'choice-not-valid' },
  { name: 'kind that is none', args: ['import', 'x.csv', '--ledger', test, '--kind', 'letters'], code: 2, reason: 'choice-not-valid' },
  {
    name: 'heading row that is none',
    args: ['import', 'x.csv', '--ledger', test, '--heading-row', '0'],
    code: 2,
    reason: 'number-not-valid',
  },
  { name: 'instant that is none', args: ['screen', '--ledger', test, '--now', 'noon'], code: 2, reason: 'instant-not-valid' },
  { name: 'as-of that is none', args: ['import', 'x.csv', '--ledger', test, '--as-of', '25:00'], code: 2, reason: 'instant-not-valid' },
  {
    name: 'ledger to export that is none',
    args: ['export', 'letters', '--out', temp.path('x.xlsx'), '--ledger', test],
    code: 2,
    reason: 'choice-not-valid',
  },
  {
    name: 'format of an export that is none',
    args: ['export', 'exceptions', '--out', temp.path('x.pdf'), '--ledger', test],
    code: 2,
    reason: 'choice-not-valid',
  },
  {
    name: 'nothing to record',
    args: ['fact', '1127000000001', '--reason', '核实', '--ledger', test],
    code: 2,
    reason: 'nothing-to-record',
  },
  { name: 'fact without a reason', args: ['fact', '1127000000001', '--remark', '好', '--ledger', test], code: 2, reason: 'option-missing' },
  {
    name: 'redirection to nowhere',
    args: ['fact', '1', '--redirect', '湖北/无此市', '--reason', '核实', '--ledger', test],
    code: 2,
    reason: 'place-unknown',
  },
  {
    name: '--at without --redirect',
    args: ['fact', '1', '--remark', '好', '--at', '2025-06-17', '--reason', '核实', '--ledger', test],
    code: 2,
    reason: 'option-missing',
  },
  {
    name: 'role that is none',
    args: ['people', '--name', '周敏', '--staff-no', '1', '--role', 'boss', '--ledger', test],
    code: 2,
    reason: 'choice-not-valid',
  },
  {
    name: 'number that is none',
    args: ['generate', '--mails', 'many', '--days', '1', '--seed', '1', '--out', temp.path('g')],
    code: 2,
    reason: 'number-not-valid',
  },
];

/** One after another, since a ledger has one user at a time. */
const LEDGER_CASES: Case[] = [
  {
    name: '--now on a real ledger',
    args: ['screen', '--ledger', real, '--now', '2025-06-17T15:00:00+08:00'],
    env: KEY,
    code: 2,
    reason: 'only-on-test-ledger',
  },
  {
    name: '--now at the making of a real ledger',
    args: ['screen', '--ledger', temp.path('new.ledger'), '--now', '2025-06-17'],
    env: KEY,
    code: 2,
    reason: 'only-on-test-ledger',
  },
  {
    name: '--test-ledger on a real ledger',
    args: ['screen', '--ledger', real, '--test-ledger'],
    env: KEY,
    code: 2,
    reason: 'only-on-test-ledger',
  },
  {
    name: 'acts on a real ledger without a PIN',
    args: ['act', temp.path('acts.jsonl'), '--ledger', real, '--user', '001'],
    env: KEY,
    code: 2,
    reason: 'only-on-test-ledger',
  },
  {
    name: 'a fact on a real ledger without a PIN',
    args: ['fact', '1', '--remark', '好', '--reason', '核实', '--ledger', real, '--user', '001'],
    env: KEY,
    code: 2,
    reason: 'only-on-test-ledger',
  },
  {
    name: 'acts on a real ledger by nobody',
    args: ['act', temp.path('acts.jsonl'), '--ledger', real],
    env: KEY,
    code: 2,
    reason: 'option-missing',
  },
  {
    name: 'a person on a real ledger without a PIN',
    args: ['people', '--name', '周敏', '--staff-no', '1', '--ledger', real, '--user', '001'],
    env: KEY,
    code: 2,
    reason: 'only-on-test-ledger',
  },
  {
    name: 'passphrase too short',
    args: ['people', '--ledger', temp.path('short.ledger')],
    env: { YOUSHAO_KEY: 'secret' },
    code: 2,
    reason: 'passphrase-too-short',
  },
  { name: 'wrong raw key', args: ['people', '--ledger', real], env: { YOUSHAO_KEY: 'b'.repeat(64) }, code: 4, reason: 'ledger-wrong-key' },
  {
    name: 'passphrase for a ledger with a raw key',
    args: ['people', '--ledger', real],
    env: { YOUSHAO_KEY: 'not the key at all' },
    code: 4,
    reason: 'ledger-wrong-key',
  },
  { name: 'no key', args: ['people', '--ledger', real], code: 4, reason: 'key-missing' },
  { name: 'no key file', args: ['people', '--ledger', real, '--key-file', temp.path('none')], code: 4, reason: 'key-missing' },
  { name: 'not a ledger', args: ['people', '--ledger', temp.path('不是账本.ledger')], env: KEY, code: 4, reason: 'ledger-corrupt' },
  {
    name: 'key of a ledger that is not there',
    args: ['key', 'export', '--ledger', temp.path('none.ledger'), '--user', '1'],
    code: 4,
    reason: 'ledger-missing',
  },
  { name: 'mail that nobody knows', args: ['mail', '1127000000009', '--ledger', test], code: 1, reason: 'mail-not-found' },
  {
    name: 'fact of a mail that nobody knows',
    args: ['fact', '1127000000009', '--remark', '好', '--reason', '核实', '--ledger', test],
    code: 1,
    reason: 'not-found',
  },
  { name: 'file of acts that is not there', args: ['act', temp.path('none.jsonl'), '--ledger', test], code: 3, reason: 'file-not-found' },
  {
    name: 'backup that is not there',
    args: ['restore', temp.path('none.bak'), '--ledger', temp.path('r.ledger')],
    env: KEY,
    code: 3,
    reason: 'file-not-found',
  },
];

describe('refusals of the command line', () => {
  it.concurrent.each(CASES)('$name: exit $code, $reason', async ({ args, env, code, reason }) => {
    expect(await cliRefusal(args, env)).toEqual({ code, reason });
  });

  it.each(LEDGER_CASES)('$name: exit $code, $reason', async ({ args, env, code, reason }) => {
    expect(await cliRefusal(args, env)).toEqual({ code, reason });
  });

  it('leaves no ledger behind a refused call', () => {
    expect(
      ['new.ledger', 'new.ledger.keys', 'short.ledger', 'short.ledger.keys', 'none.ledger', 'r.ledger'].filter((name) =>
        existsSync(temp.path(name)),
      ),
    ).toEqual([]);
  });

  it('refuses a ledger of a newer program', async () => {
    const file = temp.path('newer.ledger');
    expect((await runCli(['people', '--ledger', file, '--test-ledger'])).code).toBe(0);
    const workspace = await openWorkspace({ file, secret: null, asTest: false, now: undefined });
    workspace.ledger.write((tx) =>
      tx.run("INSERT INTO schema_migration (number, name, sha256, applied_at, app_version) VALUES (9999, 'later', 'x', 0, '9.0.0')"),
    );
    workspace.close();
    expect(await cliRefusal(['people', '--ledger', file])).toEqual({ code: 4, reason: 'ledger-newer' });
  });

  it('says nothing on stdout but the document, and prints help without a failure', async () => {
    const help = await runCli(['screen', '--help']);
    expect([help.code, help.stderr]).toEqual([0, '']);
    const plain = await runCli(['screen', '--fast']);
    expect([plain.code, plain.stdout]).toEqual([2, '']);
    expect(plain.stderr).toContain('--fast');
  });

  it('takes a key from a file, and a passphrase of a ledger that it made', async () => {
    const keyFile = temp.write('密钥 文件.txt', `${KEY.YOUSHAO_KEY}\n`);
    expect((await runCli(['people', '--ledger', real, '--key-file', keyFile, '--json'])).code).toBe(0);
    const file = temp.path('口令.ledger');
    const [made, again, wrong] = [
      await runCli(['people', '--ledger', file, '--json'], { env: { YOUSHAO_KEY: '一句很长的口令句子' } }),
      await runCli(['people', '--ledger', file, '--json'], { env: { YOUSHAO_KEY: '一句很长的口令句子' } }),
      await cliRefusal(['people', '--ledger', file], { YOUSHAO_KEY: '另一句很长的口令句子' }),
    ];
    expect([made.code, again.code, wrong]).toEqual([0, 0, { code: 4, reason: 'ledger-wrong-key' }]);
    expect(documentOf(again, 'people')).toEqual({ people: [] });
  });
});
