import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { exclusively } from './exclusive.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'youshao-lock-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

it('lets one process work at a time', async () => {
  const lock = path.join(folder, 'lock');
  const module = new URL('exclusive.ts', import.meta.url).href;
  const log = path.join(folder, 'log');
  const program = `
    const { exclusively } = await import(${JSON.stringify(module)});
    const fs = await import('node:fs');
    await exclusively(${JSON.stringify(lock)}, async () => {
      fs.appendFileSync(${JSON.stringify(log)}, 'in ');
      await new Promise((resolve) => setTimeout(resolve, 50));
      fs.appendFileSync(${JSON.stringify(log)}, 'out ');
    });`;
  const run = () => new Promise((resolve) => spawn(process.execPath, ['--input-type=module', '-e', program]).on('exit', resolve));
  expect(await Promise.all([run(), run(), run()])).toEqual([0, 0, 0]);
  expect(fs.readFileSync(log, 'utf8')).toBe('in out in out in out ');
  expect(fs.readdirSync(folder)).toEqual(['log']);
});

it('takes over a lock whose process is gone', async () => {
  const lock = path.join(folder, 'lock');
  fs.writeFileSync(lock, '999999999');
  expect(await exclusively(lock, () => Promise.resolve('done'))).toBe('done');
});

it('frees the lock when the work fails', async () => {
  const lock = path.join(folder, 'lock');
  await expect(exclusively(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(fs.existsSync(lock)).toBe(false);
});
