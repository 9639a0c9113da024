import type { AppHandlers } from '#shared/contract/contract.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { HandlerContext } from '../features/handler-context.ts';
import { createAuditHandlers } from '../features/audit/index.ts';
import { createClientsHandlers } from '../features/clients/handlers.ts';
import { createExportsHandlers } from '../features/exports/handlers.ts';
import { createImportsHandlers } from '../features/imports/handlers.ts';
import { createJobsHandlers } from '../features/jobs/index.ts';
import { createKeysHandlers } from '../features/keyboard/index.ts';
import { createMailsHandlers } from '../features/mails/handlers.ts';
import { createPeopleHandlers } from '../features/people/handlers.ts';
import { createActTurns, createQueueHandlers, createQueueMemory, createUndoHandlers } from '../features/queue/index.ts';
import { createRulesHandlers } from '../features/rules/handlers.ts';
import { createSafetyHandlers } from '../features/safety/index.ts';
import { createScreeningHandlers } from '../features/screening/handlers.ts';
import { createSearchHandlers } from '../features/search/handlers.ts';
import { createSessionHandlers, declaringKeyReasons, ledgerKey } from '../features/session/index.ts';
import type { LedgerPlaces, Session } from '../features/session/index.ts';
import { createSettingsHandlers } from '../features/settings/index.ts';
import type { SettingPlaces } from '../features/settings/handlers.ts';
import { createSyncHandlers } from '../features/sync/index.ts';
import type { SyncWork } from '../features/sync/index.ts';
import { createTrainingHandlers } from '../features/training/index.ts';
import { createViewsHandlers } from '../features/views/index.ts';
import type { EngineOptions } from './engine-options.ts';

export type HandlerParts = {
  readonly session: Session;
  readonly places: LedgerPlaces;
  readonly settingPlaces: SettingPlaces;
  readonly options: EngineOptions & Required<Pick<EngineOptions, 'stretch' | 'secretsSettled'>>;
};

/** All areas of the contract. */
export function composeHandlers(context: HandlerContext, parts: HandlerParts): AppHandlers {
  const { session, places, settingPlaces, options } = parts;
  const { stretch, secretsSettled } = options;
  const turns = createActTurns();
  const memoryOf = createQueueMemory(context);
  return {
    session: createSessionHandlers(context, {
      session,
      places,
      appVersion: options.appVersion,
      hasKeystore: options.secrets.isAvailable(),
    }),
    people: createPeopleHandlers(context, {
      keys: () => session.keys,
      ledgerKey,
      declaring: declaringKeyReasons,
      lock: () => session.lock(),
    }),
    audit: createAuditHandlers(context),
    safety: createSafetyHandlers(context, {
      backupFolder: places.backupFolder,
      restore: {
        ...options,
        ...options.openOptions,
        stretch,
        secretsSettled,
        ledgerFile: places.realFile,
        replaceReal: (work) => session.replaceReal(work),
      },
    }),
    settings: createSettingsHandlers(context, settingPlaces),
    keys: createKeysHandlers(context),
    training: createTrainingHandlers(context),
    jobs: createJobsHandlers(context),
    queue: createQueueHandlers(context, turns, memoryOf),
    undo: createUndoHandlers(context, turns),
    views: createViewsHandlers(context, memoryOf),
    mails: createMailsHandlers(context),
    screening: createScreeningHandlers(context),
    search: createSearchHandlers(context),
    rules: createRulesHandlers(context),
    clients: createClientsHandlers(context),
    imports: createImportsHandlers(context),
    exports: createExportsHandlers(context),
    sync: createSyncHandlers(context, { work: () => workOf(session), appVersion: options.appVersion }),
  };
}

function workOf({ opened }: Session): SyncWork {
  if (!opened) throw new AppError('forbidden', 'locked');
  return opened.work.sync;
}
