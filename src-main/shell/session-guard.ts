import { session } from 'electron';
import type { Session } from 'electron';
import type { Log } from '#main/platform/log.ts';
import { isAllowedRequest, schemeOf } from './own-urls.ts';

/** Requests refused since the start stand in this global, for tests: there should never be one. */
const COUNTER = 'youshaoRefusedRequests';

/**
 * The window's session: kept in memory only, so that nothing of the ledger reaches Chromium's
 * files; no permission, no download, no request that leaves the program.
 */
export function createGuardedSession(log: Log, options: { allowTools: boolean }): Session {
  const own = session.fromPartition('youshao', { cache: false });
  for (const each of [own, session.defaultSession]) guard(each, log, options);
  return own;
}

function guard(target: Session, log: Log, options: { allowTools: boolean }): void {
  target.setPermissionRequestHandler((_contents, permission, decide) => {
    log.warn('permission-refused', { permission });
    decide(false);
  });
  target.setPermissionCheckHandler(() => false);
  target.setDevicePermissionHandler(() => false);
  target.setSpellCheckerEnabled(false);
  target.on('will-download', (event) => {
    event.preventDefault();
    log.warn('download-refused');
  });
  target.webRequest.onBeforeRequest((request, decide) => {
    const isOwn = isAllowedRequest(request.url, options.allowTools);
    if (!isOwn) {
      Reflect.set(globalThis, COUNTER, Number(Reflect.get(globalThis, COUNTER) ?? 0) + 1);
      log.warn('request-refused', { scheme: schemeOf(request.url), resourceType: request.resourceType });
    }
    decide({ cancel: !isOwn });
  });
}
