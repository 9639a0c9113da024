import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract, HandlersOf, ReplyMessage, TopicMessage } from '#shared/contract/define.ts';
import { assert } from '#shared/kernel/assert.ts';
import { parseInstant } from '#shared/kernel/instant.ts';
import { createRouter } from '../ipc/router.ts';
import { connectInProcess } from '../ipc/transport-in-process.ts';
import { JobRunner } from '../jobs/job-runner.ts';
import type { JobHandler } from '../jobs/job-runner.ts';
import { openLedger } from '../ledger/index.ts';
import type { Ledger } from '../ledger/index.ts';
import { settableClock } from '../platform/clock.ts';
import type { SettableClock } from '../platform/clock.ts';
import { systemIds } from '../platform/ids.ts';
import { silentLog } from '../platform/log.ts';
import { systemTimers } from '../platform/timers.ts';
import { sourceWorkerEntry } from '../platform/worker-entry.ts';
import { inspectFile, parseFile } from '../workers/parsing/index.ts';
import { generate, readPlan, runPlan } from './generator/index.ts';
import type { HandlerContext, JobPorts } from './handler-context.ts';
import { addPerson, listPeople } from './people/index.ts';
import type { Person } from './people/index.ts';

export type AreaFixture = {
  readonly folder: string;
  readonly clock: SettableClock;
  readonly ledger: Ledger;
  readonly context: HandlerContext;
  readonly ports: JobPorts;
  readonly topics: TopicMessage[];
  /** The value, or throws the reason. */
  ask<T = never>(path: string, input?: object): Promise<T>;
  call(path: string, input?: object): Promise<ReplyMessage>;
  /** Another person takes the seat. */
  seat(personId: string): void;
  jobs(): JobRunner;
  /** Closes all and removes the folder. */
  remove(): Promise<void>;
};

/** Handlers and jobs of one or more areas over a real ledger, called as the windows call them. */
export type Areas<C extends Contract> = {
  contract: C;
  handlers(context: HandlerContext): HandlersOf<C>;
  jobs?(ports: JobPorts): JobHandler[];
};

/** Instant at which the fixture's clock starts: 2026-03-02 09:00 in Shanghai. */
export const FIXTURE_START = parseInstant('2026-03-02T09:00:00') ?? 0;
const PEOPLE = [
  ['p1', '周敏', 'XT001'],
  ['p2', '李航', 'XT002'],
] as const;

export function makeAreaFixture<C extends Contract>(areas: Areas<C>): AreaFixture {
  const folder = mkdtempSync(join(tmpdir(), '账本 区域-'));
  mkdirSync(join(folder, '导出'));
  const clock = settableClock(FIXTURE_START);
  const ids = systemIds();
  const ledger = openLedger({ file: join(folder, '账本.youshao'), key: Buffer.alloc(32, 9), clock, ids, appVersion: '0.0.0' });
  addPeople(ledger);
  const topics: TopicMessage[] = [];
  let person: Person = personOf(ledger, 'p1');
  const parts = { clock, ids, log: silentLog, timers: systemTimers, workerEntry: sourceWorkerEntry };
  const settings = (): ReturnType<HandlerContext['settings']> => ({
    theme: 'light',
    contrast: 'normal',
    textScale: 1,
    density: 'standard',
    language: 'zh-CN',
    autoLockMinutes: 10,
    retentionDays: 40,
    exportFolder: join(folder, '导出'),
    exportMasked: true,
  });
  const ports: JobPorts = { ...parts, ledger, kind: 'test', settings };
  const runner = new JobRunner({ ...parts, ledger, handlers: areas.jobs?.(ports) ?? [] });
  const context: HandlerContext = {
    ...parts,
    settings,
    ledger: () => ledger,
    kind: () => 'test',
    person: () => person,
    jobs: () => runner,
    watching: () => ({ status: () => ({ path: null, deleteAfterDays: 7, problem: null }), set: () => undefined }),
    publish: (topic, payload) => void topics.push({ topic, payload }),
  };
  ledger.listen(({ topic, payload }) => topics.push({ topic, payload }));
  const router = createRouter(areas.contract, areas.handlers(context), { log: silentLog, ids, caller: () => ({ personId: person.id }) });
  const client = connectInProcess(router);
  runner.start();
  let requests = 0;
  const call = (path: string, input: object = {}) => client.call(path, input, { requestId: `request-${requests++}` });
  return {
    folder,
    clock,
    ledger,
    context,
    ports,
    topics,
    call,
    ask: async (path, input) => {
      const reply = await call(path, input);
      assert(reply.ok, `${path} is answered, not refused with ${reply.ok ? '' : JSON.stringify(reply.error)}`);
      return reply.value as never;
    },
    seat: (id) => void (person = personOf(ledger, id)),
    jobs: () => runner,
    remove: async () => {
      client.close();
      await runner.drain(5000);
      ledger.close();
      await ledger.threadsEnded();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function addPeople(ledger: Ledger): void {
  ledger.write((tx) => {
    for (const [id, name, staffNo] of PEOPLE) {
      addPerson(tx, { id, name, staffNo, role: 'agent', station: '岳塘揽投部' }, { opId: `add-${id}`, actor: id, now: FIXTURE_START });
    }
  });
}

function personOf(ledger: Ledger, id: string): Person {
  const person = ledger.read(listPeople).find((each) => each.id === id);
  assert(person, `a person ${id}`);
  return person;
}

/** Fills the fixture's ledger with generated days through the ordinary import and screening. */
export async function playDays(fixture: AreaFixture, days: { mails: number; days: number; seed: number }): Promise<void> {
  const dir = join(fixture.folder, '生成');
  await generate({ ...days, outDir: dir });
  const plan = await readPlan(dir);
  let count = 0;
  await runPlan({
    ledger: fixture.ledger,
    dir,
    inspect: (path) => inspectFile(path, { seekLatestEvent: false }),
    parse: parseFile,
    actor: 'p1',
    newId: () => `played-${++count}`,
    atStep: (now) => fixture.clock.setWall(now),
  });
  fixture.clock.setWall(parseInstant(plan.steps.at(-1)?.now ?? '') ?? FIXTURE_START);
}
