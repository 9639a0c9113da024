import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actOnAll, createQueueMemory, QueueAnswers, undoAct } from '#main/features/queue/index.ts';
import { getUndoableAct, performAct } from '#main/features/exceptions/index.ts';
import { readQueueCounts } from '#main/features/queue/counts-reader.ts';
import { countQueueIds, listQueueIds } from '#main/features/queue/ids-reader.ts';
import type { QueueFilter, QueueMoment } from '#main/features/queue/ids-reader.ts';
import type { QueueMemory } from '#main/features/queue/queue-memory.ts';
import { readQueueRows } from '#main/features/queue/rows-reader.ts';
import type { Ledger } from '#main/ledger/index.ts';
import { systemClock } from '#main/platform/clock.ts';
import { silentLog } from '#main/platform/log.ts';
import type { Person } from '#main/features/people/index.ts';
import { assert, at } from '#shared/kernel/assert.ts';
import { HOUR_MS } from '#shared/kernel/instant.ts';
import type { BenchLine } from './bench-line.ts';
import { makeQueueLedger, PEOPLE } from './queue-ledger.ts';

const EXCEPTIONS = Number(process.env['YOUSHAO_BENCH_EXCEPTIONS'] ?? 100_000);
const BATCH = 1000;
const ROUNDS = 40;
const QUERY_LIMIT_MS = 20;
const STRETCH_LIMIT_MS = 50;
const BYTES_LIMIT = 250;
const PERSON: Person = { ...PEOPLE[0], clients: [], removed: false };
const clock = systemClock();

const FILTERS: readonly QueueFilter[] = [
  { view: 'due-today', sort: 'due', descending: false },
  { view: 'all-open', sort: 'due', descending: false },
  { view: 'over', sort: 'due', descending: false, types: ['delay'], regions: ['in-province'] },
  { view: 'unclaimed', sort: 'priority', descending: false },
  { view: 'all-open', sort: 'client', descending: false, tiers: ['vip'] },
  { view: 'all-open', sort: 'type', descending: true, organisations: ['第7揽投部', '第14揽投部'] },
  { view: 'mine', sort: 'nextAt', descending: false },
];

