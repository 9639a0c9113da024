import type { AppContract, AppHandlers } from '#shared/contract/contract.ts';
import { contract } from '#shared/contract/contract.ts';
import { actOfEndpoint } from '#shared/contract/endpoint-acts.ts';
import { mayDo } from '#shared/domain/permissions/matrix.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { EnginePorts, HandlerContext } from '../features/handler-context.ts';
import { placesIn, Session } from '../features/session/index.ts';
import type { LedgerPlaces } from '../features/session/index.ts';
import { settingsOf } from '../features/settings/index.ts';
import { noticeFiles } from '../features/watching/index.ts';
import { createRouter } from '../ipc/router.ts';
import type { Publish, Router } from '../ipc/router.ts';
import { argon2InWorker } from '../ledger/index.ts';
import type { EngineOptions } from './engine-options.ts';
import { composeHandlers } from './handlers.ts';
import { startWork } from './ledger-work.ts';

export type Engine = {
  readonly router: Router<AppContract>;
  readonly places: LedgerPlaces;
  readonly session: Session;
  /** The computer is left alone: nobody stays unlocked. */
  lock(): void;
  /** The computer woke up. */
  wake(): void;
  /** Resolves when the open ledger has no more work that is due. */
  idle(): Promise<void>;
  /** Finishes calls, stops work at a safe point, closes the ledger with its clean mark. */
  drain(): Promise<void>;
};

/** Joins all parts of the engine. Knows no Electron; the utility process and tests call it alike. */
export function composeEngine(given: EngineOptions): Engine {
  const options = {
    ...given,
    secretsSettled: given.secretsSettled ?? (() => Promise.resolve()),
    noticeFiles: given.noticeFiles ?? noticeFiles,
    stretch: given.stretch ?? argon2InWorker(given.workerEntry),
  };
  const places = placesIn(options.userDataFolder, options.ledgerFolder);
  const settingPlaces = { lookFile: places.lookFile, documentsFolder: options.documentsFolder };
  const publishing: { publish: Publish<AppContract> } = { publish: () => undefined };
  const publish: Publish<AppContract> = (path, payload) => {
    if (path === 'people.changed') session.notePeople();
    publishing.publish(path, payload);
  };
  const session: Session = new Session({
    ...options,
    places,
    publish,
    startWork: (opened) =>
      startWork(opened, { ...options, settingPlaces, places, publish, isUnlocked: () => session.person !== undefined }),
  });
  const context = contextOf(session, {
    ...options,
    publish,
    settings: () => settingsOf(settingPlaces, session.opened?.ledger, session.person?.id),
  });
  const handlers = composeHandlers(context, { session, places, settingPlaces, options });
  const router = createRouter(contract, watchFailures(handlers, session), {
    log: options.log,
    ids: options.ids,
    caller: () => ({ personId: session.person?.id ?? null }),
    permits: (path) => permits(session, path),
  });
  publishing.publish = router.publish;
  return {
    router,
    places,
    session,
    lock: () => void session.lock(),
    wake: () => session.opened?.work.wake(),
    idle: async () => {
      await session.opened?.work.idle();
    },
    drain: async () => {
      await session.close();
      await router.whenIdle();
    },
  };
}

/** By the one matrix; a path without a row is nobody's. */
function permits({ person, opened }: Session, path: string): boolean {
  if (opened?.work.sync.isShutOut === true && !OF_SHUT_OUT.has(path.slice(0, path.indexOf('.')))) return false;
  const act = actOfEndpoint(path);
  return act !== undefined && act !== 'open' && person !== undefined && mayDo(person.role, act);
}

/** What a device may still ask that the server has shut out: who sits there, and what was handed over. */
const OF_SHUT_OUT: ReadonlySet<string> = new Set(['session', 'settings', 'sync', 'keys', 'shell']);

type ContextParts = EnginePorts & Pick<HandlerContext, 'publish' | 'settings'>;

function contextOf(session: Session, parts: ContextParts): HandlerContext {
  const { clock, ids, log, timers, workerEntry, publish, settings } = parts;
  const unlocked = (): { opened: NonNullable<Session['opened']>; person: NonNullable<Session['person']> } => {
    const { opened, person } = session;
    if (!opened || !person) throw new AppError('forbidden', 'locked');
    return { opened, person };
  };
  return {
    clock,
    ids,
    log,
    timers,
    workerEntry,
    publish,
    settings,
    ledger: () => unlocked().opened.ledger,
    kind: () => unlocked().opened.kind,
    person: () => unlocked().person,
    jobs: () => unlocked().opened.work.runner,
    watching: () => unlocked().opened.work.watching,
  };
}

type AnyHandler = (...args: unknown[]) => unknown;

/** Lets the session see what fails, so that a damaged ledger becomes a state and not a row of messages. */
function watchFailures(handlers: AppHandlers, session: Session): AppHandlers {
  const watched =
    (handler: AnyHandler): AnyHandler =>
    async (...args) => {
      try {
        return await handler(...args);
      } catch (error) {
        session.noteFailure(error);
        throw error;
      }
    };
  const areas = Object.entries(handlers).map(([area, functions]) => [
    area,
    Object.fromEntries(Object.entries(functions).map(([name, handler]) => [name, watched(handler as AnyHandler)])),
  ]);
  return Object.fromEntries(areas) as AppHandlers;
}
