// Every example of the contract, in its order: some ten processes.
import { readFileSync } from 'node:fs';
import { afterAll, expect, it, vi } from 'vitest';
import { documentOf, runCli, temporaryFolder } from './cli-fixture.ts';

vi.setConfig({ testTimeout: 300_000 });
const temp = temporaryFolder();
afterAll(() => temp.remove());

const text = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');
const examples = [...text.matchAll(/^npm run -s youshao -- (.*--json)$/gm)].map(([, line = '']) => line.split(' '));
// The data come first, although `generate` is described last.
const ordered = [...examples].sort((a, b) => Number(b[0] === 'generate') - Number(a[0] === 'generate'));

it('examples of docs/cli.md run as they are written', async () => {
  expect(ordered.length).toBeGreaterThan(7);
  for (const [command = '', ...args] of ordered) {
    const ran = await runCli([command, ...args], { cwd: temp.folder });
    const isUnknownMail = command === 'mail';
    expect([args.join(' '), ran.code], ran.stderr).toEqual([args.join(' '), isUnknownMail ? 1 : 0]);
    documentOf(ran, isUnknownMail ? 'error' : command);
  }
});
