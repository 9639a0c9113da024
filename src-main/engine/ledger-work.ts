import type { EnginePorts, JobPorts } from '../features/handler-context.ts';
import type { LedgerPlaces, LedgerWork, OpenedLedger } from '../features/session/index.ts';
import { SearchIndexer } from '../features/search/index.ts';
import { SyncWork } from '../features/sync/index.ts';
import { settingsOf } from '../features/settings/index.ts';
import type { SettingPlaces } from '../features/settings/handlers.ts';
import { FolderWatcher } from '../features/watching/index.ts';
import type { NoticeFiles } from '../features/watching/index.ts';
import type { AppContract } from '#shared/contract/contract.ts';
import type { Publish } from '../ipc/router.ts';
import { JobRunner } from '../jobs/job-runner.ts';
import type { SecretStore } from '../platform/secrets.ts';
import { composeJobs } from './job-list.ts';
import { Planner } from './planner.ts';
import { publishEvent } from './topics.ts';

/** Starts calling back now and then; returns the way to stop. Only wakes: what is due is decided elsewhere. */
export type Wakes = (wake: () => void) => () => void;

export type WorkParts = EnginePorts & {
  readonly settingPlaces: SettingPlaces;
  readonly places: LedgerPlaces;
  readonly publish: Publish<AppContract>;
  readonly wakes: Wakes;
  readonly noticeFiles: NoticeFiles;
  readonly secrets: SecretStore;
  secretsSettled(): Promise<void>;
  isUnlocked(): boolean;
};

/** The shell gives 5 s for everything; what runs longer goes on at the next start. */
const DRAIN_LIMIT_MS = 3500;
/** So long unused, the ledger gives its page cache back: the machine has other programs. */
const REST_PERIOD_MS = 20_000;

/** All that runs beside an open ledger. */
export function startWork(opened: OpenedLedger, parts: WorkParts): LedgerWork {
  const { ledger, kind } = opened;
  const ports: JobPorts = { ...parts, ledger, kind, settings: () => settingsOf(parts.settingPlaces, ledger) };
  const stopListening = ledger.listen((event) => publishEvent(parts.publish, event));
  const runner = new JobRunner({ ...parts, ledger, handlers: composeJobs(ports, opened, parts.places) });
  const planner = new Planner({ ...ports, isUnlocked: parts.isUnlocked });
  // Before the jobs that a stop left over: what was missed comes first.
  planner.wake();
  runner.start();
  const watcher = new FolderWatcher({ ...ports, noticeFiles: parts.noticeFiles });
  watcher.start();
  const indexer = new SearchIndexer(ports);
  indexer.start();
  const sync = new SyncWork({ ...parts, ledger, kind });
  sync.start();
  const wake = (): void => {
    planner.wake();
    watcher.wake();
  };
  const stopWakes = parts.wakes(wake);
  const stopResting = parts.timers.every(REST_PERIOD_MS, () => ledger.restIfUnused());
  return {
    runner,
    watching: watcher,
    sync,
    wake: () => {
      wake();
      sync.wake();
    },
    unlocked: wake,
    idle: async () => {
      await watcher.settled();
      await runner.idle();
      await watcher.settled();
      await indexer.settled();
    },
    stop: async () => {
      stopWakes();
      stopResting();
      await sync.stop();
      await watcher.stop();
      await runner.drain(DRAIN_LIMIT_MS);
      await indexer.stop();
      stopListening();
    },
  };
}
