import type { EnginePorts } from '../features/handler-context.ts';
import type { NoticeFiles } from '../features/watching/index.ts';
import type { OpenLedgerOptions, Stretch } from '../ledger/index.ts';
import type { SecretStore } from '../platform/secrets.ts';
import type { Wakes } from './ledger-work.ts';

export type EngineOptions = EnginePorts & {
  /** Absolute; the ledgers, their backups and the look of the screens lie below it. */
  readonly userDataFolder: string;
  /** Where whoever started the program wants the real ledger. */
  readonly ledgerFolder?: string | null;
  readonly documentsFolder: string;
  readonly appVersion: string;
  readonly secrets: SecretStore;
  secretsSettled?(): Promise<void>;
  readonly openOptions: Pick<OpenLedgerOptions, 'nativeBinding' | 'migrationsDir' | 'migrations' | 'locationProbe'>;
  /** Calls back now and then to let the planner look at the clock; in the app node-cron. */
  readonly wakes: Wakes;
  /** Tells of files in the watched folder; chokidar unless told. */
  readonly noticeFiles?: NoticeFiles;
  /** Argon2 in its worker unless told. */
  readonly stretch?: Stretch;
  /** How many mails a demonstration gets; that of the generator unless told. */
  readonly demonstrationMails?: number;
};
