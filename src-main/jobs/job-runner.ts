import { assert } from '#shared/kernel/assert.ts';
import type { WriteTx } from '../ledger/handles.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Cancel, Timers } from '../platform/timers.ts';
import { type Job, JOB_CHANGED_TOPIC, type JobChange, type JobProgress } from './job.ts';
import { requestStop, resumeJob, saveCheckpoint } from './job-store.ts';
import { completeJob, failJob, findNextDue, recoverJobs, type StopReason, stopJob, takeNext } from './job-turn.ts';

/** What a handler gets besides its input. */
export type JobContext<Input> = {
  readonly job: Job;
  readonly input: Input;
  /** What the last `saveCheckpoint` kept; undefined at the first start. */
  readonly checkpoint: unknown;
  /** Aborted when the job is to stop; end soon, by throwing or returning early after a checkpoint. */
  readonly signal: AbortSignal;
  /** Call it in the transaction of the work it stands for. */
  saveCheckpoint(tx: WriteTx, checkpoint: unknown): void;
  /** Cheap; told on at most five times a second. */
  progress(progress: JobProgress): void;
  /** Gives other work its turn, and throws when the job is to stop. */
  breathe(): Promise<void>;
};

export type JobHandler<Input = unknown> = {
  readonly kind: string;
  /** Jobs of one lane run one after another; default: the kind. */
  readonly lane?: string;
  readonly input: { parse(value: unknown): Input };
  /** Resolves to plain JSON or undefined. Must be resumable by checkpoint, or idempotent. */
  run(context: JobContext<Input>): Promise<unknown>;
};

/** Makes a handler of any input fit the runner's list. */
export function defineJob<Input>(handler: JobHandler<Input>): JobHandler {
  return { ...handler, run: (context) => handler.run({ ...context, input: handler.input.parse(context.input) }) };
}

export type JobRunnerOptions = {
  readonly ledger: Ledger;
  readonly handlers: readonly JobHandler[];
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** How many lanes at a time; default 2. */
  readonly concurrency?: number;
};

type Running = { readonly job: Job; readonly lane: string; readonly abort: AbortController; ended: Promise<void> };

const PROGRESS_PERIOD_MS = 200;
/** Wall time may be set back; a sleeping runner looks again at least this often. */
const LONGEST_SLEEP_MS = 30_000;

/** Runs the jobs of one ledger. */
export class JobRunner {
  readonly #options: JobRunnerOptions;
  readonly #handlers: ReadonlyMap<string, JobHandler>;
  readonly #running = new Map<string, Running>();
  readonly #progress = new Map<string, JobProgress>();
  #phase: 'new' | 'started' | 'draining' = 'new';
  #stopListening: Cancel = () => undefined;
  #cancelWake: Cancel = () => undefined;
  #isPumping = false;
  #idleWaiters: (() => void)[] = [];

  constructor(options: JobRunnerOptions) {
    this.#options = options;
    this.#handlers = new Map(options.handlers.map((handler) => [handler.kind, handler]));
    assert(this.#handlers.size === options.handlers.length, 'one handler for one kind of job');
  }

  /** Puts what a crash left back into the row and begins. */
  start(): void {
    assert(this.#phase === 'new', 'a job runner is started once');
    this.#phase = 'started';
    this.#options.ledger.write((tx) => recoverJobs(tx));
    this.#stopListening = this.#options.ledger.listen((event) => {
      if (event.topic === JOB_CHANGED_TOPIC) this.#pump();
    });
    this.#pump();
  }

  cancel(id: string): void {
    this.#stop(id, 'cancel');
  }

  pause(id: string): void {
    this.#stop(id, 'pause');
  }

  resume(id: string): void {
    this.#options.ledger.write((tx) => resumeJob(tx, id));
  }

  /** The newest progress of a job that runs now. */
  progressOf(id: string): JobProgress | undefined {
    return this.#progress.get(id);
  }

