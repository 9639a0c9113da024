import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '#shared/kernel/app-error.ts';
import { type LedgerFixture, makeLedgerFixture } from '../ledger/ledger-fixture.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { silentLog } from '../platform/log.ts';
import { type ManualTimers, manualTimers } from '../platform/timers.ts';
import type { Job } from './job.ts';
import { defineJob, type JobHandler, JobRunner } from './job-runner.ts';
import { enqueueJob, getJob, listJobs, pruneJobs, retryJob, type JobDraft } from './job-store.ts';
import { takeNext } from './job-turn.ts';

let fixture: LedgerFixture;
let ledger: Ledger;
let timers: ManualTimers;
beforeEach(() => {
  fixture = makeLedgerFixture();
  ledger = fixture.open();
  timers = manualTimers();
});
afterEach(() => fixture.remove());

function startRunner(handlers: readonly JobHandler[]): JobRunner {
  const runner = new JobRunner({ ledger, handlers, clock: fixture.clock, timers, log: silentLog });
  runner.start();
  return runner;
}

function enqueue(draft: Partial<JobDraft> = {}): string {
  return ledger.write((tx) => enqueueJob(tx, { kind: 'count', input: { to: 3 }, createdBy: 'p-1', ...draft })).id;
}

const jobOf = (id: string): Job => ledger.read((tx) => getJob(tx, id));
const countInput = z.object({ to: z.number() });

/** Counts to a number, one committed step at a time; `seen` tells which steps were made. */
function counter(seen: number[], options: { onStep?: (step: number) => void; kind?: string; lane?: string } = {}): JobHandler {
  return defineJob({
    kind: options.kind ?? 'count',
    ...(options.lane !== undefined && { lane: options.lane }),
    input: countInput,
    run: async (context) => {
      for (let step = ((context.checkpoint as number | undefined) ?? 0) + 1; step <= context.input.to; step++) {
        await context.breathe();
        options.onStep?.(step);
        seen.push(step);
        context.progress({ done: step, total: context.input.to });
        ledger.write((tx) => context.saveCheckpoint(tx, step));
      }
      return { counted: context.input.to };
    },
  });
}

