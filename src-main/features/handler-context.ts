import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf, PayloadOf } from '#shared/contract/define.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { Timers } from '../platform/timers.ts';
import type { WorkerEntry } from '../platform/worker-entry.ts';
import type { Person } from './people/index.ts';

/** What a ledger is for; set at its creation and never changed. */
export type LedgerKind = 'real' | 'demonstration' | 'test';

/** Time, randomness, log and threads of the process. */
export type EnginePorts = {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly timers: Timers;
  readonly workerEntry: WorkerEntry;
};

/** `settings.get`, complete; `exportFolder` is the default one while nobody chose another. */
export type Settings = OutputOf<AppContract['settings']['get']>;

type TopicPaths = {
  [A in keyof AppContract & string]: {
    [T in keyof AppContract[A] & string]: AppContract[A][T] extends { kind: 'topic' } ? `${A}.${T}` : never;
  }[keyof AppContract[A] & string];
}[keyof AppContract & string];
type TopicOf<P extends string> = P extends `${infer A}.${infer T}`
  ? A extends keyof AppContract
    ? T extends keyof AppContract[A]
      ? AppContract[A][T]
      : never
    : never
  : never;
export type PublishTopic = <P extends TopicPaths>(path: P, payload: PayloadOf<TopicOf<P>>) => void;

/** The watched folder, as its two endpoints need it. */
export type FolderWatch = {
  status(): { path: string | null; deleteAfterDays: number; problem: string | null };
  /** Throws AppError('not-found', 'folder-not-found'). */
  set(path: string | null, deleteAfterDays: number): void;
};

/**
 * What the handlers of the contract's areas are made of: `create<Area>Handlers(context)`.
 * `ledger`, `kind`, `person`, `jobs` and `watching` speak of the ledger that is shown and throw
 * AppError('forbidden', 'locked') when none is open or nobody has unlocked.
 */
export type HandlerContext = EnginePorts & {
  ledger(): Ledger;
  kind(): LedgerKind;
  /** Who has unlocked. */
  person(): Person;
  settings(): Settings;
  /** Runs what `enqueueJob(tx, …)` put into the ledger; cancel, pause, resume and progress by id. */
  jobs(): JobRunner;
  watching(): FolderWatch;
  /** Tells the windows at once; what a transaction changed is better told by `tx.emit(path, payload)`. */
  publish: PublishTopic;
};

/**
 * What the job handlers of a ledger are made of: `create<Feature>Jobs(ports)` answers a list of
 * `JobHandler`s. Jobs run for the ledger that is open, also while nobody has unlocked it.
 */
export type JobPorts = EnginePorts & {
  readonly ledger: Ledger;
  readonly kind: LedgerKind;
  settings(): Settings;
};

/**
 * Kinds of jobs. `import` and `screening` are put into the ledger by `enqueueImport` and
 * `enqueueScreening` of `features/jobs/index.ts`, by people, the planner and the watched folder
 * alike; `export` belongs to `features/exports` (`createExportJobs(ports)` in its `jobs.ts`).
 */
export const JOB_KINDS = ['import', 'screening', 'export', 'backup', 'demonstration', 'retention'] as const;
export type JobKind = (typeof JOB_KINDS)[number];