  /** Resolves when nothing runs and nothing is due. */
  idle(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve();
    return new Promise((resolve) => this.#idleWaiters.push(resolve));
  }

  /** Takes no more jobs, asks the running ones to stop, and waits for them, at most `limitMs`. */
  async drain(limitMs: number): Promise<void> {
    this.#phase = 'draining';
    this.#stopListening();
    this.#cancelWake();
    for (const { abort } of this.#running.values()) abort.abort('drain' satisfies StopReason);
    const ended = Promise.all([...this.#running.values()].map((running) => running.ended)).then(() => undefined);
    const enough = new AbortController();
    await Promise.race([ended.then(() => enough.abort()), this.#options.timers.wait(limitMs, enough.signal)]);
  }

  #stop(id: string, reason: 'pause' | 'cancel'): void {
    this.#options.ledger.write((tx) => requestStop(tx, id, reason));
    this.#running.get(id)?.abort.abort(reason);
  }

  #pump(): void {
    // A ledger closed before its runner was drained keeps the jobs for the next start.
    if (this.#isPumping || !this.#options.ledger.isOpen) return;
    this.#isPumping = true;
    try {
      if (this.#phase === 'started') this.#launchDue();
    } finally {
      this.#isPumping = false;
    }
    if (this.#isIdle()) for (const resolve of this.#idleWaiters.splice(0)) resolve();
  }

  #launchDue(): void {
    for (let job = this.#take(); job !== undefined; job = this.#take()) this.#launch(job);
    this.#sleepUntilDue();
  }

  #take(): Job | undefined {
    const kinds = this.#freeKinds();
    if (this.#running.size >= (this.#options.concurrency ?? 2) || !this.#hasDue(kinds)) return undefined;
    return this.#options.ledger.write((tx) => takeNext(tx, kinds));
  }

  #freeKinds(): string[] {
    const busy = new Set([...this.#running.values()].map((running) => running.lane));
    return [...this.#handlers.values()].filter((handler) => !busy.has(laneOf(handler))).map((handler) => handler.kind);
  }

  #hasDue(kinds: readonly string[]): boolean {
    const due = this.#options.ledger.read((tx) => findNextDue(tx, kinds));
    return due !== undefined && due <= this.#options.clock.now();
  }

  #isIdle(): boolean {
    return this.#running.size === 0 && (this.#phase !== 'started' || !this.#hasDue([...this.#handlers.keys()]));
  }

  #sleepUntilDue(): void {
    this.#cancelWake();
    const due = this.#options.ledger.read((tx) => findNextDue(tx, this.#freeKinds()));
    if (due === undefined) return;
    const waitMs = Math.max(0, due - this.#options.clock.now());
    // A job that is due already waits for a free place, and the end of another one wakes us.
    if (waitMs > 0) this.#cancelWake = this.#options.timers.after(Math.min(waitMs, LONGEST_SLEEP_MS), () => this.#pump());
  }

  #launch(job: Job): void {
    const handler = this.#handlers.get(job.kind);
    assert(handler !== undefined, 'only jobs of known kinds are taken');
    const running: Running = { job, lane: laneOf(handler), abort: new AbortController(), ended: Promise.resolve() };
    this.#running.set(job.id, running);
    running.ended = this.#execute(running, handler);
  }

  async #execute(running: Running, handler: JobHandler): Promise<void> {
    const { job, abort } = running;
    // Whoever enqueued the job finishes first.
    await this.#options.timers.yieldToLoop();
    const outcome = await this.#outcomeOf(running, handler);
    this.#running.delete(job.id);
    this.#progress.delete(job.id);
    try {
      this.#options.ledger.write((tx) => {
        if (outcome.ok) completeJob(tx, job, outcome.result);
        else if (abort.signal.aborted) stopJob(tx, job, abort.signal.reason as StopReason);
        else failJob(tx, job, outcome.error);
      });
    } catch (error) {
      // The ledger refuses (disk full): the job stays running there and is taken up again at the next start.
      this.#options.log.error('job-end-not-recorded', { jobKind: job.kind, id: job.id, error });
    }
    this.#pump();
  }

  async #outcomeOf(running: Running, handler: JobHandler): Promise<{ ok: true; result: unknown } | { ok: false; error: unknown }> {
    const { job, abort } = running;
    try {
      abort.signal.throwIfAborted();
      return { ok: true, result: await handler.run(this.#contextOf(running)) };
    } catch (error) {
      if (!abort.signal.aborted) this.#options.log.warn('job-failed', { jobKind: job.kind, id: job.id, error });
      return { ok: false, error };
    }
  }

  #contextOf(running: Running): JobContext<unknown> {
    const { job, abort } = running;
    return {
      job,
      input: job.input,
      checkpoint: job.checkpoint,
      signal: abort.signal,
      saveCheckpoint: (tx, checkpoint) => {
        const progress = this.#progress.get(job.id);
        saveCheckpoint(tx, { id: job.id, kind: job.kind, ...(progress && { progress }) }, checkpoint);
      },
      progress: this.#progressTeller(job),
      breathe: async () => {
        await this.#options.timers.yieldToLoop();
        abort.signal.throwIfAborted();
      },
    };
  }

  #progressTeller(job: Job): (progress: JobProgress) => void {
    let toldAt = Number.NEGATIVE_INFINITY;
    return (progress) => {
      this.#progress.set(job.id, progress);
      const now = this.#options.clock.monotonic();
      const isLast = progress.total !== undefined && progress.done >= progress.total;
      // Inside a transaction nobody is told: a listener could read or write.
      if (this.#options.ledger.isBusy() || (now - toldAt < PROGRESS_PERIOD_MS && !isLast)) return;
      toldAt = now;
      const change: JobChange = { id: job.id, kind: job.kind, progress };
      this.#options.ledger.announce(JOB_CHANGED_TOPIC, change);
    };
  }
}

function laneOf(handler: JobHandler): string {
  return handler.lane ?? handler.kind;
}
