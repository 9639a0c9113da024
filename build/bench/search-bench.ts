import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSearch, SearchIndexer } from '#main/features/search/index.ts';
import type { Search } from '#main/features/search/index.ts';
import type { Ledger } from '#main/ledger/index.ts';
import { systemClock } from '#main/platform/clock.ts';
import { silentLog } from '#main/platform/log.ts';
import { sourceWorkerEntry } from '#main/platform/worker-entry.ts';
import { systemTimers } from '#main/platform/timers.ts';
import type { BenchLine } from './bench-line.ts';
import { clientName, mailNoAt, makeSearchLedger } from './search-ledger.ts';

const MAILS = Number(process.env['YOUSHAO_BENCH_MAILS'] ?? 1_000_000);
const LIMIT_MS = 50;
const ROUNDS = 40;
const clock = systemClock();
/** The index walks in steps; the longest is what everything else may have to wait for. */
const LONGEST_STEP_MS = 50;

/** (l) search of every kind at a million mails; also before anything is indexed, and what the index costs. */
export async function benchSearch(): Promise<BenchLine[]> {
  const folder = mkdtempSync(join(tmpdir(), 'youshao-bench-search-'));
  try {
    const file = join(folder, 'search.db');
    const ledger = makeSearchLedger(file, MAILS);
    ledger.write((tx) => tx.run('DELETE FROM search_recent'));
    const before = bytesOf(file);
    const unindexed = await timesOf(ledger, createSearch(), NUMBERS);
    const { tookMs, longestMs } = await index(ledger);
    const share = (indexBytes(ledger) * 100) / (before + indexBytes(ledger));
    const first = await timeOf(ledger, createSearch(), mailNoAt(7).slice(3));
    const find = createSearch();
    const numbers = await timesOf(ledger, find, NUMBERS);
    const names = await timesOf(ledger, find, NAMES);
    const texts = await timesOf(ledger, find, TEXTS);
    const all = [...numbers, ...names, ...texts];
    ledger.close();
    return [
      limited(`search at ${MAILS} mails, p95 of all kinds`, p95(all.map(wall))),
      printed('the same in processor time of its thread, p95', p95(all.map(processor)), 'ms'),
      limited('search by parts of mail numbers, p95', p95(numbers.map(wall))),
      limited('search by clients in Chinese and pinyin, p95', p95(names.map(wall))),
      limited('search by words of texts and organisations, p95', p95(texts.map(wall))),
      printed('search by parts of mail numbers while nothing is indexed, p95', p95(unindexed.map(wall)), 'ms'),
      printed('the first search after a start', first.wallMs, 'ms'),
      printed('indexing of the whole ledger', (MAILS * 1000) / tookMs, 'rows/s'),
      printed('share of the index in the ledger', share, '%'),
      { ...limited('longest step of indexing', longestMs), limit: LONGEST_STEP_MS, pass: longestMs <= LONGEST_STEP_MS },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Questions = (round: number) => string[];
const NUMBERS: Questions = (round) => {
  const number = mailNoAt((round * 24_989) % MAILS);
  return [number, number.slice(-4), number.slice(-6), number.slice(4, 10), number.slice(0, 5), `98${round}7654`, `0000${round}`];
};
const NAMES: Questions = (round) => [
  clientName(round * 41).slice(0, 4),
  clientName(round * 41),
  '湘潭',
  'xtcy',
  'changsha',
  'ssyh',
  'zzzz',
];
const TEXTS: Questions = (round) => [
  '破损',
  '签收底单',
  '揽投部',
  '湘潭市韶山',
  '投递员 下段',
  `第${round * 33}号`,
  '没有写过的话',
  '破损 客户',
];

type Took = { wallMs: number; cpuMs: number };
const wall = ({ wallMs }: Took): number => wallMs;
const processor = (took: Took): number => took.cpuMs;

async function timesOf(ledger: Ledger, find: Search, questions: Questions): Promise<Took[]> {
  const times: Took[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const text of questions(round)) times.push(await timeOf(ledger, find, text));
  }
  return times;
}

async function timeOf(ledger: Ledger, find: Search, text: string): Promise<Took> {
  const [startedAt, cpuBefore] = [performance.now(), cpuMs()];
  await find({ ledger, clock, timers: systemTimers }, { text, scope: 'all' });
  return { wallMs: performance.now() - startedAt, cpuMs: cpuMs() - cpuBefore };
}

async function index(ledger: Ledger): Promise<{ tookMs: number; longestMs: number }> {
  let lastAt = cpuMs();
  let longestMs = 0;
  // A step ends where it gives others their turn.
  const timers = {
    ...systemTimers,
    yieldToLoop: async (): Promise<void> => {
      longestMs = Math.max(longestMs, cpuMs() - lastAt);
      await systemTimers.yieldToLoop();
      lastAt = cpuMs();
    },
  };
  const startedAt = performance.now();
  const indexer = new SearchIndexer({ ledger, clock, timers, log: silentLog, workerEntry: sourceWorkerEntry });
  indexer.wake();
  await indexer.settled();
  return { tookMs: performance.now() - startedAt, longestMs };
}

/** Time of this thread alone: what else the machine does is no part of a step. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function indexBytes(ledger: Ledger): number {
  return ledger.read(
    (tx) =>
      tx.pluck<number>(
        `SELECT coalesce(sum(length(numbers)), 0)
           + (SELECT coalesce(sum(length(block)), 0) FROM search_passage_data) + (SELECT coalesce(sum(length(block)), 0) FROM search_exception_data)
           + (SELECT coalesce(sum(length(readings) + length(name)), 0) FROM search_client) FROM search_number`,
      ) ?? 0,
  );
}

function bytesOf(file: string): number {
  return [file, `${file}-wal`].reduce((sum, each) => sum + (statSync(each, { throwIfNoEntry: false })?.size ?? 0), 0);
}

function p95(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.95)] ?? 0;
}

function limited(name: string, value: number): BenchLine {
  return { id: 'l', name, value, unit: 'ms', baseline: null, ratio: null, limit: LIMIT_MS, pass: value <= LIMIT_MS };
}

function printed(name: string, value: number, unit: BenchLine['unit']): BenchLine {
  return { id: 'l', name, value, unit, baseline: null, ratio: null, limit: null, pass: true };
}
