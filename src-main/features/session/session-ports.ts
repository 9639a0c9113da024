import type { JobRunner } from '../../jobs/job-runner.ts';
import type { Keyring, Ledger, OpenLedgerOptions, Stretch } from '../../ledger/index.ts';
import type { SecretStore } from '../../platform/secrets.ts';
import type { EnginePorts, FolderWatch, LedgerKind, PublishTopic } from '../handler-context.ts';
import type { SyncWork } from '../sync/index.ts';
import type { LedgerPlaces } from './places.ts';
import type { StoppableClock } from './stoppable-clock.ts';

/** What runs beside an open ledger: jobs, schedules, the watched folder, the way to the server. */
export type LedgerWork = {
  readonly runner: JobRunner;
  readonly watching: FolderWatch;
  readonly sync: SyncWork;
  /** The computer woke up, or the time may have moved. */
  wake(): void;
  /** Somebody has unlocked the ledger. */
  unlocked(): void;
  /** Resolves when nothing runs and nothing is due. */
  idle(): Promise<void>;
  /** Ends it at a safe point; what was under way goes on at the next start. */
  stop(): Promise<void>;
};

export type OpenedLedger = {
  readonly ledger: Ledger;
  readonly kind: LedgerKind;
  readonly clock: StoppableClock;
};

export type SessionPorts = EnginePorts & {
  readonly places: LedgerPlaces;
  readonly appVersion: string;
  readonly secrets: SecretStore;
  /** Resolves when every secret written so far is on the disk. */
  secretsSettled(): Promise<void>;
  readonly stretch: Stretch;
  readonly openOptions: Pick<OpenLedgerOptions, 'nativeBinding' | 'migrationsDir' | 'migrations' | 'locationProbe'>;
  /** How many mails a demonstration gets; that of the generator unless told. */
  readonly demonstrationMails?: number;
  startWork(opened: OpenedLedger): LedgerWork;
  readonly publish: PublishTopic;
};

/** The ways in of the real ledger; a demonstration has none. */
export type LedgerKeys = { readonly keyring: Keyring; settled(): Promise<void> };