describe('jobs', () => {
  it('runs what was enqueued, before and after its start, and keeps the result', async () => {
    const seen: number[] = [];
    const early = enqueue();
    const runner = startRunner([counter(seen)]);
    await runner.idle();
    const late = enqueue({ input: { to: 1 } });
    await runner.idle();
    expect(jobOf(early)).toMatchObject({ state: 'done', result: { counted: 3 }, progress: { done: 3, total: 3 } });
    expect(jobOf(late)).toMatchObject({ state: 'done', result: { counted: 1 } });
    expect(seen).toEqual([1, 2, 3, 1]);
  });

  it('exists only if the transaction of its reason commits', () => {
    expect(() =>
      ledger.write((tx) => {
        enqueueJob(tx, { kind: 'count', input: {}, createdBy: 'p-1' });
        throw new Error('reason fell through');
      }),
    ).toThrow('reason fell through');
    expect(ledger.read((tx) => listJobs(tx))).toEqual([]);
  });

  it('joins a second job of one key to the first while that is unfinished', async () => {
    const first = ledger.write((tx) => enqueueJob(tx, { kind: 'count', input: { to: 1 }, createdBy: 'a', uniqueKey: 'k' }));
    const second = ledger.write((tx) => enqueueJob(tx, { kind: 'count', input: { to: 1 }, createdBy: 'a', uniqueKey: 'k' }));
    expect(second).toEqual({ id: first.id, isExisting: true });
    await startRunner([counter([])]).idle();
    expect(enqueue({ uniqueKey: 'k' })).not.toBe(first.id);
  });

  it('tries again after growing waits, then fails with the reason', async () => {
    let tries = 0;
    const failing = defineJob({
      kind: 'count',
      input: countInput,
      run: () => {
        tries++;
        return Promise.reject(new AppError('unavailable', 'disk-full', { detail: { needed: 7 } }));
      },
    });
    const id = enqueue({ maxAttempts: 3 });
    const runner = startRunner([failing]);
    await runner.idle();
    for (const waitMs of [2000, 4000]) {
      expect(jobOf(id)).toMatchObject({ state: 'waiting', runAfter: fixture.clock.now() + waitMs });
      fixture.clock.advance(waitMs);
      timers.advance(waitMs);
      await runner.idle();
    }
    expect(tries).toBe(3);
    expect(jobOf(id)).toMatchObject({
      state: 'failed',
      attempts: 3,
      error: { code: 'unavailable', reason: 'disk-full', detail: { needed: 7 } },
    });
    ledger.write((tx) => retryJob(tx, id));
    expect(jobOf(id)).toMatchObject({ attempts: 0, error: undefined });
  });

  it('does not try again what another try cannot change', async () => {
    const refusing = defineJob({
      kind: 'count',
      input: countInput,
      run: () => Promise.reject(new AppError('invalid-input', 'file-encrypted')),
    });
    const id = enqueue();
    await startRunner([refusing]).idle();
    expect(jobOf(id)).toMatchObject({ state: 'failed', attempts: 1, error: { reason: 'file-encrypted' } });
  });

  it('pauses at a step and goes on from its checkpoint', async () => {
    const seen: number[] = [];
    const id = enqueue({ input: { to: 5 } });
    const runner = startRunner([counter(seen, { onStep: (step) => step === 2 && seen.length < 2 && runner.pause(id) })]);
    await runner.idle();
    expect(jobOf(id)).toMatchObject({ state: 'paused', checkpoint: 2, attempts: 0 });
    runner.resume(id);
    await runner.idle();
    expect(jobOf(id).state).toBe('done');
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  it('cancels what runs, what waits and what is paused', async () => {
    const seen: number[] = [];
    const running = enqueue({ input: { to: 5 } });
    const waiting = enqueue();
    const runner = startRunner([counter(seen, { onStep: (step) => step === 2 && runner.cancel(running) })]);
    runner.cancel(waiting);
    await runner.idle();
    expect(jobOf(running)).toMatchObject({ state: 'cancelled', checkpoint: 2 });
    expect(jobOf(waiting).state).toBe('cancelled');
    expect(seen).toEqual([1, 2]);
  });

  it('drains at quit: the job goes on at the next start', async () => {
    const seen: number[] = [];
    const id = enqueue({ input: { to: 4 } });
    const drained: Promise<void>[] = [];
    const runner = startRunner([counter(seen, { onStep: (step) => step === 2 && drained.push(runner.drain(1000)) })]);
    await runner.idle();
    await Promise.all(drained);
    expect(jobOf(id)).toMatchObject({ state: 'waiting', checkpoint: 2 });
    await startRunner([counter(seen)]).idle();
    expect(jobOf(id).state).toBe('done');
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  it('drain gives up on a handler that does not listen', async () => {
    const id = enqueue();
    const deaf = defineJob({ kind: 'count', input: countInput, run: () => new Promise(() => undefined) });
    const runner = startRunner([deaf]);
    await timers.yieldToLoop();
    const drained = runner.drain(500);
    await timers.yieldToLoop();
    timers.advance(500);
    await drained;
    expect(jobOf(id).state).toBe('running');
  });

  it('takes up after a crash what had been running, and obeys a cancel asked for before it', async () => {
    const crashed = enqueue({ input: { to: 2 } });
    const unwanted = enqueue();
    ledger.write((tx) => takeNext(tx, ['count']));
    ledger.write((tx) => takeNext(tx, ['count']));
    ledger.write((tx) => tx.run("UPDATE job SET requested = 'cancel' WHERE id = ?", [unwanted]));
    const seen: number[] = [];
    await startRunner([counter(seen)]).idle();
    expect(jobOf(crashed).state).toBe('done');
    expect(jobOf(unwanted).state).toBe('cancelled');
    expect(seen).toEqual([1, 2]);
  });

  it('runs one lane in order of priority, and two lanes side by side', async () => {
    const order: string[] = [];
    const handler = (kind: string, lane: string): JobHandler => counter([], { kind, lane, onStep: () => order.push(kind) });
    enqueue({ kind: 'a', input: { to: 2 } });
    enqueue({ kind: 'b', input: { to: 2 }, priority: 1 });
    enqueue({ kind: 'c', input: { to: 2 } });
    await startRunner([handler('a', 'one'), handler('b', 'one'), handler('c', 'two')]).idle();
    expect(order.filter((kind) => kind !== 'c')).toEqual(['b', 'b', 'a', 'a']);
    expect(order.indexOf('c')).toBeLessThan(order.indexOf('a'));
  });

  it('tells progress at most five times a second, and the last of it', async () => {
    const told: unknown[] = [];
    ledger.listen((event) => {
      const { progress } = event.payload as { progress?: { done: number } };
      if (progress) told.push(progress.done);
    });
    enqueue({ input: { to: 50 } });
    await startRunner([counter([], { onStep: () => fixture.clock.advance(20) })]).idle();
    expect(told).toEqual([1, 11, 21, 31, 41, 50]);
  });

  it('leaves jobs of unknown kinds alone, and forgets old finished ones', async () => {
    const unknown = enqueue({ kind: 'from-a-newer-version' });
    const done = enqueue();
    await startRunner([counter([])]).idle();
    expect(jobOf(unknown).state).toBe('waiting');
    expect(ledger.write((tx) => pruneJobs(tx, fixture.clock.now() + 1))).toBe(1);
    expect(ledger.read((tx) => listJobs(tx)).map((job) => job.id)).toEqual([unknown]);
    expect(done).not.toBe(unknown);
  });
});
