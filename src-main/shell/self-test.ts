import { app } from 'electron';
import type { MessagePortMain } from 'electron';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '#main/platform/clock.ts';
import { createLog } from '#main/platform/log.ts';
import { systemTimers } from '#main/platform/timers.ts';
import type { ReplyMessage, TopicMessage } from '#shared/contract/define.ts';
import { EngineProcess } from './engine-process.ts';
import { findPlaces, isTestRuntime } from './places.ts';

const TIMEOUT_MS = 60_000;
const PIN = '802461';

type Call = (path: string, input: unknown) => Promise<unknown>;

/**
 * `--self-test`: starts the engine on a temporary profile, makes an encrypted ledger, locks and
 * opens it again, prints one JSON document on stdout, exits 0 when all went well, else 1.
 */
export async function runSelfTest(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'youshao-self-test-'));
  const steps: string[] = [];
  let failure: string | undefined;
  try {
    await app.whenReady();
    const finished = exercise(folder, steps).then(() => 'done' as const);
    const late = systemTimers.wait(TIMEOUT_MS).then(() => 'late' as const);
    if ((await Promise.race([finished, late])) === 'late') failure = 'timed out';
  } catch (error) {
    failure = error instanceof Error ? error.message : 'unknown failure';
  }
  rmSync(folder, { recursive: true, force: true });
  const result = { ok: failure === undefined, steps, ...(failure !== undefined && { failure }), ...facts() };
  process.stdout.write(`${JSON.stringify(result)}\n`, () => app.exit(failure === undefined ? 0 : 1));
}

async function exercise(folder: string, steps: string[]): Promise<void> {
  const engine = await startEngine(folder);
  const port = engine.connect();
  if (!port) throw new Error('no port into the engine');
  const call = callOver(port);
  const step = async (name: string, endpoint: string, input: unknown): Promise<unknown> => {
    const value = await call(endpoint, input);
    steps.push(name);
    return value;
  };
  await step('engine answers', 'session.state', {});
  const person = { name: '自检', staffNo: '000000', station: '', pin: PIN };
  const made = (await step('ledger created', 'session.createFirstAdministrator', person)) as { personId: string };
  await step('ledger locked', 'session.lock', {});
  await step('ledger opened', 'session.unlock', { personId: made.personId, pin: PIN });
  const state = (await step('state read', 'session.state', {})) as { ledger: string };
  if (state.ledger !== 'open') throw new Error(`ledger is ${state.ledger}`);
  await engine.stop();
  steps.push('engine drained');
}

function startEngine(folder: string): Promise<EngineProcess> {
  const places = findPlaces();
  const clock = systemClock();
  const log = createLog({ clock, sink: (line) => void process.stderr.write(`${line}\n`) });
  return new Promise((resolve, reject) => {
    const fail = (): void => reject(new Error('the engine stopped'));
    const engine: EngineProcess = new EngineProcess({
      modulePath: places.engine,
      start: () => ({
        userDataFolder: folder,
        ledgerFolder: null,
        logsFolder: path.join(folder, 'logs'),
        documentsFolder: folder,
        nativeBinding: places.nativeBinding,
        workersFolder: places.workers,
        migrationsFolder: places.migrations,
        appVersion: app.getVersion(),
        isTestRuntime: isTestRuntime(),
        isPackaged: app.isPackaged,
        keystore: null,
      }),
      log,
      timers: systemTimers,
      now: () => clock.monotonic(),
      listener: { onReady: () => resolve(engine), onStopped: fail, onFailed: fail, onSecret: fail },
    });
    engine.start();
  });
}

function callOver(port: MessagePortMain): Call {
  const waiting = new Map<number, (reply: ReplyMessage) => void>();
  let lastId = 0;
  port.on('message', ({ data }) => {
    const message = data as ReplyMessage | TopicMessage;
    if ('id' in message) waiting.get(message.id)?.(message);
  });
  port.start();
  return async (endpoint, input) => {
    const id = ++lastId;
    const replied = new Promise<ReplyMessage>((resolve) => waiting.set(id, resolve));
    port.postMessage({ id, path: endpoint, input, requestId: `self-test-${id}` });
    const reply = await replied;
    if (reply.ok) return reply.value;
    throw new Error(`${endpoint}: ${reply.error.code} ${reply.error.reason} ${reply.error.incident ?? ''}`);
  };
}

function facts(): Record<string, string | boolean> {
  return {
    appVersion: app.getVersion(),
    electronVersion: process.versions.electron,
    isPackaged: app.isPackaged,
    isTestRuntime: isTestRuntime(),
  };
}