/** (l) lists, badges, groups and views of a full queue after each change, and what an act on many keeps waiting. */
export async function benchQueue(): Promise<BenchLine[]> {
  const folder = mkdtempSync(join(tmpdir(), 'youshao-bench-queue-'));
  try {
    const ledger = makeQueueLedger(join(folder, 'queue.db'), EXCEPTIONS, clock);
    const queries = await measureQueries(ledger);
    const acts = await measureActs(ledger);
    ledger.close();
    return [...queries, ...acts];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Exceptions that change before each question. */
const CHANGED_AT_ONCE = 50;

/** Each is asked right after a change: what the change costs the memory is part of the answer's time. */
async function measureQueries(ledger: Ledger): Promise<BenchLine[]> {
  const moment = () => ({ now: clock.now(), personId: PERSON.id });
  const filterOf = (round: number): QueueFilter => at(FILTERS, round % FILTERS.length);
  const bySql = Array.from({ length: FILTERS.length }, (_, round) =>
    timeOf(() => {
      ledger.read((tx) => listQueueIds(tx, filterOf(round), moment()));
    }),
  );
  const heapBefore = heapBytes();
  const filling = watchStretches();
  const memory = createQueueMemory({ clock, log: silentLog, timers: { yieldToLoop: filling.yieldToLoop } })(ledger);
  ledger.read((tx) => void memory.mirror(tx));
  await memory.settled();
  const filled = filling.end();
  const bytes = heapBytes() - heapBefore;
  const ask = (question: (answers: QueueAnswers, round: number) => unknown): number[] =>
    Array.from({ length: ROUNDS }, (_, round) => {
      change(ledger, round);
      return timeOf(() => {
        ledger.read((tx) => void question(new QueueAnswers(tx, memory, moment()), round));
      });
    });
  const ids = ledger.read((tx) => listQueueIds(tx, filterOf(0), moment()));
  const lines = [
    line(
      `list query at ${EXCEPTIONS} exceptions, p95 of ${FILTERS.length} filters`,
      p95(ask((answers, round) => answers.ids(filterOf(round)))),
      QUERY_LIMIT_MS,
    ),
    line(
      'rows of a window of 100, p95',
      p95(
        Array.from({ length: ROUNDS }, (_, round) =>
          timeOf(() => ledger.read<unknown[]>((tx) => readQueueRows(tx, ids.slice(round * 100, round * 100 + 100), clock.now()))),
        ),
      ),
      QUERY_LIMIT_MS,
    ),
    line('badges of all views, p95', p95(ask((answers) => answers.counts())), QUERY_LIMIT_MS),
    line('groups by type and organisation, p95', p95(ask((answers, round) => answers.groups(filterOf(round)))), QUERY_LIMIT_MS),
    line('count of a saved view, p95', p95(ask((answers, round) => answers.count(filterOf(round)))), QUERY_LIMIT_MS),
    line('the first list of a ledger, before there is a memory, worst', Math.max(...bySql), null),
    line('longest stretch of filling the memory', filled.longestMs, STRETCH_LIMIT_MS),
    line('filling the memory', filled.tookMs, null),
    { ...line('memory of the queue, bytes an exception', bytes / EXCEPTIONS, BYTES_LIMIT), unit: 'bytes' as const },
  ];
  assertSame(ledger, memory, moment());
  return lines;
}

/** Accepted by turns, so that rows move in every order. */
function change(ledger: Ledger, round: number): void {
  const person = at(PEOPLE, round % PEOPLE.length);
  const now = clock.now();
  ledger.write((tx) => {
    const uids = tx.pluckAll<string>("SELECT uid FROM exception WHERE status = 'open' AND owner IS NULL ORDER BY due_at DESC LIMIT ?", [
      CHANGED_AT_ONCE,
    ]);
    changes += 1;
    for (const uid of uids) {
      const args = { text: '已催投递部', nextAt: now + (1 + (changes % 30)) * HOUR_MS, claims: true };
      performAct(tx, { kind: 'exception.follow-up', entityId: uid, args, actor: person.id, occurredAt: now }, `change-${changes}-${uid}`);
    }
  });
}
let changes = 0;

/** What was measured is what SQL answers. */
function assertSame(ledger: Ledger, memory: QueueMemory, moment: QueueMoment): void {
  ledger.read((tx) => {
    const answers = new QueueAnswers(tx, memory, moment);
    for (const filter of FILTERS) {
      assert(answers.ids(filter).join() === listQueueIds(tx, filter, moment).join(), 'the memory lists what SQL lists');
      assert(answers.count(filter) === countQueueIds(tx, filter, moment), 'the memory counts what SQL counts');
    }
    assert(JSON.stringify(answers.counts().views) === JSON.stringify(readQueueCounts(tx, moment).views), 'the badges agree with SQL');
  });
}

function heapBytes(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

async function measureActs(ledger: Ledger): Promise<BenchLine[]> {
  const rows = ledger.read((tx) =>
    tx.pluckAll<string>("SELECT uid FROM exception WHERE status = 'open' AND owner IS NULL ORDER BY uid LIMIT ?", [BATCH]),
  );
  const singles = [];
  for (const [index, uid] of rows.slice(0, ROUNDS).entries()) {
    const order = { act: { kind: 'accept' }, actId: `single-${index}`, person: PERSON, now: clock.now() } as const;
    const started = performance.now();
    await actOnAll({ ledger, clock, timers: { yieldToLoop } }, [uid], order);
    singles.push(performance.now() - started);
  }
  const others = rows.slice(ROUNDS);
  const acting = watchStretches();
  const order = { act: { kind: 'accept' }, actId: 'batch', person: PERSON, now: clock.now() } as const;
  const { applied } = await actOnAll({ ledger, clock, timers: { yieldToLoop: acting.yieldToLoop } }, others, order);
  if (applied !== others.length) throw new Error('the measured act refused some');
  const act = acting.end();
  const undoing = watchStretches();
  const undone = ledger.read((tx) => getUndoableAct(tx, 'batch', PERSON.id));
  await undoAct(
    { ledger, clock, timers: { yieldToLoop: undoing.yieldToLoop } },
    { act: undone, undoId: 'undo', personId: PERSON.id, now: clock.now() },
  );
  const undo = undoing.end();
  return [
    line('accepting one suggestion, p95', p95(singles), QUERY_LIMIT_MS),
    line(`longest stretch of accepting ${others.length} at one stroke`, act.longestMs, STRETCH_LIMIT_MS),
    line(`accepting ${others.length} at one stroke`, act.tookMs, null),
    line('longest stretch of taking that back', undo.longestMs, STRETCH_LIMIT_MS),
    line('taking that back', undo.tookMs, null),
  ];
}

const yieldToLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** How long the loop was held between two turns. */
function watchStretches() {
  const startedAt = performance.now();
  let turnAt = startedAt;
  let longestMs = 0;
  const note = (): void => {
    longestMs = Math.max(longestMs, performance.now() - turnAt);
  };
  return {
    yieldToLoop: async (): Promise<void> => {
      note();
      await yieldToLoop();
      turnAt = performance.now();
    },
    end: () => {
      note();
      return { longestMs, tookMs: performance.now() - startedAt };
    },
  };
}

function timeOf(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

function p95(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? Number.NaN;
}

function line(name: string, value: number, limit: number | null): BenchLine {
  return { id: 'l', name, value, unit: 'ms', baseline: null, ratio: null, limit, pass: limit === null || value <= limit };
}
