/** Entry of the engine's utility process. */
import { findParentPort, serveShell } from '#main/ipc/engine-link.ts';
import { createRouter } from '#main/ipc/router.ts';
import { servePort } from '#main/ipc/transport-port.ts';
import { systemClock } from '#main/platform/clock.ts';
import { systemIds } from '#main/platform/ids.ts';
import { createLog } from '#main/platform/log.ts';
import { contract } from '#shared/contract/contract.ts';
import type { AppHandlers } from '#shared/contract/contract.ts';
import { assert } from '#shared/kernel/assert.ts';
import { AppError } from '#shared/kernel/app-error.ts';

const parent = findParentPort();
assert(parent, 'the engine runs in a utility process');
const clock = systemClock();
const unavailable = () => {
  throw new AppError('unavailable', 'locked');
};
const areas = Object.entries(contract).map(([area, entries]) => [
  area,
  Object.fromEntries(Object.keys(entries).map((name) => [name, unavailable])),
]);

serveShell(parent, async (options) => {
  const log = createLog({ clock, sink: (line) => void process.stderr.write(`${line}\n`) });
  const handlers = Object.fromEntries(areas) as unknown as AppHandlers;
  const session = {
    ...handlers.session,
    state: () => ({
      ledger: 'first-start' as const, reason: null, ledgerPath: options.userDataFolder, kind: 'real' as const,
      demonstrationExists: false, person: null, people: [], autoLockMinutes: 10, check: 'none' as const,
      calendarWarning: null, now: clock.now(), keystore: options.keystore !== null,
      appVersion: options.appVersion, waitMs: 0,
    }),
  };
  const router = createRouter(contract, { ...handlers, session }, { log, ids: systemIds(), caller: () => ({ personId: null }) });
  return {
    connect: (port) => void servePort(router, port),
    power: () => undefined,
    drain: () => router.whenIdle(),
  };
});
