// Runs the program itself, some ten processes: the point is what a user of the command line gets.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cliDocument, documentOf, runCli, temporaryFolder } from './cli-fixture.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const temp = temporaryFolder();
afterAll(() => temp.remove());

type Found = {
  mails: { mailNo: string }[];
  exceptions: { mailNo: string }[];
  texts: { excerpt: string; marks: [number, number][] }[];
  index: { done: number; total: number };
};

describe('search', () => {
  const ledger = ['--ledger', 'search.ledger', '--json'];
  const search = async (text: string, ...more: string[]) => {
    const ran = await runCli(['search', text, ...more, ...ledger], { cwd: temp.folder });
    return { ...ran, found: documentOf(ran, 'search') as Found };
  };

  beforeAll(async () => {
    const made = await cliDocument<{ finishedAt: string }>([
      'generate',
      '--mails',
      '300',
      '--days',
      '1',
      '--seed',
      '7',
      '--out',
      temp.path('data'),
    ]);
    const plan = JSON.parse(readFileSync(temp.path('data/plan.json'), 'utf8')) as { steps: { step: string; files: string[] }[] };
    const files = plan.steps
      .filter(({ step }) => step === 'import')
      .flatMap((step) => step.files.map((file) => temp.path(join('data', file))));
    const now = ['--as-of', made.finishedAt, '--now', made.finishedAt];
    await cliDocument(['import', ...files, ...now, '--ledger', temp.path('search.ledger'), '--test-ledger']);
    await cliDocument(['screen', '--now', made.finishedAt, '--ledger', temp.path('search.ledger')]);
  });

  it('answers with a document of its schema, the index whole', async () => {
    const { code, found } = await search('揽投部');
    expect(code).toBe(0);
    expect(found.index.done).toBe(found.index.total);
    expect(found.exceptions.length).toBeGreaterThan(0);
    const mailNo = found.exceptions[0]?.mailNo ?? '';
    const byPart = await search(mailNo.slice(-6), '--scope', 'mails');
    expect(byPart.found.mails.map((mail) => mail.mailNo)).toContain(mailNo);
    expect(byPart.found.exceptions).toEqual([]);
  });

  it('refuses what is no scope and what is too long', async () => {
    expect((await runCli(['search', 'x', '--scope', 'all-of-it', ...ledger], { cwd: temp.folder })).code).toBe(2);
    expect((await runCli(['search', 'x'.repeat(201), ...ledger], { cwd: temp.folder })).code).toBe(2);
  });
});
