/** Entry of the engine's utility process. */
import { join } from 'node:path';
import { assert } from '#shared/kernel/assert.ts';
import { parseInstant } from '#shared/kernel/instant.ts';
import { findParentPort, serveShell } from '../ipc/engine-link.ts';
import type { EngineStart, RunningEngine, ShellSecretStore } from '../ipc/engine-link.ts';
import { servePort } from '../ipc/transport-port.ts';
import { heldClock, shiftedClock, systemClock } from '../platform/clock.ts';
import type { Clock } from '../platform/clock.ts';
import { systemIds } from '../platform/ids.ts';
import { createLog } from '../platform/log.ts';
import { systemTimers } from '../platform/timers.ts';
import { composeEngine } from './compose.ts';
import { cronWakes } from './cron-wakes.ts';

const parent = findParentPort();
assert(parent, 'the engine runs in a utility process');
serveShell(parent, (options, secrets) => Promise.resolve(start(options, secrets)));

function start(options: EngineStart, secrets: ShellSecretStore): RunningEngine {
  const clock = clockFor(options);
  const { userDataFolder, ledgerFolder, documentsFolder, appVersion, nativeBinding } = options;
  const engine = composeEngine({
    userDataFolder,
    ledgerFolder,
    documentsFolder,
    appVersion,
    clock,
    ids: systemIds(),
    log: createLog({ clock, sink: (line) => void process.stderr.write(`${line}\n`) }),
    timers: systemTimers,
    workerEntry: (name) => join(options.workersFolder, `${name}.worker.cjs`),
    secrets,
    secretsSettled: () => secrets.settled(),
    openOptions: {
      migrationsDir: join(options.migrationsFolder, 'client'),
      ...(nativeBinding !== null && { nativeBinding }),
    },
    wakes: cronWakes,
  });
  return {
    connect: (port) => void servePort(engine.router, port),
    power: (state) => {
      if (state === 'suspend' || state === 'lock-screen') engine.lock();
      if (state === 'resume') engine.wake();
    },
    drain: () => engine.drain(),
  };
}

/** Tests of an unpackaged program may start it at another moment; a packaged one has no such door. */
function clockFor({ isPackaged }: EngineStart): Clock {
  const clock = systemClock();
  const asked = isPackaged ? undefined : process.env['YOUSHAO_TEST_NOW'];
  const instant = asked === undefined ? undefined : parseInstant(asked);
  if (instant === undefined) return clock;
  return process.env['YOUSHAO_TEST_CLOCK'] === 'still' ? heldClock(clock, instant) : shiftedClock(clock, instant - clock.now());
}
