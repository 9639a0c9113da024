import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { assert } from '#shared/kernel/assert.ts';
import { connectInProcess } from '../ipc/transport-in-process.ts';
import type { InProcessClient } from '../ipc/transport-in-process.ts';
import { Keyring, keyringFileOf } from '../ledger/index.ts';
import type { Stretch } from '../ledger/index.ts';
import { settableClock } from '../platform/clock.ts';
import type { SettableClock } from '../platform/clock.ts';
import { systemIds } from '../platform/ids.ts';
import { silentLog } from '../platform/log.ts';
import { memorySecretStore } from '../platform/secrets.ts';
import type { SecretStore } from '../platform/secrets.ts';
import { manualTimers, systemTimers } from '../platform/timers.ts';
import { sourceWorkerEntry } from '../platform/worker-entry.ts';
import { composeEngine } from './compose.ts';
import type { Engine } from './compose.ts';
import type { EngineOptions } from './engine-options.ts';
import { APP_VERSION } from './version.ts';

/** 2026-03-02 09:00 in Shanghai, a Monday. */
export const START_MS = Date.UTC(2026, 2, 2, 1);
export const FIRST = { name: '周敏', staffNo: 'XT001', station: '岳塘揽投部', pin: '274913' };

/** Argon2 is proved with the keyring; here a PIN only has to decide. */
const cheapStretch: Stretch = (password, salt) => Promise.resolve(createHash('sha256').update(password).update(salt).digest());

export type RunningFixture = {
  readonly engine: Engine;
  readonly client: InProcessClient;
  /** Topics told since the start. */
  readonly topics: string[];
  /** Lets every waker look at the clock. */
  wake(): void;
  /** The value, or throws the reason. */
  ask(path: string, input?: object): Promise<never>;
  /** The reason of a refusal; throws when it was none. */
  refusal(path: string, input?: object): Promise<string>;
  idle(): Promise<void>;
  stop(): Promise<void>;
};

export type EngineFixture = {
  readonly folder: string;
  readonly clock: SettableClock;
  readonly secrets: SecretStore;
  start(options?: Partial<EngineOptions>): RunningFixture;
  /** The real ledger's keyring, as if another start had been broken off in the middle. */
  parts(): { keyring: Keyring };
  remove(): Promise<void>;
};

/** The whole engine in this process, on a folder and a clock of its own. */
export function makeEngineFixture(): EngineFixture {
  const folder = mkdtempSync(join(tmpdir(), '邮哨 测试-'));
  const clock = settableClock(START_MS);
  const secrets = memorySecretStore();
  const running = new Set<RunningFixture>();
  return {
    folder,
    clock,
    secrets,
    start: (options = {}) => {
      const fixture = run({ folder, clock, secrets, options, onStop: () => void running.delete(fixture) });
      running.add(fixture);
      return fixture;
    },
    parts: () => {
      const file = keyringFileOf(join(folder, '账本', 'ledger.db'));
      return { keyring: new Keyring({ file, secrets, clock, ids: systemIds(), stretch: cheapStretch }) };
    },
    remove: async () => {
      for (const fixture of running) await fixture.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type RunParts = Pick<EngineFixture, 'folder' | 'clock' | 'secrets'> & { options: Partial<EngineOptions>; onStop(): void };

function run({ folder, clock, secrets, options, onStop }: RunParts): RunningFixture {
  const wakers = new Set<() => void>();
  const engine = composeEngine({
    userDataFolder: folder,
    documentsFolder: join(folder, '文档'),
    appVersion: APP_VERSION,
    clock,
    ids: systemIds(),
    log: silentLog,
    // Waits fall due with the clock of the test; what only gives way goes on by itself.
    timers: { ...manualTimers(), wait: (ms, signal) => systemTimers.wait(ms, signal) },
    workerEntry: sourceWorkerEntry,
    secrets,
    openOptions: {},
    wakes: (wake) => {
      wakers.add(wake);
      return () => void wakers.delete(wake);
    },
    stretch: cheapStretch,
    demonstrationMails: 200,
    ...options,
  });
  const client = connectInProcess(engine.router);
  const topics: string[] = [];
  client.subscribe(({ topic }) => topics.push(topic));
  let requests = 0;
  const call = (path: string, input: object = {}) => client.call(path, input, { requestId: `request-${requests++}` });
  return {
    engine,
    client,
    topics,
    wake: () => wakers.forEach((wake) => wake()),
    ask: async (path, input) => {
      const reply = await call(path, input);
      assert(reply.ok, `${path} is answered, not refused with ${reply.ok ? '' : JSON.stringify(reply.error)}`);
      return reply.value as never;
    },
    refusal: async (path, input) => {
      const reply = await call(path, input);
      assert(!reply.ok, `${path} is refused`);
      return reply.error.reason;
    },
    idle: () => engine.idle(),
    stop: async () => {
      onStop();
      client.close();
      await engine.drain();
    },
  };
}
