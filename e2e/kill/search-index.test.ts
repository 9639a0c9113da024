import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { recordMail } from '#main/features/mails/index.ts';
import { createSearch, verifyIndex } from '#main/features/search/index.ts';
import type { SearchAnswer } from '#main/features/search/index.ts';
import { openLedger } from '#main/ledger/index.ts';
import type { Ledger } from '#main/ledger/index.ts';
import { systemClock } from '#main/platform/clock.ts';
import { systemTimers } from '#main/platform/timers.ts';
import { randomOf } from './random.ts';

/** Slow by nature: a dozen processes, most of them killed; the same kills for the same `YOUSHAO_SEED`. */
const KILLS = Math.max(3, Math.round(Number(process.env['YOUSHAO_KILLS'] ?? 10) / 2));
const SEED = Number(process.env['YOUSHAO_SEED'] ?? 1);
const MAILS = 30_000;
const RECORDS = 6000;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'youshao-kill-index-'));
const file = path.join(folder, 'ledger.db');
const key = Buffer.alloc(32, 7);
const clock = systemClock();
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function withLedger<T>(work: (ledger: Ledger) => Promise<T> | T): Promise<T> {
  const ledger = openLedger({ file, key, clock, appVersion: '0.0.0' });
  return Promise.resolve(work(ledger)).finally(() => ledger.close());
}

const mailNoOf = (index: number): string => `11${String(index).padStart(11, '0')}`;

function fill(ledger: Ledger): void {
  ledger.write((tx) => {
    for (let index = 0; index < MAILS; index++) tx.run('INSERT INTO mail (mail_no) VALUES (?)', [mailNoOf(index)]);
  });
  for (let from = 0; from < RECORDS; from += 500) {
    ledger.write((tx) => {
      for (let index = from; index < from + 500; index++) {
        const args = { reason: '客户来电', remark: `第${index}号货架，外包破损` };
        recordMail(tx, { mailNo: mailNoOf(index), args, actor: 'p1', now: clock.now(), opId: `record-${index}` });
      }
    });
  }
}

/** Answers whether the child was done before it was killed. */
function indexFor(ms: number): Promise<boolean> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('index-child.ts', import.meta.url)), file, key.toString('hex')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    if (said === '' && ms < Number.POSITIVE_INFINITY) setTimeout(() => child.kill('SIGKILL'), ms);
    said += chunk.toString();
  });
  return new Promise((resolve) => child.on('close', () => resolve(said.includes('done'))));
}

it(`an index killed ${KILLS} times is whole in the end and never wrong, seed ${SEED}`, { timeout: 600_000 }, async () => {
  await withLedger(fill);
  const random = randomOf(SEED);
  let kills = 0;
  for (let tries = 0; kills < KILLS && tries < KILLS * 3; tries++) {
    // Soon at first: once the index is whole there is nothing left to break off.
    if (!(await indexFor(random.next() * 12 * (tries + 1)))) kills += 1;
    await withLedger(expectRight);
  }
  console.log(`${kills} kills`);
  expect(kills).toBeGreaterThan(0);
  expect(await indexFor(Number.POSITIVE_INFINITY)).toBe(true);
  await withLedger(async (ledger) => {
    const { index } = await expectRight(ledger);
    expect(index.done).toBe(index.total);
  });
});

/** Numbers are found whatever is indexed; what the index holds is what the rows say. */
async function expectRight(ledger: Ledger): Promise<SearchAnswer> {
  const flaws: string[] = [];
  await verifyIndex(
    ledger,
    ({ what, id }) => void flaws.push(`${what} ${id}`),
    () => Promise.resolve(),
  );
  expect(flaws).toEqual([]);
  const ports = { ledger, clock, timers: systemTimers };
  const find = createSearch();
  for (const index of [0, 4095, 4096, 17_777, MAILS - 1]) {
    const { mails } = await find(ports, { text: mailNoOf(index), scope: 'mails' });
    expect(mails.hits.map(({ mailNo }) => mailNo)).toContain(mailNoOf(index));
  }
  const answer = await find(ports, { text: `第${RECORDS - 1}号`, scope: 'texts' });
  expect(answer.texts.hits.map(({ mailNo }) => mailNo)).toEqual([mailNoOf(RECORDS - 1)]);
  return answer;
}
